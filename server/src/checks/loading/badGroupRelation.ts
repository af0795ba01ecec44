import { loaderCheck, nearest } from '../check.ts';

import { GROUP_RELATIONS } from '../../loader/structure.ts';

export const badGroupRelation = loaderCheck({
  code: 'bad-group-relation',
  level: 'error',
  title: 'groupRelation that is neither and nor or',
  fact: facts =>
    `groupRelation of a RuleGroup is “${facts.text('value')}”, and only and and or are allowed, in lower case`,
  suggest: facts => nearest(facts.text('value'), GROUP_RELATIONS),
});
