import { loaderCheck } from '../check.ts';

export const xmlAttributeValue = loaderCheck({
  code: 'xml-attribute-value',
  level: 'error',
  title: 'Attribute without a value',
  fact: facts => `The attribute ${facts.text('name')} has no value`,
  instead: facts => `Write ${facts.text('name')}="…".`,
});
