import { adviceCheck } from '../check.ts';
import { deletion } from './duplicateCondition.ts';
import { aboutNames, reportRedundant } from './redundancy.ts';
import { lineAt, quote } from './values.ts';

export const coveredByBroader = adviceCheck({
  code: 'covered-by-broader',
  effect: 'redundant',
  level: 'hint',
  title: 'Condition that a broader one beside it covers',
  run: (advice, report) => reportRedundant(advice, 'covered-by-broader', report),
  message: (facts, context) =>
    `Whatever this matches, ${facts.text('field')} ${facts.text('byCondition')} ${quote(facts.text('byValue'))} in line ${lineAt(context, facts.number('by'))} matches as well, and one of them is enough here, so this condition adds nothing.${aboutNames(facts)} Delete it, or narrow the other one.`,
  fixes: deletion,
});
