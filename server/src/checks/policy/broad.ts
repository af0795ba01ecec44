import type { Comparison } from '../../matching/conditions.ts';
import type { LoadedBlock } from '../../loader/index.ts';
import { linux } from '../../schema/data.ts';
import type { BroadValues } from '../../schema/knowledge.ts';
import type { Advice, JudgedCondition } from '../advice.ts';
import { decisiveConditions } from '../conditions/scopes.ts';

const PARTIAL: ReadonlySet<Comparison> = new Set(['part', 'beginning', 'end']);

/** The first condition of an include that is enough for itself and that nearly every event meets. */
export function broadCondition(
  advice: Advice,
  block: LoadedBlock,
  more: readonly BroadValues[] = [],
): JudgedCondition | undefined {
  if (block.onmatch !== 'include') return undefined;
  const broad = [...advice.knowledge.policy.broadValues, ...more];
  return decisiveConditions(advice, block).find(condition => {
    const { meaning } = condition;
    if (meaning.negated || !PARTIAL.has(meaning.comparison)) return false;
    const { field } = condition.loaded;
    const { items } = condition;
    // An empty text is a part of every other.
    const isBroad = (item: string): boolean =>
      item === '' ||
      broad.some(
        ({ fields, values }) => values.includes(item) && (fields.length === 0 || fields.includes(field)),
      );
    return meaning.every ? items.every(isBroad) : items.some(isBroad);
  });
}

/** The entry of the data that is about one of the events of an element, as far as the platform has it. */
export function entryOf<T extends { readonly ids: readonly number[] }>(
  { parsed }: Advice,
  tag: string,
  entries: readonly T[],
): T | undefined {
  const { platform, newest } = parsed.schemas;
  const events = (newest.tags.get(tag)?.events ?? []).filter(
    ({ id }) => platform !== 'linux' || linux.events.includes(id),
  );
  return entries.find(({ ids }) => events.some(({ id }) => ids.includes(id)));
}

/** Whether an exclude may be the only block of its event, without logging or stopping what has to be filtered. */
export function mayStandAlone(advice: Advice, { event, conditions }: LoadedBlock): boolean {
  const { blockingEvents, noisyEvents } = advice.knowledge.policy;
  if (entryOf(advice, event, blockingEvents)) return false;
  return conditions.length > 0 || !entryOf(advice, event, noisyEvents);
}
