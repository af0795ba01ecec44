import type { Lookup } from '../lookup.ts';
import { blocks, bold, code, plain } from './markdown.ts';
import { say } from './say.ts';

/** One value of a field: what it means, and what is to be said of its set. */
export function describeValue(known: Lookup, field: string, index: number, value: string): string {
  const set = known.values.get(field)?.[index];
  if (!set) return '';
  const meaning = set.values.find(each => each.value === value)?.meaning ?? null;
  return blocks(
    bold(code(value)) + (meaning === null ? '' : `: ${plain(meaning)}`),
    set.partial ? say(known, 'values.partial') : '',
    set.note === null ? '' : plain(set.note),
  );
}

/** One value of an option. */
export function describeOptionValue(known: Lookup, option: string, value: string): string {
  const entry = known.options
    .get(option)
    ?.values.find(each => each.value.toLowerCase() === value.toLowerCase());
  return entry ? `${bold(code(entry.value))}: ${plain(entry.meaning)}` : '';
}
