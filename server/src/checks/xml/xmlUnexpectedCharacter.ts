import { loaderCheck } from '../check.ts';

export const xmlUnexpectedCharacter = loaderCheck({
  code: 'xml-unexpected-character',
  level: 'error',
  title: 'Character that a start tag may not hold',
  fact: facts => `“${facts.text('text')}” may not stand in a start tag`,
  instead: () => 'A start tag holds attributes, written name="value", and nothing else.',
});
