import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { changed, dataOf } from './values.ts';
import { oneItemDecides } from './meanings.ts';

export const trailingSemicolon = conditionCheck({
  code: 'trailing-semicolon',
  effect: 'always',
  level: 'warning',
  title: 'Semicolon at the end of a list, which matches everything',
  concern: { meaning: oneItemDecides, marks: Mark.emptyItem },
  look(condition, _, report) {
    const { value, end } = condition;
    if (!value.endsWith(';')) return;
    const from = condition.verbatim ? end - 1 : condition.start;
    report(from, end, { ...dataOf(condition), negated: String(condition.meaning.negated) });
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
