import type { JudgedCondition } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { Mark } from '../marks.ts';
import { oddConditions } from './kinds.ts';
import { changed, dataOf } from './values.ts';

/** A list of parts of which one is enough, for the condition to hold or to fail. */
export function oneItemDecides({ meaning }: JudgedCondition): boolean {
  return meaning.list && !meaning.every && meaning.comparison === 'part';
}

export const trailingSemicolon = adviceCheck({
  code: 'trailing-semicolon',
  effect: 'always',
  level: 'warning',
  title: 'Semicolon at the end of a list, which matches everything',
  run(advice, report) {
    for (const condition of oddConditions(advice)) {
      if (!condition.has(Mark.semicolon) || !oneItemDecides(condition)) continue;
      const { value, end } = condition;
      if (!value.endsWith(';')) continue;
      const from = condition.verbatim ? end - 1 : condition.start;
      report(from, end, { ...dataOf(condition), negated: String(condition.meaning.negated) });
    }
  },
  message: facts => {
    const so =
      facts.text('negated') === 'true'
        ? 'this condition never holds'
        : 'this condition matches every event, whatever the other items are';
    return `Behind the last semicolon is an empty item, and every ${facts.text('field')} contains an empty text, so ${so}. Remove the semicolon.`;
  },
  fixes: (facts, context) => {
    const value = facts.text('value').replace(/;+$/, '');
    if (value === '') return [];
    return [{ ...changed(context, facts, 'Remove the semicolon', value), preferred: true }];
  },
});
