import { removalFixes } from './removal.ts';
import { rename } from './rename.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const unknownOption = repairCheck({
  code: 'unknown-option',
  level: 'error',
  title: 'Unknown option',
  fact: facts => `Sysmon has no option called “${facts.text('name')}”`,
  suggest: (facts, { parsed, knowledge }) =>
    nearest(
      facts.text('name'),
      ['EventFiltering', ...parsed.declared.schema.options.keys()],
      knowledge.aliases.options,
    ),
  instead: (facts, { knowledge }) => knowledge.aliases.notes[facts.text('name')] ?? '',
  put: rename,
  written: facts => facts.text('name'),
  hidesOthers: true,
  fixes: (facts, { parsed }) => removalFixes(parsed, facts, `Remove ${facts.text('name')}`),
});
