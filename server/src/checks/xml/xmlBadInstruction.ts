import { loaderCheck } from '../check.ts';

export const xmlBadInstruction = loaderCheck({
  code: 'xml-bad-instruction',
  level: 'error',
  title: 'Processing instruction without a name',
  fact: () => 'A processing instruction needs a name right behind <?',
  instead: () => 'Remove it, or make it a comment: <!-- … -->.',
});
