import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { startServer, type Runtime } from './connection.ts';
import { VERSION } from './version.ts';

const runtime: Runtime = {
  version: VERSION,
  readFile: path => readFile(path),
  resolvePath(path, workspaceFolder) {
    const base = workspaceFolder ?? process.cwd();
    const expanded = path.replaceAll('${workspaceFolder}', base).replace(/^~(?=$|[\\/])/, homedir());
    return resolve(base, expanded);
  },
};

/** Serves the client at the other end of standard input and output, whatever the arguments. */
export function serveStdio(): void {
  // Whatever writes to the console would break the protocol on standard output.
  console.log = console.error;
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  startServer(connection, runtime);
}

/** Serves the client that started this process, over the channel that its arguments name. */
export function serveParent(): void {
  startServer(createConnection(ProposedFeatures.all), runtime);
}
