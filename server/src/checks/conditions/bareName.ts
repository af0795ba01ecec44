import { specialValues } from './kinds.ts';
import type { Knowledge } from '../../schema/knowledge.ts';
import type { JudgedCondition } from '../advice.ts';
import { Mark } from '../marks.ts';

/** A file name with an extension, or an extension alone, and nothing of a folder. */
const FILE_NAME = /^[^\\/:*?"<>|;%\s][^\\/:*?"<>|;%]*\.[a-z][a-z0-9_]{1,4}$|^\.[a-z0-9_]{2,8}$/i;

/** The text is a file name without a folder, so that it is never a whole path. */
export function isBareName(knowledge: Knowledge, field: string, text: string): boolean {
  return FILE_NAME.test(text) && !specialValues(knowledge, field).has(text.toLowerCase());
}

/** Most values are whole paths, for which there is no need to look at them closely. */
export function mayHaveBareName(condition: JudgedCondition): boolean {
  return condition.has(Mark.dot) && (condition.meaning.list || !condition.has(Mark.backslash));
}

/** How a path may begin: at a drive, a share, a device or a variable; or it is not meant as a path. */
const WHOLE = /^(?:[a-z]:|\\\\|\\(?:device|systemroot|\?\?|global\?\?)\\|[%<*?"/;\s-]|[a-z]{2,}:|$)/i;

/** The text has folders and does not begin where a path does. Wildcards, lists and quotes are other checks' matter. */
export function isPartOfPath(text: string): boolean {
  return text.includes('\\') && !WHOLE.test(text) && !/[*?";]/.test(text);
}

/** What a path may begin with that has a backslash. */
const STARTS = ['\\\\', '\\device\\', '\\systemroot\\', '\\??\\', '\\global??\\'];

/** The text is so short that a path may begin with it after all, such as a share with a backslash. */
export function mayBegin(text: string): boolean {
  return STARTS.some(start => start.startsWith(text.toLowerCase()));
}

/** The part of a path with the backslash that a folder or file name begins behind. */
export function withBackslash(part: string): string {
  return part.startsWith('\\') ? part : `\\${part}`;
}
