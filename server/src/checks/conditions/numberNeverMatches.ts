import { conditionCheck } from '../conditionCheck.ts';
import { changed, consequence, isDeclared, quote, quoteAll, reportItems, withItems } from './values.ts';

/** A number as events have it; a field without a value reads `-`. */
const AS_LOGGED = /^(?:0|[1-9]\d*|-)$/;
/** Lists, patterns, quotes, variables and blanks at the ends are the matter of other checks. */
const OTHERS = /[;*?"'%]|^\s|\s$/;
const PADDED = /^0+\d+$/;
const HEXADECIMAL = /^0x[\da-f]{1,8}$/i;
const LIST = /^\d+(?:\s*[,|\s]\s*\d+)+$/;

export const numberNeverMatches = conditionCheck({
  code: 'number-never-matches',
  effect: 'never',
  level: 'warning',
  title: 'Number in a form that never occurs',
  concern: {
    kinds: ['number'],
    meaning: ({ comparison, negated }) => comparison === 'equal' && !negated,
  },
  look: (condition, advice, report) =>
    reportItems(
      advice,
      condition,
      item => item !== '' && !OTHERS.test(item) && !AS_LOGGED.test(item),
      report,
    ),
  message: facts =>
    `${facts.text('field')} is a decimal number in every event, such as “443”, and is compared as text, so ${consequence(facts)}: ${quoteAll(facts.list('wrong'))} is never written there. Write the number in digits, and several of them with “is any” and semicolons.`,
  fixes: (facts, context) => {
    const wrong = facts.list('wrong');
    if (wrong.every(item => asLogged(item) !== null)) {
      const title =
        wrong.length === 1 ? `Change to ${quote(asLogged(wrong[0]!)!)}` : 'Write the numbers in decimal';
      const value = withItems(facts, item => asLogged(item) ?? item);
      return [{ ...changed(context, facts, title, value), preferred: true }];
    }
    if (!wrong.every(item => LIST.test(item)) || !isDeclared(context, 'is any')) return [];
    const value = withItems(facts, item => item.match(/\d+/g)!.join(';'));
    return [{ ...changed(context, facts, 'Use “is any” with a list', value, 'is any'), preferred: true }];
  },
});

/** The number in the form of events; null where it is none. */
function asLogged(item: string): string | null {
  return PADDED.test(item) || HEXADECIMAL.test(item) ? String(Number(item)) : null;
}
