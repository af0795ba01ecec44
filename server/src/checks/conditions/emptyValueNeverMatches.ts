import { valueRange } from '../advice.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { changed, dataOf } from './values.ts';
import { Mark } from '../marks.ts';
import { neverHoldsEmpty } from './meanings.ts';

export const emptyValueNeverMatches = conditionCheck({
  code: 'empty-value-never-matches',
  effect: 'never',
  level: 'warning',
  title: 'Empty value that matches nothing',
  concern: { meaning: neverHoldsEmpty, marks: Mark.empty },
  look: (condition, advice, report) => report(...valueRange(advice.parsed, condition), dataOf(condition)),
  message: facts => {
    const [field, condition] = [facts.text('field'), facts.text('condition')];
    if (isEquality(condition)) {
      return `An empty ${field} reads “-” in an event, so nothing equals the empty value and this condition never matches. Compare with “-”, or give it a value.`;
    }
    return `The value is empty, and nothing is in every ${field}, so “${condition}” never holds. Give it a value, or delete it.`;
  },
  fixes: (facts, context) =>
    isEquality(facts.text('condition'))
      ? [{ ...changed(context, facts, 'Compare with “-”', '-', 'is'), preferred: true }]
      : [],
});

function isEquality(condition: string): boolean {
  return condition === 'is' || condition === 'is any' || condition === 'image';
}
