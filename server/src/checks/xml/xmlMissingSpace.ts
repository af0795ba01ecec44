import { fixOf, insert } from '../fix.ts';
import { isOnlyKindInTag } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlMissingSpace = loaderCheck({
  code: 'xml-missing-space',
  level: 'error',
  title: 'No blank between two attributes',
  fact: () => 'A blank is missing before this attribute',
  instead: () => 'Write a blank before it.',
  fixes: (facts, { parsed: { tree } }) => [
    fixOf('Add the missing blank', insert(facts.number('at'), ' '), {
      preferred: true,
      safe: isOnlyKindInTag(tree, facts.problem.start, 'xml-missing-space'),
    }),
  ],
});
