import { loaderCheck } from '../check.ts';

export const nameDropped = loaderCheck({
  code: 'name-dropped',
  level: 'error',
  title: 'Rule name that is too long, on Linux',
  fact: facts =>
    `This rule name has ${facts.text('bytes')} bytes in UTF-8, and ${facts.text('most')} is the most`,
  so: () => 'Sysmon for Linux loads the file without the conditions that have it',
  instead: () => 'Shorten it.',
});
