import { NONE } from '../../syntax/index.ts';
import { adviceCheck } from '../check.ts';
import { setAttribute } from '../fix.ts';
import { joiningRules } from './loadedRules.ts';

export const ruleWithoutRelation = adviceCheck({
  code: 'rule-without-relation',
  effect: 'misleading',
  level: 'hint',
  title: 'Rule without groupRelation',
  run(advice, report) {
    const { tree } = advice.parsed;
    for (const { source } of joiningRules(advice)) {
      const { node, conditions } = source;
      if (tree.attribute(node, 'groupRelation') !== NONE) continue;
      report(tree.nameStart(node), tree.nameEnd(node), { at: tree.start(node), count: conditions.length });
    }
  },
  message: facts =>
    `This Rule does not say how its ${facts.number('count')} conditions join, and Sysmon takes that as OR: one of them is enough. Write groupRelation="or" if that is meant, or groupRelation="and" if all of them must hold.`,
  fixes(facts, { parsed: { tree } }) {
    const node = tree.nodeAt(facts.number('at'));
    return [
      {
        title: 'Add groupRelation="or", which it is now',
        edits: [setAttribute(tree, node, 'groupRelation', 'or')],
        preferred: true,
        safe: true,
      },
      {
        title: 'Add groupRelation="and", so that all must hold',
        edits: [setAttribute(tree, node, 'groupRelation', 'and')],
      },
    ];
  },
});
