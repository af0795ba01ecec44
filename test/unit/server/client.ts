import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';

const SERVER = fileURLToPath(new URL('../../../server/src/main.node.ts', import.meta.url));

/** A client of a server in a process of its own. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly process: ChildProcess;
  /** Lines that the server logged or said on standard error. */
  readonly log: readonly string[];
  open(uri: string, text: string, languageId?: string): void;
  /** Ends the session as the protocol asks, once, and gives the exit code. */
  stop(): Promise<number | null>;
}

/** @param settings the section `sysmon`, or what gives it each time it is asked for */
export async function startClient(
  capabilities: ClientCapabilities,
  options: Pick<InitializeParams, 'initializationOptions' | 'workspaceFolders'> = {},
  settings: unknown = {},
): Promise<TestClient> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), SERVER, '--stdio']);
  const log: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
    items.map(() => (typeof settings === 'function' ? (settings as () => unknown)() : settings)),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('window/showMessageRequest', () => null);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities,
    ...options,
  });
  await connection.sendNotification('initialized', {});
  let stopped: Promise<number | null> | undefined;
  const stop = async (): Promise<number | null> => {
    await connection.sendRequest('shutdown');
    const exited = new Promise<number | null>(resolve => child.once('exit', resolve));
    await connection.sendNotification('exit');
    const code = await exited;
    connection.dispose();
    return code;
  };
  return {
    connection,
    initialized,
    process: child,
    log,
    open(uri, text, languageId = 'xml') {
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    stop: () => (stopped ??= stop()),
  };
}

/** Waits for a notification that fits. */
export function nextNotification<T>(
  connection: ProtocolConnection,
  method: string,
  fits: (params: T) => boolean = () => true,
): Promise<T> {
  return new Promise(resolve => {
    const listener = connection.onNotification(method, (params: T) => {
      if (!fits(params)) return;
      listener.dispose();
      resolve(params);
    });
  });
}
