import { loaderCheck } from '../check.ts';

export const onmatchAndDefault = loaderCheck({
  code: 'onmatch-and-default',
  level: 'error',
  title: 'onmatch and default together',
  fact: facts => `This ${facts.text('event')} block has both onmatch and default`,
  so: () => 'Sysmon drops it without a word',
  instead: () => 'Keep onmatch; default says the same the other way round.',
});
