import { adviceCheck } from '../check.ts';
import { Mark } from '../marks.ts';
import { oddPlainConditions, holdsWhat } from './kinds.ts';
import { changed, consequence, quoteAll, reportItems, withItems } from './values.ts';

const QUOTED = /^\s*"[^"]+"\s*$|^\s*'[^']+'\s*$/;

export const quotedValue = adviceCheck({
  code: 'quoted-value',
  effect: 'never',
  level: 'warning',
  title: 'Value in quotes that the field does not have',
  run(advice, report) {
    for (const condition of oddPlainConditions(advice)) {
      const { meaning } = condition;
      if (meaning.negated || !condition.has(Mark.quote)) continue;
      reportItems(
        advice,
        condition,
        // A file may have single quotes in its name.
        item => QUOTED.test(item) && (item.includes('"') || meaning.comparison === 'equal'),
        report,
      );
    }
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
