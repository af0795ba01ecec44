import { fixOf, insert } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlEndTagEnd = loaderCheck({
  code: 'xml-end-tag-end',
  level: 'error',
  title: 'End tag without its >',
  fact: () => 'This end tag has no > at its end',
  instead: () => 'Write > behind the name.',
  fixes: facts => [
    fixOf('Add the missing >', insert(facts.number('at'), '>'), { preferred: true, safe: true }),
  ],
});
