import { NONE } from '../../syntax/index.ts';
import { adviceCheck } from '../check.ts';
import { setAttribute } from '../fix.ts';
import { joiningRules } from './loadedRules.ts';

const RELATIONS: readonly string[] = ['and', 'or'];
/** One of the two in quotes, as nearly all are written. */
const KNOWN = /(?:and|or)["']/iy;

export const ruleRelationUnknown = adviceCheck({
  code: 'rule-relation-unknown',
  effect: 'misleading',
  level: 'warning',
  title: 'Rule with another groupRelation',
  run(advice, report) {
    const { tree } = advice.parsed;
    for (const { source } of joiningRules(advice)) {
      const attribute = tree.attribute(source.node, 'groupRelation');
      if (attribute === NONE) continue;
      KNOWN.lastIndex = tree.valueStart(attribute);
      if (KNOWN.test(tree.text) && KNOWN.lastIndex === tree.attributeEnd(attribute)) continue;
      const value = tree.attributeValue(attribute);
      // Blanks around `and` change nothing, since all that is not `or` is AND.
      if (RELATIONS.includes(value.toLowerCase()) || value.trim().toLowerCase() === 'and') continue;
      report(tree.attributeNameStart(attribute), tree.attributeEnd(attribute), {
        value,
        at: tree.start(source.node),
      });
    }
  },
  message: facts =>
    `In a Rule Sysmon knows groupRelation “or” and takes everything else as AND, so with “${facts.text('value')}” all conditions must hold. Write “and” if that is meant, or exactly “or”.`,
  fixes(facts, { parsed: { tree } }) {
    const node = tree.nodeAt(facts.number('at'));
    // Someone who wrote ` or ` meant it, and Sysmon did something else.
    const meantOr = /^\W*o/i.test(facts.text('value'));
    return [
      {
        title: 'Change to “or”, so that one is enough',
        edits: [setAttribute(tree, node, 'groupRelation', 'or')],
        preferred: meantOr,
      },
      {
        title: 'Change to “and”, which it is now',
        edits: [setAttribute(tree, node, 'groupRelation', 'and')],
        preferred: !meantOr,
        safe: !meantOr,
      },
    ].sort((a, b) => Number(b.preferred) - Number(a.preferred));
  },
});
