import { type CheckContext, type Facts } from '../check.ts';
import { conditionCheck } from '../conditionCheck.ts';
import type { Fix } from '../fix.ts';
import { isBareName, mayHaveBareName } from './bareName.ts';
import { holdsWhat } from './kinds.ts';
import { changed, consequence, quoteAll, reportItems, split, type Part } from './values.ts';
import { Mark } from '../marks.ts';
import { comparesFromStart } from './meanings.ts';

export const bareNameNeverMatches = conditionCheck({
  code: 'bare-name-never-matches',
  effect: 'never',
  level: 'warning',
  title: 'File name alone where the field holds a full path',
  concern: { kinds: ['path'], meaning: comparesFromStart, marks: Mark.dot },
  look(condition, advice, report) {
    if (!mayHaveBareName(condition)) return;
    const { field } = condition.loaded;
    reportItems(advice, condition, item => isBareName(advice.knowledge, field, item), report);
  },
  message: (facts, { knowledge }) => {
    const field = facts.text('field');
    const compared = facts.text('condition') === 'begin with' ? 'with its beginning' : 'as a whole';
    return `${field} holds ${holdsWhat(knowledge, field)} and “${facts.text('condition')}” compares it ${compared}, so ${consequence(facts)}: ${quoteAll(facts.list('wrong'))} has no folder. Use “image”, which compares the file name alone, or write the full path.`;
  },
  fixes: (facts, context) =>
    facts.text('list') === 'true' ? splitNames(facts, context) : [single(facts, context)],
});

/** An extension alone is no file name, so it is the end of one. */
function conditionFor(name: string): string {
  return name.startsWith('.') ? 'end with' : 'image';
}

function single(facts: Facts, context: CheckContext): Fix {
  const value = facts.text('value');
  const condition = conditionFor(value);
  return {
    ...changed(context, facts, `Use “${condition}”`, value, condition),
    preferred: true,
  };
}

/** `image` takes no list, so each name becomes a condition of its own, where one of them is enough. */
function splitNames(facts: Facts, context: CheckContext): readonly Fix[] {
  if (facts.text('alternatives') !== 'true') return [];
  const wrong = new Set(facts.list('indices').map(Number));
  const items = facts.text('value').split(';');
  const paths = items.filter((item, index) => !wrong.has(index) && item !== '');
  const names = [...new Set(facts.list('wrong'))].map(value => ({ condition: conditionFor(value), value }));
  const rest: Part[] =
    paths.length === 0 ? [] : [{ condition: paths.length === 1 ? 'is' : 'is any', value: paths.join(';') }];
  return [
    {
      title: 'Use “image” for each of the names',
      edits: split(context, facts, [...rest, ...names]),
      preferred: true,
    },
  ];
}
