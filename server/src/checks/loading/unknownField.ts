import { removalFixes } from './removal.ts';
import { renameField } from './renameField.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const unknownField = repairCheck({
  code: 'unknown-field',
  level: 'error',
  title: 'Unknown field',
  fact: facts => `“${facts.text('name')}” is not a field of ${facts.text('event')}, nor of any other event`,
  suggest: (facts, { parsed, knowledge }) =>
    nearest(
      facts.text('name'),
      parsed.declared.schema.tags.get(facts.text('event'))?.fieldList ?? parsed.declared.schema.fields,
      knowledge.aliases.fields,
    ),
  put: renameField,
  written: facts => facts.text('name'),
  fixes: (facts, { parsed }) => removalFixes(parsed, facts, `Remove this ${facts.text('name')} condition`),
});
