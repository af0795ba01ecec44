import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type Connection,
} from 'vscode-languageserver/node';
import { findCheckPages } from './checkPages.ts';
import { startServer, type Runtime } from './connection.ts';
import { answerRefused, createLifecycle } from './lifecycle.ts';
import type { RcRuntime } from './rcFiles.ts';
import { NOT_A_FILE } from './schemaFiles.ts';
import type { FoundFile } from './workspaceFiles.ts';
import { VERSION } from './version.ts';

/** The file system, as the server and the command line use it. */
export const fileSystem: RcRuntime = {
  async readFile(path) {
    const stats = await stat(path);
    // A device or a pipe may have no end, and which file is read may be a stranger's choice.
    if (!stats.isFile() && !stats.isDirectory())
      throw Object.assign(new Error('no file'), { code: NOT_A_FILE });
    return readFile(path);
  },
  resolvePath(path, base) {
    const folder = base ?? process.cwd();
    const expanded = path.replaceAll('${workspaceFolder}', folder).replace(/^~(?=$|[\\/])/, homedir());
    return resolve(folder, expanded);
  },
  parentFolder(path) {
    const folder = dirname(path);
    return folder === path ? null : folder;
  },
};

/** Large chunks, since each is cut into lines once, and small enough to be judged in a few milliseconds. */
const LOG_CHUNK = 1 << 18;

/** Folders that hold what is installed or kept by Git. */
const PASSED_OVER = new Set(['node_modules', '.git']);

/** Breadth first, so that of too many files those further up are found; links are not followed. */
async function filesBelow(folder: string, name: RegExp, most: number): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  const folders = [folder];
  for (const each of folders) {
    const entries = await readdir(each, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(each, entry.name);
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) folders.push(path);
      if (!entry.isFile() || !name.test(entry.name)) continue;
      if (files.length >= most) return files;
      const stats = await stat(path).catch(() => null);
      if (stats) files.push({ path, size: stats.size, modified: stats.mtimeMs });
    }
  }
  return files;
}

function createRuntime(): Runtime {
  const pages = findCheckPages();
  return {
    ...fileSystem,
    filesBelow,
    version: VERSION,
    docsUri: code => pages.uri(code),
    async openLog(path) {
      const { size } = await stat(path);
      const stream = createReadStream(path, { highWaterMark: LOG_CHUNK });
      return { stream, size, read: () => stream.bytesRead };
    },
  };
}

/** Serves the client at the other end of standard input and output, whatever the arguments. */
export function serveStdio(): void {
  // Whatever writes to the console would break the protocol on standard output.
  console.log = console.error;
  serve(
    createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(process.stdin),
      new StreamMessageWriter(process.stdout),
      { messageStrategy: createLifecycle() },
    ),
  );
}

/** Serves the client that started this process, over the channel that its arguments name. */
export function serveParent(): void {
  serve(createConnection(ProposedFeatures.all, { messageStrategy: createLifecycle() }));
}

function serve(connection: Connection): void {
  answerRefused(connection);
  startServer(connection, createRuntime());
}
