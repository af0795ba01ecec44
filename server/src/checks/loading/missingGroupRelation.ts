import { loaderCheck } from '../check.ts';

export const missingGroupRelation = loaderCheck({
  code: 'missing-group-relation',
  level: 'error',
  title: 'RuleGroup without groupRelation',
  fact: () => '<RuleGroup> needs the attribute groupRelation',
  instead: () =>
    'Write groupRelation="or" if one condition is enough, or groupRelation="and" if the conditions must hold together.',
});
