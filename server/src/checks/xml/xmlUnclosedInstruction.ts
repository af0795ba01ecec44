import { loaderCheck } from '../check.ts';

export const xmlUnclosedInstruction = loaderCheck({
  code: 'xml-unclosed-instruction',
  level: 'error',
  title: 'Processing instruction without an end',
  fact: () => 'This processing instruction has no ?> at its end',
  instead: () => 'Write ?> where it ends, or remove it.',
});
