import { conditionRange, type JudgedCondition } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { removeElement, setAttribute, setContent } from '../fix.ts';
import { covers, mayHoldTogether } from './atoms.ts';
import { Mark } from '../marks.ts';
import { scopesOf, sharedFields } from './scopes.ts';
import { isDeclared, lineAt, quote } from './values.ts';

export const contradictingEqualities = adviceCheck({
  code: 'contradicting-equalities',
  effect: 'never',
  level: 'warning',
  title: 'Conditions of an AND Rule that cannot hold together',
  run(advice, report) {
    const { tree } = advice.parsed;
    for (const scope of scopesOf(advice)) {
      if (scope.relation !== 'and') continue;
      for (const conditions of sharedFields(scope.conditions)) {
        const pair = contradiction(conditions);
        if (!pair) continue;
        const [first, second] = pair;
        const positive = conditions.filter(({ meaning }) => !meaning.negated);
        const mergeable = positive.every(isPlainEquality);
        report(...conditionRange(advice.parsed, second), {
          field: second.loaded.field,
          condition: second.loaded.condition,
          value: second.value,
          firstCondition: first.loaded.condition,
          firstValue: first.value,
          first: tree.start(first.loaded.source.node),
          ...(mergeable && {
            nodes: positive.map(({ loaded }) => String(loaded.source.node)),
            merged: [...new Set(positive.map(({ value }) => value))].join(';'),
          }),
        });
      }
    }
  },
  message: (facts, context) =>
    `In this Rule every condition must hold, on the same field as well, and ${facts.text('field')} can never match both ${facts.text('firstCondition')} ${quote(facts.text('firstValue'))} (line ${lineAt(context, facts.number('first'))}) and ${facts.text('condition')} ${quote(facts.text('value'))}, so the whole Rule never matches. If one of them is enough, write them as one condition that takes a list, such as “is any”, or as Rules of their own.`,
  fixes: (facts, context) => {
    const [first, ...others] = facts.list('nodes').map(Number);
    if (first === undefined || others.length === 0 || !isDeclared(context, 'is any')) return [];
    const { tree } = context.parsed;
    return [
      {
        title: 'Make them one “is any”',
        edits: [
          setAttribute(tree, first, 'condition', 'is any'),
          setContent(tree, first, facts.text('merged')),
          ...others.map(node => removeElement(tree, node)),
        ],
        preferred: true,
      },
    ];
  },
});

/** So many conditions on one field of a Rule are looked at in pairs. */
const MOST = 40;

function contradiction(
  conditions: readonly JudgedCondition[],
): readonly [JudgedCondition, JudgedCondition] | null {
  const length = Math.min(conditions.length, MOST);
  for (let i = 1; i < length; i++) {
    for (let j = 0; j < i; j++) {
      if (!mayBoth(conditions[j]!, conditions[i]!)) return [conditions[j]!, conditions[i]!];
    }
  }
  return null;
}

function mayBoth(a: JudgedCondition, b: JudgedCondition): boolean {
  if (!a.meaning.negated && !b.meaning.negated) return mayHoldTogether(a, b);
  if (a.meaning.negated && b.meaning.negated) return true;
  const [no, yes] = a.meaning.negated ? [a, b] : [b, a];
  const { list, every } = no.meaning;
  // Not all of a list: that is no plain negation.
  if (list && every && no.items.length > 1) return true;
  return !covers(no.positive(), yes);
}

/** Values with a `;` would be split by a list. */
function isPlainEquality(condition: JudgedCondition): boolean {
  const { meaning } = condition;
  return (
    meaning.comparison === 'equal' && !meaning.list && !condition.has(Mark.semicolon) && !condition.isEmpty
  );
}
