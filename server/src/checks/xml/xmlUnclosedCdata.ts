import { fixOf, insert } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlUnclosedCdata = loaderCheck({
  code: 'xml-unclosed-cdata',
  level: 'error',
  title: 'CDATA section without an end',
  fact: () => 'This CDATA section has no ]]> at its end',
  instead: () => 'Write ]]> where the text ends.',
  fixes: (facts, { parsed: { text } }) => {
    const at = facts.number('at');
    const missing = [']]>', ']>', '>'].find(
      (_, index) => text.slice(at - index, at) === ']'.repeat(index) && text[at - index - 1] !== ']',
    );
    return [fixOf('Add the missing ]]>', insert(at, missing ?? ']]>'), { preferred: true })];
  },
});
