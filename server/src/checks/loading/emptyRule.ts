import { fixOf, removeLines } from '../fix.ts';
import { repairCheck } from '../repairCheck.ts';

export const emptyRule = repairCheck({
  code: 'empty-rule',
  level: 'error',
  title: 'Rule with nothing in it',
  fact: () => 'This Rule holds nothing at all',
  so: () => 'Sysmon’s open-source loader crashes on the file and nothing is loaded',
  instead: () => 'Put a condition into it, or remove it.',
  fixes: ({ problem: { start, end } }, { parsed: { text } }) => [
    fixOf('Remove the empty Rule', removeLines(text, start, end), { preferred: true }),
  ],
});
