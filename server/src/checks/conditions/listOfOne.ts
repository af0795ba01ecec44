import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { setAttribute } from '../fix.ts';
import { dataOf } from './values.ts';
import { NONE } from '../../syntax/index.ts';

/** The condition that says the same for one value. */
export const SINGLE_FORMS: Readonly<Record<string, string>> = {
  'is any': 'is',
  'contains any': 'contains',
  'contains all': 'contains',
  'excludes any': 'excludes',
  'excludes all': 'excludes',
};

export const listOfOne = conditionCheck({
  code: 'list-of-one',
  effect: 'redundant',
  level: 'hint',
  title: 'List with a single item',
  concern: { meaning: ({ list }) => list },
  look(condition, { parsed: { tree } }, report) {
    if (condition.has(Mark.semicolon | Mark.empty)) return;
    const attribute = condition.loaded.source.condition;
    if (attribute === NONE) return;
    report(tree.valueStart(attribute), tree.valueEnd(attribute), dataOf(condition));
  },
  message: facts =>
    `“${facts.text('condition')}” takes a list and gets a single value, so “${SINGLE_FORMS[facts.text('condition')] ?? ''}” says the same. Use that, or add the items that are missing.`,
  fixes: (facts, { parsed }) => {
    const single = SINGLE_FORMS[facts.text('condition')]!;
    return [
      {
        title: `Use “${single}”`,
        edits: [setAttribute(parsed.tree, facts.number('node'), 'condition', single)],
        preferred: true,
        // With commas the author meant several, which only semicolons part.
        safe: !parsed.tree.content(facts.number('node')).includes(','),
      },
    ];
  },
});
