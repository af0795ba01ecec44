import { loaderCheck, nearest } from '../check.ts';

export const unknownField = loaderCheck({
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
});
