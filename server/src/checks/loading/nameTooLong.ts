import { shorterNameFixes } from './shorterName.ts';
import { repairCheck } from '../repairCheck.ts';

export const nameTooLong = repairCheck({
  code: 'name-too-long',
  level: 'error',
  title: 'Rule name that is too long',
  fact: facts =>
    `This rule name has ${facts.text('bytes')} bytes in UTF-8, and ${facts.text('most')} is the most`,
  instead: () => 'Shorten it.',
  fixes: (facts, { parsed }) => shorterNameFixes(parsed, facts),
});
