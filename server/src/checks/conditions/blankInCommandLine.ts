import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { isLayout } from './blankAroundValue.ts';
import { changed, quoteAll, reportItems, withItems } from './values.ts';

export const blankInCommandLine = conditionCheck({
  code: 'blank-in-command-line',
  effect: 'misleading',
  level: 'hint',
  title: 'Blank at an end of a part of a command line',
  concern: {
    kinds: ['commandLine'],
    meaning: ({ comparison, negated }) => comparison === 'part' && !negated,
    marks: Mark.outerBlank,
  },
  look(condition, advice, report) {
    if (!/^\s|\s$|;\s/.test(condition.value)) return;
    const { itemsAsWritten: items } = condition;
    reportItems(
      advice,
      condition,
      (item, index) => {
        // Line breaks are never meant, and told elsewhere; blanks at both ends stand for a whole word.
        if (/[\r\n]/.test(item) || item.trim() === '') return false;
        const leading = item.startsWith(' ');
        const trailing = item.endsWith(' ');
        if (leading === trailing) return false;
        return condition.meaning.list ? leading && isLayout(items, index, item, true) : true;
      },
      report,
    );
  },
  message: facts =>
    `Sysmon does not trim values, so the blank at an end of ${quoteAll(facts.list('wrong'))} must stand in the command line too. Leave it where it keeps words apart, otherwise remove it.`,
  fixes: (facts, context) => [
    {
      ...changed(
        context,
        facts,
        'Remove the blank',
        withItems(facts, item => item.trim()),
      ),
    },
  ],
});
