import { fixOf, preferFirst, replace } from '../fix.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

import { ONMATCH_VALUES } from '../../loader/structure.ts';

export const badOnmatch = repairCheck({
  code: 'bad-onmatch',
  level: 'error',
  title: 'onmatch that is neither include nor exclude',
  fact: facts =>
    `${facts.text('attribute')} is “${facts.text('value')}”, and only include and exclude are allowed, in lower case`,
  suggest: facts => nearest(facts.text('value'), ONMATCH_VALUES),
  written: facts => facts.text('value'),
  fixes: facts => {
    if (nearest(facts.text('value'), ONMATCH_VALUES).length > 0) return [];
    const start = facts.number('start');
    const end = facts.number('end');
    return preferFirst(
      ONMATCH_VALUES.map(value => fixOf(`Change to “${value}”`, replace(start, end, value))),
    );
  },
});
