import { fixOf, replace } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlCdataEnd = loaderCheck({
  code: 'xml-cdata-end',
  level: 'error',
  title: ']]> in text',
  fact: () => 'The characters ]]> may not stand in text',
  instead: () => 'Write ]]&gt; instead.',
  fixes: ({ problem: { end } }) => [
    fixOf('Write &gt; for the >', replace(end - 1, end, '&gt;'), { preferred: true, safe: true }),
  ],
});
