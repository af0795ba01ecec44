import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../../server/src/cli.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder to run the command line in. */
export interface CliFolder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): string;
  run(args: readonly string[], input?: string | Uint8Array): Ran;
  remove(): void;
}

export function createCliFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): CliFolder {
  const path = mkdtempSync(join(tmpdir(), 'sysmon-config-cli-'));
  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    path,
    write,
    run(args, input = '') {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, CLI, ...args], {
        cwd: path,
        input,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      });
      return { code: status ?? -1, out: stdout, err: stderr };
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
