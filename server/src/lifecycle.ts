import {
  ErrorCodes,
  Message,
  ResponseError,
  type Connection,
  type MessageStrategy,
} from 'vscode-languageserver';

/** What a request becomes that comes at the wrong time: no client knows it, since `$` is kept for the protocol. */
const REFUSED = '$sysmon/refused';

/**
 * Refuses what the protocol does not allow yet or any more: requests before `initialize` and after `shutdown`, a
 * second `initialize`, and notifications before the first (LSP 3.17, Lifecycle Messages). The library passes them on.
 */
export function createLifecycle(): MessageStrategy {
  let isInitialized = false;
  let isShutDown = false;

  const reasonAgainst = (method: string): [code: number, message: string] | null => {
    if (!isInitialized && method !== 'initialize')
      return [ErrorCodes.ServerNotInitialized, `${method} came before initialize.`];
    if (isShutDown) return [ErrorCodes.InvalidRequest, `${method} came after shutdown.`];
    if (isInitialized && method === 'initialize')
      return [ErrorCodes.InvalidRequest, 'The server is initialized already.'];
    return null;
  };

  return {
    handleMessage(message, next) {
      if (Message.isRequest(message)) {
        const reason = reasonAgainst(message.method);
        if (reason) return next({ ...message, method: REFUSED, params: reason } as Message);
        isInitialized ||= message.method === 'initialize';
        isShutDown ||= message.method === 'shutdown';
      } else if (Message.isNotification(message) && !isInitialized && message.method !== 'exit') {
        return;
      }
      return next(message);
    },
  };
}

/** Answers the requests that `createLifecycle` refuses. */
export function answerRefused(connection: Connection): void {
  connection.onRequest(REFUSED, (code: number, message: string) => new ResponseError<never>(code, message));
}
