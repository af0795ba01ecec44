import { NONE } from '../../syntax/index.ts';
import { fixOf, remove, removeLines, replace, type Fix } from '../fix.ts';
import { elementAt } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlSurplusEndTag = loaderCheck({
  code: 'xml-surplus-end-tag',
  level: 'error',
  title: 'End tag that closes nothing',
  fact: facts => `</${facts.text('name')}> closes no open element`,
  instead: () => 'Remove it, or add the start tag that it belongs to.',
  fixes: (facts, { parsed: { tree, text } }) => {
    const { start, end } = facts.problem;
    const name = facts.text('name');
    const fixes: Fix[] = [];
    const around = elementAt(tree, start);
    const behind = text.slice(start + 2 + name.length, end);
    if (/[^\s>]/.test(behind)) {
      fixes.push(fixOf(`Change to “<${name}${behind}”`, remove(start + 1, start + 2)));
    } else if (around !== NONE && tree.endTagStart(around) === NONE && tree.end(around) > end) {
      fixes.push(
        fixOf(
          `Change to “</${tree.name(around)}>”`,
          replace(start + 2, start + 2 + name.length, tree.name(around)),
        ),
      );
    }
    fixes.push(fixOf(`Remove “${text.slice(start, end)}”`, removeLines(text, start, end)));
    return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
