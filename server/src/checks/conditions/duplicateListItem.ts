import { NONE } from '../../syntax/index.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { SINGLE_FORMS } from './listOfOne.ts';
import { quoteAll, reportItems, rewrite } from './values.ts';
import { Mark } from '../marks.ts';

export const duplicateListItem = conditionCheck({
  code: 'duplicate-list-item',
  effect: 'redundant',
  level: 'hint',
  title: 'Item that stands twice in a list',
  concern: { meaning: ({ list }) => list, marks: Mark.twinItems },
  look(condition, advice, report) {
    // Behind an empty item the rest of the text counts as it stands.
    if (condition.has(Mark.emptyItem)) return;
    const { items } = condition;
    const seen = new Set<string>();
    reportItems(
      advice,
      condition,
      (_, index) => {
        const known = seen.has(items[index]!);
        seen.add(items[index]!);
        return known;
      },
      report,
    );
  },
  message: facts =>
    `${quoteAll(facts.list('wrong'))} ${facts.list('wrong').length > 1 ? 'stand' : 'stands'} in this list before (Sysmon compares without case), so it adds nothing here. Remove it.`,
  fixes: (facts, context) => {
    const gone = new Set(facts.list('indices').map(Number));
    const { tree } = context.parsed;
    const node = facts.number('node');
    const value = facts
      .text('value')
      .split(';')
      .filter((_, index) => !gone.has(index))
      .join(';');
    // A list of one would be the next thing to put right.
    const single = value.includes(';') ? undefined : SINGLE_FORMS[facts.text('condition')];
    return [
      {
        title: gone.size > 1 ? 'Remove the repeated items' : 'Remove the repeated item',
        edits: rewrite(context, facts, value, single),
        preferred: true,
        // A comment inside would be lost.
        safe: tree.firstChild(node) === NONE,
      },
    ];
  },
});
