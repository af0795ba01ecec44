import type { Schema } from '../schema/schema.ts';

const MOST_NAMED = 4;

/** The events that have a field, for a message: by name, or "operational events" for fields of events that cannot be filtered. */
export function eventsWithField(schema: Schema, field: string): readonly string[] {
  const tags = [...schema.tags.values()].filter(tag => tag.fields.has(field)).map(({ tag }) => tag);
  if (tags.length === 0) return ['events that cannot be filtered'];
  if (tags.length <= MOST_NAMED) return tags;
  return [...tags.slice(0, MOST_NAMED - 1), `${tags.length - MOST_NAMED + 1} others`];
}
