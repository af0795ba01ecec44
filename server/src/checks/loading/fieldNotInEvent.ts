import { removalFixes } from './removal.ts';
import { rename } from './rename.ts';
import { andList, nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

import { eventsWithField } from '../eventsWithField.ts';

export const fieldNotInEvent = repairCheck({
  code: 'field-not-in-event',
  level: 'error',
  title: 'Field of another event in a Rule',
  fact: (facts, { parsed }) =>
    `${facts.text('event')} has no field ${facts.text('name')}; it belongs to ${andList(eventsWithField(parsed.schemas.newest, facts.text('name')))}`,
  so: facts =>
    `Sysmon says “Incorrect field”, drops this block and every later ${facts.text('event')} block, and loads the rest`,
  suggest: (facts, { parsed, knowledge }) =>
    nearest(
      facts.text('name'),
      parsed.schemas.newest.tags.get(facts.text('event'))?.fieldList ?? [],
      knowledge.aliases.fields,
    ),
  hidesOthers: true,
  put: rename,
  fixes: (facts, { parsed }) => removalFixes(parsed, facts, `Remove this ${facts.text('name')} condition`),
});
