import { loaderCheck } from '../check.ts';

export const xmlAttributeQuotes = loaderCheck({
  code: 'xml-attribute-quotes',
  level: 'error',
  title: 'Attribute value without quotes',
  fact: facts => `The value of ${facts.text('name')} does not stand in quotes`,
  instead: facts => `Write ${facts.text('name')}="…".`,
});
