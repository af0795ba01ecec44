import type { EventKnowledge, Sourced } from '../../schema/knowledge.ts';
import type { SchemaContext } from '../../schema/context.ts';
import type { EventTag, Schema } from '../../schema/schema.ts';
import type { Lookup } from '../lookup.ts';
import { blocks, bold, code, list, plain, sourceLinks } from './markdown.ts';
import { eventIds, label, labelled, say, sayCase } from './say.ts';
import { schemaWithRelease, sinceOrNeeds } from './versions.ts';

/**
 * What there is to say of an event's element, as markdown: what it logs, where it comes from, since when,
 * what it misses and costs, Linux, its fields.
 *
 * @param schema the schema that the file declares
 * @returns null where no schema has such an event
 */
export function describeEvent(
  known: Lookup,
  schemas: SchemaContext,
  schema: Schema,
  tag: string,
): string | null {
  const newest = schemas.newest.tags.get(tag) ?? schemas.known.newest.tags.get(tag);
  if (!newest) return null;
  const ids = newest.events.map(event => event.id);
  const events = ids.flatMap(id => known.events.get(id) ?? []);
  return blocks(
    heading(known, newest, events),
    ...each(events, event => event.logs).map(([text, own]) => plain(text) + which(own, events)),
    ...each(events, event => event.kernelSource).map(([text, own]) =>
      labelled(known, 'kernelSource', plain(text) + which(own, events)),
    ),
    labelled(
      known,
      'api',
      unique(events.flatMap(event => event.api))
        .map(apiName)
        .join(', '),
    ),
    availability(known, schemas, schema, tag, events),
    section(
      known,
      'notes',
      sentences(events, event => event.notes.map(text => ({ text, source: '' }))),
    ),
    section(
      known,
      'limits',
      sentences(events, event => event.limits),
    ),
    section(
      known,
      'cost',
      sentences(events, event => event.cost),
    ),
    linux(known, events),
    fields(known, schemas, schema, tag),
  );
}

function heading(known: Lookup, tag: EventTag, events: readonly EventKnowledge[]): string {
  const ids = tag.events.map(event => event.id);
  const title = events.length === 1 ? `: ${plain(events[0]!.title)}` : '';
  const first = `${bold(code(tag.tag))} (${eventIds(known, ids)})${title}`;
  if (events.length < 2) return first;
  return blocks(first, list(events.map(event => `${bold(String(event.id))} ${plain(event.title)}`)));
}

/** The texts of some events, each once, with the ids that share it. */
function each(
  events: readonly EventKnowledge[],
  text: (event: EventKnowledge) => string,
): [string, number[]][] {
  const ids = new Map<string, number[]>();
  for (const event of events) {
    const own = ids.get(text(event));
    if (own) own.push(event.id);
    else ids.set(text(event), [event.id]);
  }
  return [...ids];
}

/** ` (13, 14)` where a text is not of all the events. */
function which(ids: readonly number[], events: readonly EventKnowledge[]): string {
  return ids.length === events.length ? '' : ` (${ids.join(', ')})`;
}

/** The statements of all events, each once, with its source. */
function sentences(
  events: readonly EventKnowledge[],
  of: (event: EventKnowledge) => readonly Sourced[],
): string[] {
  const found = new Map<string, { ids: number[]; source: string }>();
  for (const event of events) {
    for (const { text, source } of of(event)) {
      const entry = found.get(text);
      if (entry) entry.ids.push(event.id);
      else found.set(text, { ids: [event.id], source });
    }
  }
  return [...found].map(
    ([text, { ids, source }]) =>
      plain(text) + which(ids, events) + (source === '' ? '' : ` (${sourceLinks(source)})`),
  );
}

function section(known: Lookup, name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : blocks(label(known, name), list(items));
}

/** An API is a name, with or without a remark behind it. */
function apiName(api: string): string {
  const name = /^\w+/.exec(api)?.[0] ?? '';
  return /[a-z][A-Z]|_/.test(name) ? code(name) + plain(api.slice(name.length)) : plain(api);
}

function availability(
  known: Lookup,
  schemas: SchemaContext,
  schema: Schema,
  tag: string,
  events: readonly EventKnowledge[],
): string {
  const first = schemas.known.firstWithEvent(tag);
  const released = schemas.known.releasedWith(tag) ?? first;
  const onByDefault = events.some(event => event.onByDefault);
  return [
    sinceOrNeeds(known, schemas.known, released, first, schema),
    first && released && first.number < released.number
      ? say(known, 'since.reserved', { version: schemaWithRelease(known, first.version) })
      : '',
    sayCase(known, 'blocks', onByDefault ? 'noBlockLogged' : 'noBlockNotLogged'),
  ]
    .filter(Boolean)
    .join(' ');
}

function linux(known: Lookup, events: readonly EventKnowledge[]): string {
  const texts = each(events, event => {
    const { supported, hooks, notes } = event.linux;
    const hook = supported
      ? say(known, 'linux.hook', { hooks: hooks.map(plain).join(', ') })
      : say(known, 'linux.none');
    return [hook, notes === null ? '' : plain(notes)].filter(Boolean).join(' ');
  });
  return labelled(known, 'linux', texts.map(([text, own]) => text + which(own, events)).join(' '));
}

function fields(known: Lookup, schemas: SchemaContext, schema: Schema, tag: string): string {
  const newest = schemas.newest.tags.get(tag);
  if (!newest) return '';
  const declared = schema.tags.get(tag) ?? newest;
  const name = (field: string): string => {
    const ids = newest.events
      .filter(event => event.fields.some(f => f.name === field))
      .map(event => event.id);
    return code(field) + (ids.length === newest.events.length ? '' : ` (${ids.join(', ')})`);
  };
  const later = newest.fieldList.filter(field => !declared.fields.has(field));
  return blocks(
    labelled(
      known,
      'fields',
      newest.fieldList
        .filter(field => declared.fields.has(field))
        .map(name)
        .join(', '),
    ),
    labelled(
      known,
      'later',
      later
        .map(
          field =>
            `${name(field)} (${plain(schemas.known.firstWithField(tag, field)?.version ?? newest.tag)})`,
        )
        .join(', '),
    ),
  );
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
