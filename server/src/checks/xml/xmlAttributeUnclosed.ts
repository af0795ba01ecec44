import { fixOf, insert } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlAttributeUnclosed = loaderCheck({
  code: 'xml-attribute-unclosed',
  level: 'error',
  title: 'Attribute value without its closing quote',
  fact: () => 'The closing quote of this attribute value is missing',
  instead: facts => `Write ${facts.text('quote')} where the value ends.`,
  fixes: facts => [
    fixOf(`Add the missing ${facts.text('quote')}`, insert(facts.number('at'), facts.text('quote')), {
      preferred: true,
    }),
  ],
});
