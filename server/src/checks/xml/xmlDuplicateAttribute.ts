import { loaderCheck } from '../check.ts';

export const xmlDuplicateAttribute = loaderCheck({
  code: 'xml-duplicate-attribute',
  level: 'error',
  title: 'The same attribute twice',
  fact: facts => `The attribute ${facts.text('name')} stands twice in this tag`,
  instead: () => 'Keep one of them.',
});
