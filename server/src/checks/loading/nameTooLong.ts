import { loaderCheck } from '../check.ts';

export const nameTooLong = loaderCheck({
  code: 'name-too-long',
  level: 'error',
  title: 'Rule name that is too long',
  fact: facts =>
    `This rule name has ${facts.text('bytes')} bytes in UTF-8, and ${facts.text('most')} is the most`,
  instead: () => 'Shorten it.',
});
