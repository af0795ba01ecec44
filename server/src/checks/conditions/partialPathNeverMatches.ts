import { conditionCheck } from '../conditionCheck.ts';
import { isPartOfPath, mayBegin, withBackslash } from './bareName.ts';
import { Mark } from '../marks.ts';
import { holdsWhat } from './kinds.ts';
import { changed, consequence, quoteAll, reportItems, split, type Part } from './values.ts';
import { comparesFromStart } from './meanings.ts';

/** Most paths begin so, and are whole. */
const DRIVE = /[a-z]:/iy;

const isNoBeginning = (item: string): boolean => isPartOfPath(item) && !mayBegin(item);

export const partialPathNeverMatches = conditionCheck({
  code: 'partial-path-never-matches',
  effect: 'never',
  level: 'warning',
  title: 'Part of a path where the field holds a full path',
  concern: { kinds: ['path'], meaning: comparesFromStart, marks: Mark.backslash },
  look(condition, advice, report) {
    if (!condition.hasSemicolons && condition.mayBegin(DRIVE)) return;
    const begins = condition.meaning.comparison === 'beginning';
    reportItems(advice, condition, begins ? isNoBeginning : isPartOfPath, report);
  },
  message: (facts, { knowledge }) => {
    const field = facts.text('field');
    const begins = facts.text('condition') === 'begin with';
    return `${field} holds ${holdsWhat(knowledge, field)}, which begins with a drive such as C:\\, and “${facts.text('condition')}” compares it ${begins ? 'with its beginning' : 'as a whole'}, so ${consequence(facts)}: ${quoteAll(facts.list('wrong'))} is only a part. Use “${begins ? 'contains' : 'end with'}”, or write the full path.`;
  },
  fixes: (facts, context) => {
    const condition = facts.text('condition') === 'begin with' ? 'contains' : 'end with';
    if (facts.text('list') !== 'true') {
      const value = withBackslash(facts.text('value'));
      return [
        {
          ...changed(context, facts, `Use “${condition}”`, value, condition),
          preferred: true,
        },
      ];
    }
    if (facts.text('alternatives') !== 'true') return [];
    const wrong = new Set(facts.list('indices').map(Number));
    const items = facts.text('value').split(';');
    const whole = items.filter((item, index) => !wrong.has(index) && item !== '');
    const parts: Part[] = [...new Set(facts.list('wrong'))].map(part => ({
      condition,
      value: withBackslash(part),
    }));
    if (whole.length > 0)
      parts.unshift({ condition: whole.length === 1 ? 'is' : 'is any', value: whole.join(';') });
    return [
      { title: 'Use “end with” for each of the parts', edits: split(context, facts, parts), preferred: true },
    ];
  },
});
