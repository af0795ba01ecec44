import { fixOf, remove, type Edit, type Fix } from '../fix.ts';

/** The line that Git leaves between the two sides of a merge conflict. */
export const CONFLICT_MIDDLE = '=======';

/**
 * The ways to settle a merge conflict that Git left in the file, when the `<` at an offset belongs to
 * the mark that it begins with.
 */
export function conflictFixes(text: string, offset: number): readonly Fix[] {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (!text.startsWith('<<<<<<< ', lineStart)) return [];
  const middle = lineOf(text, lineStart, CONFLICT_MIDDLE);
  const end = middle ? lineOf(text, middle.end, '>>>>>>> ') : null;
  if (!middle || !end) return [];
  const begin = remove(lineStart, lineEnd(text, lineStart));
  return [
    fixOf('Keep both sides of the merge conflict', [begin, middle, end], { preferred: true }),
    fixOf('Keep the first side of the merge conflict', [begin, remove(middle.start, end.end)]),
    fixOf('Keep the second side of the merge conflict', [remove(begin.start, middle.end), end]),
  ];
}

/** The next line that begins with a mark, as its removal. */
function lineOf(text: string, from: number, mark: string): Edit | null {
  const at = text.indexOf(`\n${mark}`, from - 1);
  return at < 0 ? null : remove(at + 1, lineEnd(text, at + 1));
}

/** Behind the line's end. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at + 1;
}
