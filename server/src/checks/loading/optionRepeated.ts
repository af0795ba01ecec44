import { fixOf, removeLines } from '../fix.ts';
import { repairCheck } from '../repairCheck.ts';

export const optionRepeated = repairCheck({
  code: 'option-repeated',
  level: 'warning',
  title: 'Option that stands twice',
  fact: facts => `${facts.text('name')} stands again further down`,
  so: facts => `this one has no effect and “${facts.text('value')}” counts`,
  instead: () => 'Remove one of them.',
  fixes: (facts, { parsed: { text } }) => [
    fixOf(
      `Remove this ${facts.text('name')}, which has no effect`,
      removeLines(text, facts.problem.start, facts.problem.end),
      { preferred: true, safe: true },
    ),
  ],
});
