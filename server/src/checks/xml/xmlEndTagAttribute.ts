import { fixOf, remove } from '../fix.ts';
import { loaderCheck } from '../check.ts';
import { elementAt } from '../places.ts';
import { NONE } from '../../syntax/index.ts';

export const xmlEndTagAttribute = loaderCheck({
  code: 'xml-end-tag-attribute',
  level: 'error',
  title: 'Something behind the name in an end tag',
  fact: () => 'Nothing but blanks may stand behind the name in an end tag',
  instead: () => 'Attributes belong in the start tag.',
  fixes: (facts, { parsed: { tree, text } }) => {
    const from = facts.number('from');
    const { end } = facts.problem;
    // An end tag that closes nothing may have been meant as a start tag.
    const closes = !tree.errors.some(
      error => ENDS.includes(error.code) && error.start < end && from <= error.end,
    );
    // Only what the start tag says too is surely of no use here.
    const node = elementAt(tree, facts.problem.start);
    const written = text.slice(from, end).trim();
    const repeatsStartTag =
      node !== NONE && text.slice(tree.nameEnd(node), tree.startTagEnd(node)).includes(written);
    return [
      fixOf(`Remove “${written}”`, remove(from, end), {
        preferred: true,
        safe: closes && repeatsStartTag,
      }),
    ];
  },
});

const ENDS: readonly string[] = ['xml-surplus-end-tag', 'xml-mismatched-end-tag'];
