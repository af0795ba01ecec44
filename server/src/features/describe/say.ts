import { keywordCase, phrase, type Lookup } from '../lookup.ts';
import { bold, plain } from './markdown.ts';

/**
 * A phrase as markdown.
 *
 * @param values by placeholder; they are markdown already, so what comes from a file stands in code spans
 */
export function say(
  known: Lookup,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return plain(phrase(known, key)).replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** A case of a keyword as markdown, empty where the data has none. */
export function sayCase(known: Lookup, key: string, name: string): string {
  return plain(keywordCase(known, key, name));
}

/** `**Limits**`, from the phrase `label.limits`. */
export function label(known: Lookup, name: string): string {
  return bold(say(known, `label.${name}`));
}

/** A label with a text behind it, empty where there is no text. */
export function labelled(known: Lookup, name: string, text: string): string {
  return text === '' ? '' : `${label(known, name)} ${text}`;
}

/** `event 1` or `events 12, 13, 14`. */
export function eventIds(known: Lookup, ids: readonly number[]): string {
  return phrase(known, ids.length === 1 ? 'event.one' : 'event.several', { ids: ids.join(', ') });
}
