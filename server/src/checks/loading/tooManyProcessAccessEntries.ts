import { loaderCheck } from '../check.ts';

export const tooManyProcessAccessEntries = loaderCheck({
  code: 'too-many-process-access-entries',
  level: 'error',
  title: 'Too many ProcessAccessConfig entries',
  fact: facts => `This list has ${facts.text('count')} entries, and ${facts.text('most')} are the most`,
  instead: () => 'Leave some out.',
});
