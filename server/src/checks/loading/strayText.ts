import { strayTextFixes } from '../strayTextFixes.ts';
import { repairCheck } from '../repairCheck.ts';

export const strayText = repairCheck({
  code: 'stray-text',
  level: 'error',
  title: 'Text between elements',
  fact: facts =>
    `The text “${facts.text('text')}” stands directly in <${facts.text('parent')}>, where only elements may stand`,
  instead: () => 'Remove it, or make it a comment: <!-- … -->.',
  // A tag that is completed is looked into.
  hidesOthers: facts => facts.text('text').includes('>'),
  fixes: ({ problem }, { parsed }) => strayTextFixes(parsed, problem.start, problem.end),
});
