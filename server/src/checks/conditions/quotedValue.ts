import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { holdsWhat, PLAIN_KINDS } from './kinds.ts';
import { changed, consequence, quoteAll, reportItems, withItems } from './values.ts';

const QUOTED = /^\s*"[^"]+"\s*$|^\s*'[^']+'\s*$/;

export const quotedValue = conditionCheck({
  code: 'quoted-value',
  effect: 'never',
  level: 'warning',
  title: 'Value in quotes that the field does not have',
  concern: { kinds: PLAIN_KINDS, meaning: ({ negated }) => !negated, marks: Mark.quote },
  look(condition, advice, report) {
    const isEqual = condition.meaning.comparison === 'equal';
    // A file may have single quotes in its name.
    const isQuoted = (item: string): boolean => QUOTED.test(item) && (item.includes('"') || isEqual);
    reportItems(advice, condition, isQuoted, report);
  },
  message: (facts, { knowledge }) => {
    const field = facts.text('field');
    return `The quotes around ${quoteAll(facts.list('wrong'))} are part of the value, and ${field} holds ${holdsWhat(knowledge, field)} without quotes, so ${consequence(facts)}. Remove the quotes.`;
  },
  fixes: (facts, context) => [
    {
      ...changed(
        context,
        facts,
        'Remove the quotes',
        withItems(facts, item => item.trim().slice(1, -1).trim()),
      ),
      preferred: true,
    },
  ],
});
