import { conditionRange, type JudgedCondition } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { lineEndOf, removeElement, replace, setAttribute, type Fix } from '../fix.ts';
import { mayHoldTogether } from './atoms.ts';
import { scopesOf, sharedFields } from './scopes.ts';
import { gapBefore, lineAt, quote } from './values.ts';

export const alwaysTrueNegations = adviceCheck({
  code: 'always-true-negations',
  effect: 'always',
  level: 'warning',
  title: 'Negations on one field that are joined by OR',
  run(advice, report) {
    const { tree } = advice.parsed;
    for (const scope of scopesOf(advice)) {
      if (scope.relation !== 'or') continue;
      const allNegations = scope.conditions.filter(({ meaning }) => meaning.negated);
      for (const negations of sharedFields(allNegations)) {
        const pair = excludingPair(negations);
        // Where it is said that one is enough, what nearly always holds may be meant.
        const saysAnd = scope.block.relation === 'and' && scope.rule === null;
        const [first, second] = pair ?? [negations[0]!, negations[1]!];
        if (!pair && (!saysAnd || first.folded === second.folded)) continue;
        report(...conditionRange(advice.parsed, second), {
          field: second.loaded.field,
          first: `${first.loaded.condition} ${quote(first.value)}`,
          second: `${second.loaded.condition} ${quote(second.value)}`,
          firstStart: tree.start(first.loaded.source.node),
          always: String(pair !== null),
          saysAnd: String(saysAnd),
          nodes: negations
            .filter(({ loaded }) => loaded.rule === scope.rule)
            .map(({ loaded }) => String(loaded.source.node)),
          ...(scope.rule && negations.length === scope.conditions.length && { rule: scope.rule.source.node }),
          // A Rule cannot stand in a Rule.
          inRule: String(negations.some(({ loaded }) => loaded.rule !== null)),
        });
      }
    }
  },
  message: (facts, context) => {
    const field = facts.text('field');
    const joined =
      facts.text('saysAnd') === 'true'
        ? `Conditions on the same field are joined by OR, even where groupRelation is “and”`
        : `One of these conditions is enough`;
    const so =
      facts.text('always') === 'true'
        ? `every event satisfies ${field} ${facts.text('first')} (line ${lineAt(context, facts.number('firstStart'))}) or ${facts.text('second')}`
        : `an event fails only where ${field} fails both, ${facts.text('first')} (line ${lineAt(context, facts.number('firstStart'))}) and ${facts.text('second')}`;
    return `${joined}, so ${so}. Put them into one <Rule groupRelation="and">, where all must hold.`;
  },
  fixes: (facts, { parsed }): readonly Fix[] => {
    const { tree, text } = parsed;
    const rule = facts.number('rule');
    if (!Number.isNaN(rule)) {
      return [
        {
          title: 'Join the Rule by AND',
          edits: [setAttribute(tree, rule, 'groupRelation', 'and')],
          preferred: true,
        },
      ];
    }
    const [first, ...others] = facts.list('nodes').map(Number);
    if (facts.text('inRule') === 'true' || first === undefined || others.length === 0) return [];
    const gap = gapBefore(text, tree.start(first));
    const inside = gap === '' ? '' : `${gap}${gap.endsWith('\t') ? '\t' : '  '}`;
    const texts = [first, ...others].map(node => text.slice(tree.start(node), tree.end(node)));
    const lines = texts.map(each => each.split(/\r?\n/).join(lineEndOf(text)));
    const wrapped = `<Rule groupRelation="and">${lines.map(line => inside + line).join('')}${gap}</Rule>`;
    return [
      {
        title: 'Put them into one Rule that is an AND',
        edits: [
          replace(tree.start(first), tree.end(first), wrapped),
          ...others.map(node => removeElement(tree, node)),
        ],
        preferred: true,
      },
    ];
  },
});

/** So many negations on one field are looked at in pairs. */
const MOST = 40;

/** Two of which one always holds, since no value satisfies what both of them negate. */
function excludingPair(
  negations: readonly JudgedCondition[],
): readonly [JudgedCondition, JudgedCondition] | null {
  const positives = negations.slice(0, MOST).map(negation => negation.positive());
  for (const [index, second] of positives.entries()) {
    for (let i = 0; i < index; i++) {
      if (!mayHoldTogether(positives[i]!, second)) return [negations[i]!, negations[index]!];
    }
  }
  return null;
}
