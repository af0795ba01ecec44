import { decodeText } from './encoding.ts';
import { ManifestError, readManifest } from './schema/manifest.ts';
import type { Manifest } from './schema/types.ts';

/** The code of the error for a device or a pipe, which may have no end. */
export const NOT_A_FILE = 'ENOTFILE';

export interface ReadSchemas {
  readonly manifests: readonly Manifest[];
  /** One sentence for each file that could not be used; the shipped schemas stay. */
  readonly problems: readonly string[];
}

/**
 * Reads the user's own manifests, as `sysmon -s` prints them, in UTF-8 or UTF-16.
 *
 * @param readFile rejects when the file cannot be read
 */
export async function readSchemaFiles(
  paths: readonly string[],
  readFile: (path: string) => Promise<Uint8Array>,
): Promise<ReadSchemas> {
  const manifests: Manifest[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    try {
      manifests.push(readManifest(decodeText(await readFile(path)).text));
    } catch (error) {
      const reason = error instanceof ManifestError ? error.message : whyUnreadable(error);
      problems.push(`The schema file ${path} cannot be used: ${reason} The shipped schemas stay in use.`);
    }
  }
  return { manifests, problems };
}

/** Why a file could not be read, as the end of a sentence. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  if (code === NOT_A_FILE) return 'it is no file.';
  if (code === 'EACCES') return 'reading it is not allowed.';
  return `it cannot be read (${error instanceof Error ? error.message : String(error)}).`;
}
