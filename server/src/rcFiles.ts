import { decodeText } from './encoding.ts';
import { RC_NAME, readRcFile, type RcSettings } from './rcFile.ts';
import { whyUnreadable } from './schemaFiles.ts';

/** What is needed of a machine to find settings files. */
export interface RcRuntime {
  /** Rejects when the file cannot be read. */
  readFile(path: string): Promise<Uint8Array>;
  /** Makes a path absolute: `~`, `${workspaceFolder}` (the base) and relative ones. Null stands for the program's own folder. */
  resolvePath(path: string, base: string | null): string;
  /** The folder that a file or folder is in, null for the root. */
  parentFolder(path: string): string | null;
}

/** A settings file that was found. */
export interface FoundRcFile {
  readonly path: string;
  readonly text: string;
  /** The schema files are absolute paths here. */
  readonly settings: RcSettings;
  readonly problems: readonly string[];
}

/** The nearest settings file upward from a folder, null where there is none up to the root. */
export async function nearestRcFile(folder: string, runtime: RcRuntime): Promise<FoundRcFile | null> {
  for (let at: string | null = folder; at !== null; at = runtime.parentFolder(at)) {
    const path = runtime.resolvePath(RC_NAME, at);
    try {
      return interpret(path, await runtime.readFile(path), runtime);
    } catch (error) {
      if (!isAbsent(error)) return unreadable(path, error);
    }
  }
  return null;
}

/** A settings file that was named. One that cannot be read is a problem of it. */
export async function rcFileAt(path: string, runtime: RcRuntime): Promise<FoundRcFile> {
  try {
    return interpret(path, await runtime.readFile(path), runtime);
  } catch (error) {
    return unreadable(path, error);
  }
}

function interpret(path: string, bytes: Uint8Array, runtime: RcRuntime): FoundRcFile {
  const { text } = decodeText(bytes);
  const { settings, problems } = readRcFile(text, path);
  if (!settings.schemaFiles) return { path, text, settings, problems };
  const folder = runtime.parentFolder(path) ?? path;
  const schemaFiles = settings.schemaFiles.map(file => runtime.resolvePath(file, folder));
  return { path, text, settings: { ...settings, schemaFiles }, problems };
}

function unreadable(path: string, error: unknown): FoundRcFile {
  const problem = `The settings file ${path} is not used: ${whyUnreadable(error)}`;
  return { path, text: '', settings: { levels: {} }, problems: [problem] };
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
