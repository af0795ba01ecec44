import { rename } from './rename.ts';
import { repairCheck } from '../repairCheck.ts';

export const misspeltElement = repairCheck({
  code: 'misspelt-element',
  level: 'error',
  title: 'Misspelt element',
  fact: facts => `Sysmon does not know the element <${facts.text('name')}>`,
  suggest: facts => [facts.text('expected')],
  instead: () => 'Upper and lower case matter.',
  put: rename,
  written: facts => facts.text('name'),
});
