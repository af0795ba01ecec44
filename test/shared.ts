import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the test data lies that is not part of the project: real configurations, and what Sysmon made of them. */
const SHARED = new URL('../../shared/', import.meta.url);

export function shared(path: string): string {
  return fileURLToPath(new URL(path, SHARED));
}

/**
 * For `it(…, {skip})`: false where the data is there, otherwise what is missing.
 */
export function missing(path: string): string | false {
  return existsSync(shared(path)) ? false : `needs ../shared/${path}, which is not there`;
}
