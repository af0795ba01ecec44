import { removalFixes } from './removal.ts';
import { rename } from './rename.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const unknownEvent = repairCheck({
  code: 'unknown-event',
  level: 'error',
  title: 'Unknown event',
  fact: (facts, { parsed }) =>
    `“${facts.text('name')}” is not an event of schema ${parsed.declared.schema.version}`,
  suggest: (facts, { parsed, knowledge }) =>
    nearest(facts.text('name'), parsed.declared.schema.tags.keys(), knowledge.aliases.events),
  put: rename,
  written: facts => facts.text('name'),
  hidesOthers: true,
  fixes: (facts, { parsed }) => removalFixes(parsed, facts, `Remove this ${facts.text('name')} block`),
});
