import { holds, type Comparison } from '../../matching/conditions.ts';
import type { JudgedCondition } from '../advice.ts';
import { Mark } from '../marks.ts';

/**
 * What a condition compares its field with can be said in its items: a `%VAR%` stands for a text that is
 * known on the machine only, and an empty text is a matter of other checks.
 */
export function isSayable(condition: JudgedCondition): boolean {
  if (condition.has(Mark.empty | Mark.percent)) return false;
  return !condition.hasSemicolons || !condition.has(Mark.emptyItem);
}

/** How an item is compared: an `image` that has a backslash is held against the whole field. */
export function comparisonOf({ meaning }: JudgedCondition, item: string): Comparison {
  return meaning.comparison === 'file' && item.includes('\\') ? 'equal' : meaning.comparison;
}

/** All items must compare, and there are several. */
export function isEvery({ meaning, hasSemicolons }: JudgedCondition): boolean {
  return meaning.every && hasSemicolons;
}

/** Whatever compares with `narrow` compares with `broad` as well. False where it is not sure. */
export function textCovers(b: Comparison, broad: string, n: Comparison, narrow: string): boolean {
  if (n === 'less' || n === 'more') return b === n && narrow === broad;
  switch (b) {
    case 'equal':
      return n === 'equal' && narrow === broad;
    case 'part':
      return narrow.includes(broad);
    case 'beginning':
      return (n === 'equal' || n === 'beginning') && narrow.startsWith(broad);
    case 'end':
      return (n === 'equal' || n === 'end' || n === 'file') && narrow.endsWith(broad);
    case 'file':
      if (n === 'file') return narrow === broad;
      return (n === 'equal' || (n === 'end' && narrow.includes('\\'))) && fileOf(narrow) === broad;
    case 'less':
    case 'more':
      return false;
  }
}

export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}

/** Comparing more pairs of items than this is not worth the time. */
const MOST_PAIRS = 10_000;

/** Every value of the field that `narrow` holds for, `broad` holds for as well. False where it is not sure. */
export function covers(broad: JudgedCondition, narrow: JudgedCondition): boolean {
  if (broad.meaning.negated || narrow.meaning.negated) return false;
  if (!broad.hasSemicolons && !narrow.hasSemicolons) {
    if (!isSayable(broad) || !isSayable(narrow)) return false;
    const one = narrow.folded;
    const by = broad.folded;
    return textCovers(comparisonOf(broad, by), by, comparisonOf(narrow, one), one);
  }
  if (broad.items.length * narrow.items.length > MOST_PAIRS) return false;
  if (!isSayable(broad) || !isSayable(narrow)) return false;
  const covered = (one: string, by: string): boolean =>
    textCovers(comparisonOf(broad, by), by, comparisonOf(narrow, one), one);
  if (isEvery(broad)) {
    // All of the broad ones must follow: from one of the narrow ones where these hold together.
    const together = isEvery(narrow) || narrow.items.length === 1;
    return together && broad.items.every(by => narrow.items.some(one => covered(one, by)));
  }
  const isCovered = (one: string): boolean => broad.items.some(by => covered(one, by));
  return isEvery(narrow) ? narrow.items.some(isCovered) : narrow.items.every(isCovered);
}

/** Names of conditions by what they compare, to ask the plain evaluator. */
export const SINGLE_NAMES: Readonly<Record<Comparison, string>> = {
  equal: 'is',
  part: 'contains',
  beginning: 'begin with',
  end: 'end with',
  file: 'image',
  less: 'less than',
  more: 'more than',
};

/** One field may compare with both. True where it is not sure. */
export function compatible(a: Comparison, text: string, b: Comparison, other: string): boolean {
  if (a === 'equal') return holds(SINGLE_NAMES[b], other, text);
  if (b === 'equal') return holds(SINGLE_NAMES[a], text, other);
  if (a === 'file' && b === 'file') return text === other;
  if (a === 'beginning' && b === 'beginning') return text.startsWith(other) || other.startsWith(text);
  if (a === 'end' && b === 'end') return text.endsWith(other) || other.endsWith(text);
  if (a === 'file' && b === 'end') return fileMayEnd(text, other);
  if (a === 'end' && b === 'file') return fileMayEnd(other, text);
  return true;
}

function fileMayEnd(file: string, end: string): boolean {
  return end.includes('\\') ? fileOf(end) === file : file.endsWith(end);
}

/** One field may satisfy both conditions, neither of which is a negation. True where it is not sure. */
export function mayHoldTogether(a: JudgedCondition, b: JudgedCondition): boolean {
  if (a.items.length * b.items.length > MOST_PAIRS || !isSayable(a) || !isSayable(b)) return true;
  const fits = (one: string, other: string): boolean =>
    compatible(comparisonOf(a, one), one, comparisonOf(b, other), other);
  if (isEvery(a) && isEvery(b)) return a.items.every(one => b.items.every(other => fits(one, other)));
  if (isEvery(a)) return b.items.some(other => a.items.every(one => fits(one, other)));
  if (isEvery(b)) return a.items.some(one => b.items.every(other => fits(one, other)));
  return a.items.some(one => b.items.some(other => fits(one, other)));
}
