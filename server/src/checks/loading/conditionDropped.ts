import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const conditionDropped = repairCheck({
  code: 'condition-dropped',
  level: 'error',
  title: 'Unknown condition, on Linux',
  fact: facts => `“${facts.text('value')}” is not a condition`,
  so: () => 'Sysmon for Linux loads the file without this line',
  suggest: (facts, { parsed, knowledge }) =>
    nearest(facts.text('value'), parsed.schemas.newest.conditions, knowledge.aliases.conditions),
  written: facts => facts.text('value'),
});
