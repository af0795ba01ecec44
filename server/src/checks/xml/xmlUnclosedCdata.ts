import { loaderCheck } from '../check.ts';

export const xmlUnclosedCdata = loaderCheck({
  code: 'xml-unclosed-cdata',
  level: 'error',
  title: 'CDATA section without an end',
  fact: () => 'This CDATA section has no ]]> at its end',
  instead: () => 'Write ]]> where the text ends.',
});
