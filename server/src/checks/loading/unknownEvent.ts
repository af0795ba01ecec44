import { loaderCheck, nearest } from '../check.ts';

export const unknownEvent = loaderCheck({
  code: 'unknown-event',
  level: 'error',
  title: 'Unknown event',
  fact: (facts, { parsed }) =>
    `“${facts.text('name')}” is not an event of schema ${parsed.declared.schema.version}`,
  suggest: (facts, { parsed, knowledge }) =>
    nearest(facts.text('name'), parsed.declared.schema.tags.keys(), knowledge.aliases.events),
});
