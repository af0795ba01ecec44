import { NONE } from '../../syntax/index.ts';
import { fixOf, removeLines, replace, type Fix } from '../fix.ts';
import { elementAt, holdsText } from '../places.ts';
import { fitsComment } from '../strayTextFixes.ts';
import { loaderCheck } from '../check.ts';

export const xmlBadMarkup = loaderCheck({
  code: 'xml-bad-markup',
  level: 'error',
  title: 'Markup that XML does not know',
  fact: () => 'This is no markup that XML knows',
  instead: () => 'A comment is written <!-- … -->; a < that is meant as text is written &lt;.',
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const { start, end } = facts.problem;
    const written = text.slice(start, end);
    const fixes: Fix[] = [];
    const around = elementAt(tree, start);
    if (written.startsWith('</')) {
      if (around !== NONE && tree.endTagStart(around) === NONE) {
        fixes.push(
          fixOf(`Change to “</${tree.name(around)}>”`, replace(start, end, `</${tree.name(around)}>`)),
        );
      }
    } else if (!written.startsWith('<!DOCTYPE')) {
      const inside = written.replace(/^<!-?/, '').replace(/-*>$/, '').replace(/-{2,}/g, '-').trim();
      if (fitsComment(inside))
        fixes.push(fixOf('Make it a comment', replace(start, end, `<!-- ${inside} -->`)));
      if (holdsText(parsed, around))
        fixes.push(fixOf('Write &lt; for the <', replace(start, start + 1, '&lt;')));
    }
    fixes.push(fixOf('Remove it', removeLines(text, start, end)));
    return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
