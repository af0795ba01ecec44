import { andList, loaderCheck, nearest } from '../check.ts';

import { eventsWithField } from '../eventsWithField.ts';

export const fieldNotInEvent = loaderCheck({
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
});
