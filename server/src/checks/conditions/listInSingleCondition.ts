import { type CheckContext, type Facts } from '../check.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import type { Fix } from '../fix.ts';
import { holdsWhat, PLAIN_KINDS } from './kinds.ts';
import { valueRange } from '../advice.ts';
import { changed, dataOf, isDeclared, quote, split } from './values.ts';

/** The form of a condition that takes a list of which one item is enough. */
const ANY_FORMS: Readonly<Record<string, string>> = {
  is: 'is any',
  contains: 'contains any',
  excludes: 'excludes any',
};

/** Conditions without such a form, of which several beside each other say the same. */
const NO_ANY_FORM = ['begin with', 'end with', 'image'];

export const listInSingleCondition = conditionCheck({
  code: 'list-in-single-condition',
  effect: 'never',
  level: 'warning',
  title: 'List in a condition that takes one value',
  concern: {
    kinds: PLAIN_KINDS,
    meaning: ({ list, comparison }) => !list && comparison !== 'less' && comparison !== 'more',
    marks: Mark.semicolon,
  },
  look(condition, advice, report) {
    if (itemsOf(condition.folded).length === 0) return;
    report(...valueRange(advice.parsed, condition), {
      ...dataOf(condition),
      always: String(condition.meaning.negated),
    });
  },
  message: (facts, { knowledge }) => {
    const field = facts.text('field');
    const condition = facts.text('condition');
    const so =
      facts.text('always') === 'true' ? 'this condition always holds' : 'this condition never matches';
    const any = ANY_FORMS[condition];
    const instead = any ? `Use “${any}”, which takes a list.` : 'Write a condition for each of the values.';
    return `“${condition}” takes one value and looks for the semicolons as well, but ${field} holds ${holdsWhat(knowledge, field)}, so ${so}. ${instead}`;
  },
  fixes: (facts, context) => {
    const condition = facts.text('condition');
    const items = itemsOf(facts.text('value'));
    if (items.length === 1) {
      return [
        {
          ...changed(context, facts, `Change to ${quote(items[0]!)}`, items[0]!),
          preferred: true,
        },
      ];
    }
    const any = ANY_FORMS[condition];
    if (any) return listForms(facts, context, any, items);
    if (!NO_ANY_FORM.includes(condition)) return [];
    return splitForms(facts, context, condition, items);
  },
});

function listForms(
  facts: Facts,
  context: CheckContext,
  any: string,
  items: readonly string[],
): readonly Fix[] {
  const all = any === 'contains any' ? ['contains all'] : [];
  return [any, ...all]
    .filter(form => isDeclared(context, form))
    .map(form => ({
      ...changed(context, facts, `Use “${form}”`, items.join(';'), form),
      preferred: form === any,
    }));
}

function splitForms(
  facts: Facts,
  context: CheckContext,
  condition: string,
  items: readonly string[],
): readonly Fix[] {
  const fixes: Fix[] = [];
  const begins = new Set(items.map(item => /^(?:\\|[a-z]:|hk[a-z_]+|)/i.exec(item)?.[0].length));
  // `HKLM\Software\Policies\;\List` means what begins with the one and has the other further on.
  const alike = condition !== 'begin with' || begins.size === 1;
  if (alike && facts.text('alternatives') === 'true') {
    fixes.push({
      title: `Write a condition “${condition}” for each of the values`,
      edits: split(
        context,
        facts,
        items.map(value => ({ condition, value })),
      ),
      preferred: true,
    });
  }
  if (!alike && isDeclared(context, 'contains all')) {
    fixes.push({
      ...changed(
        context,
        facts,
        'Use “contains all”, with all of the values',
        items.join(';'),
        'contains all',
      ),
    });
  } else if (
    alike &&
    facts.text('alternatives') !== 'true' &&
    condition !== 'image' &&
    isDeclared(context, 'contains any')
  ) {
    fixes.push({
      ...changed(
        context,
        facts,
        'Use “contains any”, which also matches inside the field',
        items.join(';'),
        'contains any',
      ),
    });
  }
  return fixes;
}

/** The items that were meant. Blanks beside the semicolons were not. */
function itemsOf(value: string): readonly string[] {
  return value
    .split(';')
    .map(item => item.trim())
    .filter(item => item !== '');
}
