import { adviceCheck, type CheckContext, type Facts } from '../check.ts';
import { removeElement, type Fix } from '../fix.ts';
import { aboutNames, otherPlace, reportRedundant } from './redundancy.ts';
import { quote } from './values.ts';

/** Deleting the needless condition. */
export function deletion(facts: Facts, { parsed }: CheckContext): readonly Fix[] {
  const node = facts.number('node');
  if (Number.isNaN(node)) return [];
  return [
    {
      title: 'Delete the needless condition',
      edits: [removeElement(parsed.tree, node)],
      preferred: true,
      safe: facts.text('safe') === 'true',
    },
  ];
}

export const duplicateCondition = adviceCheck({
  code: 'duplicate-condition',
  effect: 'redundant',
  level: 'hint',
  title: 'Condition that stands twice',
  run: (advice, report) => reportRedundant(advice, 'duplicate-condition', report),
  message: (facts, context) =>
    `The same condition, ${facts.text('field')} ${facts.text('condition')} ${quote(facts.text('value'))}, stands ${otherPlace(facts, context)} so this one adds nothing.${aboutNames(facts)} Delete one of them.`,
  fixes: deletion,
});
