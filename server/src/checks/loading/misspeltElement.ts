import { loaderCheck } from '../check.ts';

export const misspeltElement = loaderCheck({
  code: 'misspelt-element',
  level: 'error',
  title: 'Misspelt element',
  fact: facts => `Sysmon does not know the element <${facts.text('name')}>`,
  suggest: facts => [facts.text('expected')],
  instead: () => 'Upper and lower case matter.',
});
