import { fixOf, preferFirst, replace } from '../fix.ts';
import { nearest, type Facts } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';
import { GROUP_RELATIONS } from '../../loader/structure.ts';

export const badGroupRelation = repairCheck({
  code: 'bad-group-relation',
  level: 'error',
  title: 'groupRelation that is neither and nor or',
  fact: facts =>
    `groupRelation of a RuleGroup is “${facts.text('value')}”, and only and and or are allowed, in lower case`,
  suggest: suggestions,
  written: facts => facts.text('value'),
  fixes: facts => {
    if (suggestions(facts).length > 0) return [];
    const start = facts.number('start');
    const end = facts.number('end');
    return preferFirst(['or', 'and'].map(value => fixOf(`Change to “${value}”`, replace(start, end, value))));
  },
});

/** “any” is one letter from “and” and means the other one. */
function suggestions(facts: Facts): readonly string[] {
  const value = facts.text('value');
  return value.trim().toLowerCase() === 'any' ? ['or'] : nearest(value, GROUP_RELATIONS);
}
