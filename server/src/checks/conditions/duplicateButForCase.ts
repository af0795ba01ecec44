import { adviceCheck } from '../check.ts';
import { deletion } from './duplicateCondition.ts';
import { aboutNames, otherPlace, reportRedundant } from './redundancy.ts';
import { quote } from './values.ts';

export const duplicateButForCase = adviceCheck({
  code: 'duplicate-but-for-case',
  effect: 'redundant',
  level: 'hint',
  title: 'Condition that stands twice, in other case',
  run: (advice, report) => reportRedundant(advice, 'duplicate-but-for-case', report),
  message: (facts, context) =>
    `Sysmon compares without case, and ${quote(facts.text('byValue'))} stands ${otherPlace(facts, context)} so this condition adds nothing.${aboutNames(facts)} Delete one of them.`,
  fixes: deletion,
});
