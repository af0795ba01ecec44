import { loaderCheck } from '../check.ts';

export const xmlStartTagEnd = loaderCheck({
  code: 'xml-start-tag-end',
  level: 'error',
  title: 'Start tag without its >',
  fact: () => 'This start tag has no > at its end',
  instead: () => 'Write > behind the last attribute.',
});
