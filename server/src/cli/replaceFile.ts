import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { sameBytes } from './fixing.ts';
import { InputError } from './inputs.ts';

/**
 * Replaces the content of a file so that at every moment the old or the new one is there as a whole. A
 * link stays, and its target is replaced.
 *
 * @param before what the file is known to hold
 * @throws {InputError} when it holds something else by now, cannot be written, is no file, or not the user's own
 */
export function replaceFile(file: string, before: Uint8Array, after: Uint8Array): void {
  try {
    // What comes through a pipe is gone once it is read, and a pipe that is read again waits for ever.
    if (!statSync(file).isFile()) {
      throw new InputError(`${file}: not changed, as it is a pipe or a device and no file.`);
    }
    const target = realpathSync(file);
    if (target.split(sep).includes('node_modules')) {
      throw new InputError(`${file}: not changed, as it lies in node_modules.`);
    }
    // Renaming would replace a file that may not be written, too.
    accessSync(target, constants.W_OK);
    writeBeside(target, after, () => {
      if (sameBytes(readFileSync(target), before)) return;
      throw new InputError(`${file}: not changed, as something else changed it meanwhile. Run it again.`);
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: not changed, as it cannot be written (${reasonOf(error)}).`);
  }
}

/** @param check throws when the file must stay as it is */
function writeBeside(target: string, bytes: Uint8Array, check: () => void): void {
  const { mode, uid, gid } = statSync(target);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const handle = openSync(temporary, 'wx', mode);
  try {
    try {
      writeFileSync(handle, bytes);
      // The mode that was given when it was made is cut by the process's mask.
      fchmodSync(handle, mode & 0o7777);
      if (process.getuid?.() === 0) fchownSync(handle, uid, gid);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    check();
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EPERM') return 'that is not allowed';
  if (code === 'EROFS') return 'the disk is read-only';
  if (code === 'ENOSPC') return 'the disk is full';
  return error instanceof Error ? error.message : String(error);
}
