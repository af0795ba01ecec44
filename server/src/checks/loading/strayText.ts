import { loaderCheck } from '../check.ts';

export const strayText = loaderCheck({
  code: 'stray-text',
  level: 'error',
  title: 'Text between elements',
  fact: facts =>
    `The text “${facts.text('text')}” stands directly in <${facts.text('parent')}>, where only elements may stand`,
  instead: () => 'Remove it, or make it a comment: <!-- … -->.',
});
