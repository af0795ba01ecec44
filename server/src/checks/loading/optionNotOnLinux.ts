import { loaderCheck } from '../check.ts';

export const optionNotOnLinux = loaderCheck({
  code: 'option-not-on-linux',
  level: 'warning',
  title: 'Option that Linux does not have',
  fact: facts => `Sysmon for Linux does not implement ${facts.text('name')}`,
  so: () => 'it says “Option not implemented on Linux.” and goes on without it',
  instead: () => 'Remove it from a configuration for Linux.',
});
