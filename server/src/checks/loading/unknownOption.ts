import { loaderCheck, nearest } from '../check.ts';

export const unknownOption = loaderCheck({
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
});
