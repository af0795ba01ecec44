import { shorterNameFixes } from './shorterName.ts';
import { repairCheck } from '../repairCheck.ts';

export const nameDropped = repairCheck({
  code: 'name-dropped',
  level: 'error',
  title: 'Rule name that is too long, on Linux',
  fact: facts =>
    `This rule name has ${facts.text('bytes')} bytes in UTF-8, and ${facts.text('most')} is the most`,
  so: () => 'Sysmon for Linux loads the file without the conditions that have it',
  instead: () => 'Shorten it.',
  fixes: (facts, { parsed }) => shorterNameFixes(parsed, facts),
  hidesOthers: true,
});
