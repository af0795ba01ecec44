import { loaderCheck } from '../check.ts';

export const emptyRule = loaderCheck({
  code: 'empty-rule',
  level: 'error',
  title: 'Rule with nothing in it',
  fact: () => 'This Rule holds nothing at all',
  so: () => 'Sysmon’s open-source loader crashes on the file and nothing is loaded',
  instead: () => 'Put a condition into it, or remove it.',
});
