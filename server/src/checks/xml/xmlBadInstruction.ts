import { fixOf, removeLines, replace } from '../fix.ts';
import { fitsComment } from '../strayTextFixes.ts';
import { loaderCheck } from '../check.ts';

export const xmlBadInstruction = loaderCheck({
  code: 'xml-bad-instruction',
  level: 'error',
  title: 'Processing instruction without a name',
  fact: () => 'A processing instruction needs a name right behind <?',
  instead: () => 'Remove it, or make it a comment: <!-- … -->.',
  fixes: (facts, { parsed: { text } }) => {
    const { start, end } = facts.problem;
    const removal = fixOf('Remove it', removeLines(text, start, end));
    const inside = text.slice(start + 2, end - 2).trim();
    if (inside === '' || !fitsComment(inside)) return [{ ...removal, preferred: true }];
    return [
      fixOf('Make it a comment', replace(start, end, `<!-- ${inside} -->`), { preferred: true }),
      removal,
    ];
  },
});
