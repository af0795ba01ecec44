import { readReference } from '../../syntax/references.ts';
import { fixOf, insert, remove, replace } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlBadCharacterReference = loaderCheck({
  code: 'xml-bad-character-reference',
  level: 'error',
  title: 'Reference to no character',
  fact: facts => `&${facts.text('name')}; stands for no character that XML allows`,
  instead: () => 'Remove it. A reference is written like &#233; or &#xE9;.',
  fixes: (facts, { parsed: { text } }) => {
    const { start, end } = facts.problem;
    const unclosed = /^&#[xX]?[0-9a-fA-F]+(?![0-9a-fA-F;])/.exec(text.slice(start, start + 12))?.[0];
    const capital = /^&#X[0-9a-fA-F]+;?/.exec(text.slice(start, start + 12))?.[0];
    const closed = (capital ?? unclosed)?.replace('X', 'x').replace(/;?$/, ';');
    const written = capital ?? unclosed;
    const sound = closed !== undefined && written !== undefined && readReference(closed, 0).error === null;
    return [
      ...(sound ? [fixOf(`Change to “${closed}”`, replace(start, start + written.length, closed))] : []),
      fixOf(`Remove “${text.slice(start, end)}”`, remove(start, end)),
      fixOf('Write &amp; for the &', insert(start + 1, 'amp;')),
    ].map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
