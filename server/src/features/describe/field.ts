import type { SchemaContext } from '../../schema/context.ts';
import type { ValueKnowledge } from '../../schema/knowledge.ts';
import type { EventTag, Schema } from '../../schema/schema.ts';
import type { Lookup } from '../lookup.ts';
import { ACCESS_FIELD } from './access.ts';
import { blocks, bold, code, list, plain } from './markdown.ts';
import { eventIds, label, labelled, say } from './say.ts';
import { sinceOrNeeds } from './versions.ts';

/** More events than this are named by their ids only. */
const NAMED_EVENTS = 6;
/** More values than this are not listed. */
const LISTED_VALUES = 24;

/**
 * What a field of an event is, as markdown: meaning, example, type, since when, which events have it,
 * known values.
 *
 * @param schema the schema that the file declares
 * @param tag the element of the event that the field stands in, null where it stands in none
 * @returns null where no event of any schema has such a field
 */
export function describeField(
  known: Lookup,
  schemas: SchemaContext,
  schema: Schema,
  tag: string | null,
  field: string,
): string | null {
  const { newest } = schemas;
  if (!schemas.known.isField(field)) return null;
  const own = tag === null ? undefined : newest.tags.get(tag);
  const ids = own ? idsWith(own, field) : [];
  const entry = known.fields.get(field);
  const place = own && ids.length > 0 ? ` (${plain(own.tag)}, ${eventIds(known, ids)})` : '';
  const first = tag === null ? undefined : schemas.known.firstWithField(tag, field);
  const holders = [...newest.tags.values()].filter(each => each.fields.has(field));
  return blocks(
    bold(code(field)) + place,
    own && ids.length === 0
      ? say(known, 'field.otherEvent', { field: code(field), event: code(own.tag) })
      : '',
    entry ? plain(entry.meaning) : '',
    labelled(known, 'example', entry && entry.example !== '' ? code(entry.example) : ''),
    labelled(known, 'type', typeOf(known, holders, own && ids.length > 0 ? own : undefined, field)),
    sinceOrNeeds(known, schemas.known, first, first, schema),
    labelled(known, 'events', holderNames(holders, field)),
    describeValues(known, valueSets(known, field, ids)),
    field === ACCESS_FIELD ? say(known, 'mask.how') : '',
  );
}

/** The ids of the events of one element that have a field, ascending. */
export function idsWith(tag: EventTag, field: string): number[] {
  return tag.events.filter(event => event.fields.some(each => each.name === field)).map(event => event.id);
}

/** The sets of values that a field of some events can have; those for every field are left out. */
export function valueSets(known: Lookup, field: string, ids: readonly number[]): ValueKnowledge[] {
  return (known.values.get(field) ?? []).filter(
    set => ids.length === 0 || set.events.length === 0 || set.events.some(id => ids.includes(id)),
  );
}

function typeOf(
  known: Lookup,
  holders: readonly EventTag[],
  own: EventTag | undefined,
  field: string,
): string {
  const tag = own ?? holders[0];
  for (const event of tag?.events ?? []) {
    const definition = event.fields.find(each => each.name === field);
    if (definition) return say(known, `type.${definition.inType}`) || code(definition.inType);
  }
  return '';
}

function holderNames(holders: readonly EventTag[], field: string): string {
  if (holders.length > NAMED_EVENTS) {
    const ids = holders.flatMap(tag => idsWith(tag, field)).sort((a, b) => a - b);
    return plain(ids.join(', '));
  }
  return holders.map(tag => `${plain(tag.tag)} (${idsWith(tag, field).join(', ')})`).join(', ');
}

/** Known values of a field with their meanings: whole ones, then beginnings and parts. */
function describeValues(known: Lookup, sets: readonly ValueKnowledge[]): string {
  const whole = sets.filter(set => !set.partial);
  const parts = sets.filter(set => set.partial);
  const closed = sets.length > 0 && sets.every(set => set.closed);
  return blocks(
    valueList(known, closed ? 'onlyValues' : 'values', whole),
    valueList(known, 'parts', parts),
    [...new Set(sets.flatMap(set => (set.note === null ? [] : [plain(set.note)])))].join(' '),
  );
}

function valueList(known: Lookup, name: string, sets: readonly ValueKnowledge[]): string {
  if (sets.length === 0) return '';
  // The sets of single events are told apart where the element stands for several.
  const several = sets.length > 1 && sets.every(set => set.closed);
  const lines = sets.flatMap(set =>
    set.values.map(
      ({ value, meaning }) =>
        code(value) +
        (several && set.events.length > 0 ? ` (${eventIds(known, set.events)})` : '') +
        (meaning === null ? '' : `: ${plain(meaning)}`),
    ),
  );
  return blocks(label(known, name), list(lines.slice(0, LISTED_VALUES)));
}
