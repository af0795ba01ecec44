import type { Knowledge } from '../../schema/knowledge.ts';
import type { Schema } from '../../schema/schema.ts';
import type { LoadedBlock } from '../../loader/index.ts';

/** The values of `knowledge` that every field may have. */
const ANY_FIELD = '*';

/** The values that a field of one event can have; null where it can have others. */
export function closedSet(knowledge: Knowledge, field: string, eventId: number): readonly string[] | null {
  const sets = knowledge.values.filter(
    set => set.field === field && (set.events.length === 0 || set.events.includes(eventId)),
  );
  if (sets.length === 0 || sets.some(({ closed }) => !closed)) return null;
  return sets.flatMap(({ values }) => values.map(({ value }) => value));
}

/** What any field may read, such as `-` where it is empty. */
export function valuesOfAnyField(knowledge: Knowledge): readonly string[] {
  return knowledge.values
    .filter(({ field }) => field === ANY_FIELD)
    .flatMap(({ values }) => values.map(({ value }) => value));
}

/**
 * The ids for which a condition of a block can hold: of the ids of its tag those that have the field where
 * the id has it that the block was compiled to.
 */
export function idsOfCondition(schema: Schema, block: LoadedBlock, field: string): readonly number[] {
  const tag = schema.tags.get(block.event);
  const positionIn = (id: number): number =>
    schema.eventsById.get(id)?.fields.findIndex(({ name }) => name === field) ?? -1;
  const position = positionIn(block.eventId);
  return (tag?.events ?? []).map(({ id }) => id).filter(id => positionIn(id) === position);
}
