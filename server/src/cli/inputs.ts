import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { decodeText, type DecodedText } from '../encoding.ts';
import { LogError } from '../events/readLog.ts';

/** A configuration to work on: the name that the user knows it by, and its text. */
export interface Input extends DecodedText {
  readonly file: string;
}

/** The same with the bytes that it was read from, so that it can be written like them. */
export interface BytesInput extends Input {
  readonly bytes: Uint8Array;
}

/** Something that could not be read, in one line. */
export class InputError extends Error {}

export const STANDARD_INPUT = '-';

/** Which files a folder stands for. */
export interface FileKind {
  readonly name: RegExp;
  /** As in: no … file. */
  readonly told: string;
}

export const CONFIGURATIONS: FileKind = { name: /\.(xml|smc)$/i, told: '.xml or .smc' };
export const TEST_FILES: FileKind = { name: /\.sysmon-test\.yaml$/i, told: '.sysmon-test.yaml' };

/**
 * The files that the arguments mean, in their order and each once: a file is taken as it is, a folder
 * stands for the files of the kind in it, a pattern for what it matches, and `-` for standard input.
 *
 * @throws {InputError} when an argument means no file
 */
export function expandPaths(paths: readonly string[], kind: FileKind = CONFIGURATIONS): string[] {
  const files = new Set<string>();
  for (const path of paths) for (const file of lookedUp(path, kind)) files.add(file);
  return [...files];
}

/** The same for one argument; what goes wrong while looking, such as a link that leads to itself, is said of it. */
function lookedUp(path: string, kind: FileKind): string[] {
  try {
    return expandPath(path, kind);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: ${reasonOf(error)}`);
  }
}

function expandPath(path: string, { name, told }: FileKind): string[] {
  if (path === STANDARD_INPUT) return [path];
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    const found = filesUnder(path).filter(file => name.test(file));
    if (found.length === 0) throw new InputError(`${path}: no ${told} file is in this folder.`);
    return found;
  }
  if (stats) return [path];
  // On Windows a backslash separates folders, so patterns are matched with slashes.
  const pattern = path.split(sep).join('/');
  const { base, isGlob } = picomatch.scan(pattern);
  if (!isGlob) throw new InputError(`${path}: there is no such file.`);
  const folder = base === '' ? '.' : base;
  const matches = picomatch(pattern.replace(/^\.\//, ''));
  const found = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? filesUnder(folder).filter(file => matches(file.split(sep).join('/').replace(/^\.\//, '')))
    : [];
  if (found.length === 0) throw new InputError(`${path}: no file matches this pattern.`);
  return found;
}

/** Sorted, so that the output of two runs can be compared; what is installed or kept by Git is left out. */
function filesUnder(folder: string): string[] {
  const files: string[] = [];
  const folders = [folder];
  for (const each of folders) {
    for (const entry of readdirSync(each, { withFileTypes: true })) {
      const path = join(each, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) folders.push(path);
    }
  }
  return files.sort();
}

const PASSED_OVER = new Set(['node_modules', '.git']);

/** @throws {InputError} when the file cannot be read */
export function readInput(file: string): BytesInput {
  try {
    const bytes = file === STANDARD_INPUT ? readFileSync(0) : readFileSync(file);
    return { file, bytes, ...decodeText(bytes) };
  } catch (error) {
    throw new InputError(`${file}: ${reasonOf(error)}`);
  }
}

/** Why a file cannot be read or written, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof LogError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EACCES') return 'reading it is not allowed.';
  if (code === 'ELOOP') return 'this is a link that leads in a circle.';
  if (code === 'Z_BUF_ERROR') return 'it is packed with gzip, and its end is missing.';
  if (code === 'Z_DATA_ERROR') return 'it is packed with gzip, and damaged.';
  if (code === 'EISDIR') return 'this is a folder, and a file is needed.';
  if (code === 'ENXIO')
    return 'this is a socket or a device without anything behind it, and a file is needed.';
  return `it cannot be read (${error instanceof Error ? error.message : String(error)}).`;
}

/** How a file is called in reports that other tools read: relative to the working folder where it lies below it, with slashes. */
export function reportedPath(file: string): string {
  const fromHere = relative(process.cwd(), resolve(file));
  const path = fromHere.startsWith('..') || fromHere === '' ? file : fromHere;
  return path.split(sep).join('/');
}
