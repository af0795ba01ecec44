import { valueRange } from '../advice.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { changed, dataOf } from './values.ts';
import { Mark } from '../marks.ts';
import { alwaysHoldsEmpty } from './meanings.ts';

export const emptyValueAlwaysMatches = conditionCheck({
  code: 'empty-value-always-matches',
  effect: 'always',
  level: 'warning',
  title: 'Empty value that matches everything',
  concern: { meaning: alwaysHoldsEmpty, marks: Mark.empty },
  look: (condition, advice, report) => report(...valueRange(advice.parsed, condition), dataOf(condition)),
  message: facts => {
    const [field, condition] = [facts.text('field'), facts.text('condition')];
    if (condition === 'is not') {
      return `An empty ${field} reads “-” in an event, so it is never equal to an empty value and this condition always holds. Compare with “-” instead.`;
    }
    return `“${condition}” has no value here, and every text contains, begins with and ends with an empty one, so this condition always holds. Give it a value, or delete it.`;
  },
  fixes: (facts, context) =>
    facts.text('condition') === 'is not'
      ? [{ ...changed(context, facts, 'Compare with “-”', '-'), preferred: true }]
      : [],
});
