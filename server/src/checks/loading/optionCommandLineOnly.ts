import { loaderCheck } from '../check.ts';

export const optionCommandLineOnly = loaderCheck({
  code: 'option-command-line-only',
  level: 'error',
  title: 'Option of the command line',
  fact: facts => `${facts.text('name')} is an option of the command line and no element of a configuration`,
  instead: (facts, { parsed, knowledge }) =>
    knowledge.aliases.notes[facts.text('name')] ??
    (parsed.schemas.known.isTag(facts.text('name'))
      ? `For the event of that name, put a <${facts.text('name')} onmatch="…"> block inside <EventFiltering>.`
      : 'Remove it, and give it to Sysmon when you start it.'),
});
