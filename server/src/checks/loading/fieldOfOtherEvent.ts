import { removalFixes } from './removal.ts';
import { renameField } from './renameField.ts';
import { andList, nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

import { eventsWithField } from '../eventsWithField.ts';

export const fieldOfOtherEvent = repairCheck({
  code: 'field-of-other-event',
  level: 'error',
  title: 'Field of another event',
  fact: (facts, { parsed }) =>
    `${facts.text('event')} has no field ${facts.text('name')}; it belongs to ${andList(eventsWithField(parsed.declared.schema, facts.text('name')))}`,
  suggest: (facts, { parsed, knowledge }) =>
    nearest(
      facts.text('name'),
      parsed.declared.schema.tags.get(facts.text('event'))?.fieldList ?? [],
      knowledge.aliases.fields,
    ),
  put: renameField,
  fixes: (facts, { parsed }) => removalFixes(parsed, facts, `Remove this ${facts.text('name')} condition`),
});
