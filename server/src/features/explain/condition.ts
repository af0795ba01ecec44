/** How a condition came out for an event, in words. */
import { CONDITIONS, fold, holds, listItems } from '../../matching/conditions.ts';
import type { ConditionTrace } from '../../matching/trace.ts';
import { phrase, type Lookup } from '../lookup.ts';

/** What a condition asks, as it stands in the file: `Image end with “\cmd.exe”`. */
export function conditionLabel({ condition }: ConditionTrace, written: string): string {
  return `${condition.field} ${condition.condition} ${quoted(written, SHORT)}`;
}

/** What the event has there. */
export function fieldDetail({ field }: ConditionTrace): string {
  return field === EMPTY ? 'event: empty' : `event: ${quoted(field, SHORT)}`;
}

/**
 * Why a condition holds or fails.
 *
 * @param written the value as it stands in the file
 * @param own the id that the block was compiled to
 * @param id the id of the event
 */
export function conditionSentence(
  known: Lookup,
  trace: ConditionTrace,
  written: string,
  own: number,
  id: number,
): string {
  const { condition, field, value, misplaced } = trace;
  const name = condition.field;
  if (misplaced) return phrase(known, 'explain.misplaced', { own, field: name, id });
  if (value === null) return phrase(known, 'explain.tooLong');
  const outcome =
    field === EMPTY
      ? phrase(known, trace.holds ? 'explain.holdsEmpty' : 'explain.failsEmpty', { field: name })
      : phrase(known, trace.holds ? 'explain.holds' : 'explain.fails', {
          field: name,
          value: quoted(field, LONG),
        });
  return [
    outcome,
    itemSentence(known, trace, value),
    value === written ? '' : phrase(known, 'explain.variables', { value: quoted(value, LONG) }),
    trace.reached ? '' : phrase(known, 'explain.unreached'),
  ]
    .filter(part => part !== '')
    .join(' ');
}

/** Of a list, the item that was found or missed first; empty where none is to be named. */
function itemSentence(known: Lookup, { condition, field }: ConditionTrace, value: string): string {
  const meaning = CONDITIONS.get(condition.condition);
  if (!meaning?.list) return '';
  const { comparison, every } = meaning;
  const fits = (item: string): boolean => holds(comparison === 'equal' ? 'is' : 'contains', item, field);
  const items = listItems(fold(value), comparison);
  if (items.length < 2) return '';
  const found = every ? undefined : items.find(fits);
  const missing = every ? items.find(item => !fits(item)) : undefined;
  if (found !== undefined) return phrase(known, 'explain.itemFound', { item: quoted(found, SHORT) });
  if (missing !== undefined) return phrase(known, 'explain.itemMissing', { item: quoted(missing, SHORT) });
  return '';
}

const EMPTY = '-';
const SHORT = 100;
const LONG = 1000;

/** A text of a file or an event on one line, in quotes, not longer than it can be read. */
export function quoted(text: string, most: number = SHORT): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');
  return `“${line.length > most ? `${line.slice(0, most)}…` : line}”`;
}
