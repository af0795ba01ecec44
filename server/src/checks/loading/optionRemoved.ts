import { preferFirst } from '../fix.ts';
import { removalFixes } from './removal.ts';
import { repairCheck } from '../repairCheck.ts';

export const optionRemoved = repairCheck({
  code: 'option-removed',
  level: 'error',
  title: 'Option that newer schemas lost',
  fact: (facts, { parsed }) =>
    `The option ${facts.text('name')} exists up to schema ${facts.text('last')} only, and the file is checked against ${parsed.declared.schema.version}`,
  instead: () => 'Remove it.',
  hidesOthers: true,
  fixes: (facts, { parsed }) => preferFirst(removalFixes(parsed, facts, `Remove ${facts.text('name')}`)),
});
