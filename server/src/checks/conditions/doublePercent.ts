import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import type { Fix } from '../fix.ts';
import { kindOf } from './kinds.ts';
import { changed, isDeclared, quote, reportItems, withItems } from './values.ts';

const VARIABLE = /%[A-Za-z_][A-Za-z0-9_()]*%/g;
const DOUBLED = /%%([A-Za-z_][A-Za-z0-9_()]*)%%/;

/** A variable with a percent sign left over on both sides; `%A%%B%%C%` are three variables. */
function isDoubled(text: string): boolean {
  return DOUBLED.test(text) && text.replace(VARIABLE, '\0').includes('%\0%');
}

export const doublePercent = conditionCheck({
  code: 'double-percent',
  effect: 'never',
  level: 'warning',
  title: 'Doubled percent signs around a variable',
  // On Linux no variable is ever expanded, so percent signs are nothing special.
  concern: { windows: true, meaning: ({ negated }) => !negated, marks: Mark.percent },
  look: (condition, advice, report) => reportItems(advice, condition, isDoubled, report),
  message: (facts, { knowledge }) => {
    const item = facts.list('wrong')[0] ?? '';
    const [written, name] = DOUBLED.exec(item) as unknown as [string, string];
    const variable = `%${name}%`;
    const instead =
      kindOf(knowledge, facts.text('field')) === 'commandLine'
        ? `Write ${variable} for the folder itself; where the command line really has the percent signs, use “contains” with the text beside them.`
        : `Write ${variable}.`;
    return `Sysmon replaces ${variable} by its value, doubling the percent signs does not keep it from that, and one of them is left on each side, so ${quote(written)} matches no ordinary value. ${instead}`;
  },
  fixes: (facts, context) => {
    const isCommandLine = kindOf(context.knowledge, facts.text('field')) === 'commandLine';
    const fixes: Fix[] = [
      {
        ...changed(
          context,
          facts,
          'Write single percent signs',
          withItems(facts, item => item.replace(new RegExp(DOUBLED, 'g'), '%$1%')),
        ),
        preferred: !isCommandLine,
      },
    ];
    const value = facts.text('value');
    const rest = value.replace(new RegExp(`^${DOUBLED.source}`), '');
    const isRest = rest !== value && rest.length > 2 && !/[%;]/.test(rest);
    if (isCommandLine && isRest && facts.text('list') !== 'true' && isDeclared(context, 'contains')) {
      fixes.push({
        ...changed(context, facts, 'Use “contains” without the variable', rest, 'contains'),
      });
    }
    return fixes;
  },
});
