import { NONE } from '../../syntax/index.ts';
import { fixOf, preferFirst, setAttribute } from '../fix.ts';
import { elementAt, isTagSound } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const missingGroupRelation = repairCheck({
  code: 'missing-group-relation',
  level: 'error',
  title: 'RuleGroup without groupRelation',
  fact: () => '<RuleGroup> needs the attribute groupRelation',
  instead: () =>
    'Write groupRelation="or" if one condition is enough, or groupRelation="and" if the conditions must hold together.',
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE || !isTagSound(tree, node)) return [];
    return preferFirst(
      ['or', 'and'].map(value =>
        fixOf(`Add groupRelation="${value}"`, setAttribute(tree, node, 'groupRelation', value)),
      ),
    );
  },
});
