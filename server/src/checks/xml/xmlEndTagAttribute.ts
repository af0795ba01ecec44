import { loaderCheck } from '../check.ts';

export const xmlEndTagAttribute = loaderCheck({
  code: 'xml-end-tag-attribute',
  level: 'error',
  title: 'Something behind the name in an end tag',
  fact: () => 'Nothing but blanks may stand behind the name in an end tag',
  instead: () => 'Attributes belong in the start tag.',
});
