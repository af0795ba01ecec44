import { valueRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { oddConditions } from './kinds.ts';
import { changed, dataOf } from './values.ts';

export const emptyValueAlwaysMatches = adviceCheck({
  code: 'empty-value-always-matches',
  effect: 'always',
  level: 'warning',
  title: 'Empty value that matches everything',
  run(advice, report) {
    for (const condition of oddConditions(advice)) {
      if (!condition.isEmpty) continue;
      const { comparison, negated } = condition.meaning;
      const compares = comparison === 'part' || comparison === 'beginning' || comparison === 'end';
      if (compares ? negated : !negated || comparison !== 'equal') continue;
      report(...valueRange(advice.parsed, condition), dataOf(condition));
    }
  },
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
