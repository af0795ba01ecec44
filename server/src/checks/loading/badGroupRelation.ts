import { fixOf, preferFirst, replace } from '../fix.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

import { GROUP_RELATIONS } from '../../loader/structure.ts';

export const badGroupRelation = repairCheck({
  code: 'bad-group-relation',
  level: 'error',
  title: 'groupRelation that is neither and nor or',
  fact: facts =>
    `groupRelation of a RuleGroup is “${facts.text('value')}”, and only and and or are allowed, in lower case`,
  suggest: facts => nearest(facts.text('value'), GROUP_RELATIONS),
  written: facts => facts.text('value'),
  fixes: facts => {
    if (nearest(facts.text('value'), GROUP_RELATIONS).length > 0) return [];
    const start = facts.number('start');
    const end = facts.number('end');
    return preferFirst(['or', 'and'].map(value => fixOf(`Change to “${value}”`, replace(start, end, value))));
  },
});
