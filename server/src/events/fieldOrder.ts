import type { SchemaSet } from '../schema/schema.ts';
import type { FieldOrder } from './jsonShapes.ts';

/** The order of an event's fields in the newest schema in which it has so many of them. */
export function fieldOrder(known: SchemaSet): FieldOrder {
  const orders = new Map<string, readonly string[] | null>();
  return (eventId, count) => {
    const key = `${eventId} ${count}`;
    let order = orders.get(key);
    if (order === undefined) {
      const schema = known.all.findLast(({ eventsById }) => eventsById.get(eventId)?.fields.length === count);
      order = schema?.eventsById.get(eventId)?.fields.map(({ name }) => name) ?? null;
      orders.set(key, order);
    }
    return order;
  };
}
