import { fixOf, insert, lineEndOf, remove, removeLines } from '../fix.ts';
import { isSoundDeclaration } from './declaration.ts';
import { loaderCheck } from '../check.ts';

export const xmlLateDeclaration = loaderCheck({
  code: 'xml-late-declaration',
  level: 'error',
  title: 'XML declaration that is not at the beginning',
  fact: () =>
    'An XML declaration may stand only at the very beginning of the file, before any blank, comment or element',
  instead: () => 'Move it there or remove it; Sysmon reads UTF-8 without one.',
  fixes: (facts, { parsed: { text } }) => {
    const { start, end } = facts.problem;
    const removal = fixOf('Remove the XML declaration', removeLines(text, start, end), { safe: true });
    const mark = text.startsWith('\ufeff') ? 1 : 0;
    const declaration = text.slice(start, end);
    // Another encoding than UTF-8 would be believed where the declaration counts.
    const moves = isSoundDeclaration(declaration) && !text.startsWith('<?xml', mark);
    if (!moves) return [{ ...removal, preferred: true }];
    const blanksOnly = text.slice(mark, start).trim() === '';
    const edits = blanksOnly
      ? [remove(mark, start)]
      : [insert(mark, declaration + lineEndOf(text)), removeLines(text, start, end)];
    return [fixOf('Move it to the beginning of the file', edits, { preferred: true, safe: true }), removal];
  },
});
