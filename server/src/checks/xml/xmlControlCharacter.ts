import { fixOf, remove } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlControlCharacter = loaderCheck({
  code: 'xml-control-character',
  level: 'error',
  title: 'Control character',
  fact: facts => {
    const code = facts.number('code').toString(16).toUpperCase().padStart(4, '0');
    return `The character U+${code} may not stand in XML`;
  },
  instead: () => 'Remove it: it is invisible in most editors.',
  fixes: ({ problem: { start, end } }) => [
    fixOf('Remove the character', remove(start, end), { preferred: true, safe: true }),
  ],
});
