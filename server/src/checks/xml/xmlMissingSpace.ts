import { loaderCheck } from '../check.ts';

export const xmlMissingSpace = loaderCheck({
  code: 'xml-missing-space',
  level: 'error',
  title: 'No blank between two attributes',
  fact: () => 'A blank is missing before this attribute',
  instead: () => 'Write a blank before it.',
});
