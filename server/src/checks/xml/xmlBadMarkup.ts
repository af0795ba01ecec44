import { loaderCheck } from '../check.ts';

export const xmlBadMarkup = loaderCheck({
  code: 'xml-bad-markup',
  level: 'error',
  title: 'Markup that XML does not know',
  fact: () => 'This is no markup that XML knows',
  instead: () => 'A comment is written <!-- … -->; a < that is meant as text is written &lt;.',
});
