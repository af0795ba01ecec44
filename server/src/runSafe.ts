import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/**
 * Answers a request so that neither a mistake of ours nor a document that changed meanwhile breaks the
 * editor: cancellations that are already on their way are let in first, and when `answer` throws, that is
 * logged and `otherwise` is the answer.
 *
 * @param name what is asked of which document version, for the log
 */
export function runSafe<T>(
  answer: () => T,
  otherwise: T,
  name: () => string,
  token: CancellationToken | undefined,
  log: (message: string) => void,
): Promise<T | ResponseError<never>> {
  return new Promise(resolve => {
    // `setImmediate` runs after the input that has arrived, so a cancellation in it is seen.
    setImmediate(() => {
      // A client that sends more parameters than one gives no token.
      if (token?.isCancellationRequested) {
        resolve(new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'Request cancelled'));
        return;
      }
      try {
        resolve(answer());
      } catch (error) {
        log(`${name()} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        resolve(otherwise);
      }
    });
  });
}
