import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The documentation of the checks: a page each, `docs/checks/CODE.md`. */
export interface CheckPages {
  /** The address of the page of a check, null where there is none. */
  uri(code: string): string | null;
  /** Its text. */
  text(code: string): string | null;
}

/**
 * Finds the pages that were installed with the program; without them there are none.
 *
 * @param started the file that was started
 */
export function findCheckPages(started: string | undefined = process.argv[1]): CheckPages {
  const folder = pagesFolder(started);
  const files = new Set(folder === null ? [] : filesIn(folder));
  const pathOf = (code: string): string | null =>
    folder !== null && files.has(`${code}.md`) ? join(folder, `${code}.md`) : null;
  return {
    uri(code) {
      const path = pathOf(code);
      return path === null ? null : pathToFileURL(path).href;
    },
    text(code) {
      const path = pathOf(code);
      return path === null ? null : readFileSync(path, 'utf8');
    },
  };
}

/**
 * Beside the bundle in `dist`, or beside the sources when they are run as they are. A bundle does not know
 * its own address in both module formats, but always which file was started; npm starts it by a link.
 */
function pagesFolder(started: string | undefined): string | null {
  if (started === undefined) return null;
  try {
    const file = realpathSync(started);
    return join(dirname(file), file.endsWith('.ts') ? '../../docs/checks' : '../docs/checks');
  } catch {
    return null;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
