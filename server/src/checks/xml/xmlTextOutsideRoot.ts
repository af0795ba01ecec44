import { strayTextFixes } from '../strayTextFixes.ts';
import { loaderCheck } from '../check.ts';

export const xmlTextOutsideRoot = loaderCheck({
  code: 'xml-text-outside-root',
  level: 'error',
  title: 'Text outside the root',
  fact: facts =>
    facts.number('before') === 1
      ? 'This text stands before the first element'
      : 'This text stands behind the end of <Sysmon>',
  instead: () => 'Remove it, or make it a comment: <!-- … -->.',
  fixes: (facts, { parsed }) => strayTextFixes(parsed, facts.problem.start, facts.problem.end),
});
