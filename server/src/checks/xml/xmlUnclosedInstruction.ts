import { fixOf, insert, removeLines } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlUnclosedInstruction = loaderCheck({
  code: 'xml-unclosed-instruction',
  level: 'error',
  title: 'Processing instruction without an end',
  fact: () => 'This processing instruction has no ?> at its end',
  instead: () => 'Write ?> where it ends, or remove it.',
  fixes: (facts, { parsed: { text } }) => {
    const { start, end } = facts.problem;
    const at = facts.number('at');
    const removal = fixOf('Remove it', removeLines(text, start, end));
    if (!/^<\?[A-Za-z_]/.test(text.slice(start, start + 3))) return [{ ...removal, preferred: true }];
    const closing = text[at - 1] === '>' ? insert(at - 1, '?') : insert(at, '?>');
    return [fixOf('Add the missing ?>', closing, { preferred: true }), removal];
  },
});
