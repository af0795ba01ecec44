import type { ParsedDocument } from '../documents.ts';
import { NONE } from '../syntax/index.ts';
import { fixOf, insert, removeLines, replace, type Edit, type Fix } from './fix.ts';
import { elementAt, isKnownName, roleOfNode } from './places.ts';
import { CONFLICT_MIDDLE } from './xml/conflictFixes.ts';

/** Whether a text may stand in a comment between blanks. */
export function fitsComment(text: string): boolean {
  return !text.includes('--');
}

/** The ways to deal with text that stands where only elements may: likeliest first. */
export function strayTextFixes(parsed: ParsedDocument, start: number, end: number): readonly Fix[] {
  const { text } = parsed;
  const written = text.slice(start, end);
  const noWords = !/[\p{L}\p{N}]/u.test(written) && !written.includes('<');
  const fixes: Fix[] = [];
  // `Image condition="is">`: the `<` of a tag is missing.
  const name = /^\/?([A-Za-z][\w.-]*)(?:\s[^<]*)?>/.exec(written)?.[1];
  if (name !== undefined && isKnownName(parsed, name)) {
    fixes.push(fixOf('Add the missing <', insert(start, '<')));
  }
  const tail = /^([^<]*?)\s*-->$/s.exec(written)?.[1];
  if (tail !== undefined && tail !== '' && fitsComment(tail)) {
    fixes.push(fixOf('Add the missing <!--', insert(start, '<!-- ')));
  }
  const removal = fixOf('Remove the text', removalOf(parsed, start, end), {
    // Of a comment's end one cannot know whether its beginning was lost, and Git's mark parts the sides of a conflict.
    safe: noWords && !written.includes('--') && !written.includes(CONFLICT_MIDDLE),
  });
  if (noWords || !fitsComment(written) || written.includes('<')) fixes.push(removal);
  else fixes.push(fixOf('Make it a comment', replace(start, end, `<!-- ${written} -->`)), removal);
  return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
}

/** Removes what stands between elements; of a Rule a blank is left, since one with nothing in it makes the loader crash. */
export function removalOf(parsed: ParsedDocument, start: number, end: number): Edit {
  const { tree, text } = parsed;
  const parent = elementAt(tree, start);
  const isAll = parent !== NONE && start === tree.startTagEnd(parent) && end === tree.contentEnd(parent);
  if (isAll && roleOfNode(parsed, parent) === 'rule') return replace(start, end, ' ');
  return removeLines(text, start, end);
}
