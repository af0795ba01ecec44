/**
 * The events of a log, kept small, so that they can be judged again after an edit: each distinct event once,
 * with how often it came, every text once, and without what differs from event to event such as ids and times.
 */
import type { Entry } from '../events/event.ts';
import type { Loaded } from '../loader/index.ts';
import { detached } from '../matching/memo.ts';
import type { FieldReader } from '../matching/program.ts';
import type { Schema } from '../schema/schema.ts';
import type { FieldDefinition } from '../schema/types.ts';

export interface EventStore {
  addEntry(log: string, line: number, entry: Entry): void;
  /** Gives each distinct event, with how many events are like it. */
  events(): Iterable<StoredEvent>;
  readonly kept: {
    /** How many events of the log are kept, each distinct one as often as it came. */
    readonly events: number;
    readonly distinct: number;
    /** There was no more room, so later events that were new are not kept. */
    readonly capped: boolean;
  };
  /** Fields that are not kept, of those that conditions ask for. */
  missingFields(loaded: Loaded): string[];
}

export interface StoredEvent {
  readonly eventId: number;
  readonly read: FieldReader;
  readonly times: number;
}

/** What is kept at most: some 100 MB, and less than a second to judge. */
export interface StoreLimits {
  readonly distinct: number;
  readonly characters: number;
}

const LIMITS: StoreLimits = { distinct: 150_000, characters: 32_000_000 };

interface Kind {
  readonly eventId: number;
  readonly fields: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** The texts of each event by number, one event behind the other. */
  rows: Int32Array;
  readonly times: number[];
  /** The place of an event by what is in it. */
  readonly known: Map<string, number>;
}

/**
 * @param loaded the configuration at first: what it asks for is kept, whatever it is
 * @param schema names the fields of each event
 */
export function createEventStore(loaded: Loaded, schema: Schema, limits = LIMITS): EventStore {
  const asked = fieldsOf(loaded);
  const kinds = new Map<number, Kind>();
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  let characters = 0;
  let distinct = 0;
  let events = 0;
  let capped = false;

  const kindOf = (eventId: number): Kind => {
    let kind = kinds.get(eventId);
    if (!kind) {
      const definition = schema.eventsById.get(eventId);
      const all = definition?.fields ?? [];
      const fields = all
        .filter(field => asked.has(keyOf(definition?.tag ?? '', field.name)) || !isVolatile(field))
        .map(({ name }) => name);
      const places = new Map(fields.map((name, place) => [name, place]));
      kind = {
        eventId,
        fields,
        places,
        rows: new Int32Array(fields.length * 64),
        times: [],
        known: new Map(),
      };
      kinds.set(eventId, kind);
    }
    return kind;
  };

  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const own = detached(text);
    characters += own.length;
    numbers.set(own, texts.length);
    return texts.push(own) - 1;
  };

  const add = (eventId: number, read: FieldReader): void => {
    const kind = kindOf(eventId);
    if (capped) {
      // What is known already is still counted, so that only what is new is lost.
      const found = kind.fields.map(name => numbers.get(read(name) || '-'));
      const place = found.includes(undefined) ? undefined : kind.known.get(found.join(' '));
      if (place === undefined) return;
      kind.times[place]!++;
      events++;
      return;
    }
    const row = kind.fields.map(name => numberOf(read(name) || '-'));
    const key = row.join(' ');
    events++;
    const place = kind.known.get(key);
    if (place !== undefined) {
      kind.times[place]!++;
      return;
    }
    const at = kind.times.push(1) - 1;
    kind.known.set(key, at);
    const start = at * kind.fields.length;
    if (start + row.length > kind.rows.length) {
      const larger = new Int32Array(kind.rows.length * 2);
      larger.set(kind.rows);
      kind.rows = larger;
    }
    kind.rows.set(row, start);
    distinct++;
    capped = distinct >= limits.distinct || characters >= limits.characters;
  };

  return {
    addEntry(_log, _line, entry) {
      if (entry.kind !== 'event') return;
      const { eventId, fields } = entry.event;
      add(eventId, name => fields[name]);
    },
    *events() {
      for (const { eventId, fields, places, rows, times } of kinds.values()) {
        for (let at = 0; at < times.length; at++) {
          const start = at * fields.length;
          const read: FieldReader = name => {
            const place = places.get(name);
            return place === undefined ? undefined : texts[rows[start + place]!];
          };
          yield { eventId, read, times: times[at]! };
        }
      }
    },
    get kept() {
      return { events, distinct, capped };
    },
    missingFields(now) {
      const missing = now.blocks.flatMap(({ event, conditions }) =>
        conditions
          .map(({ field }) => field)
          .filter(name => !asked.has(keyOf(event, name)) && isVolatileIn(schema, event, name)),
      );
      return [...new Set(missing)];
    },
  };
}

/** What conditions ask for, by event and field. */
function fieldsOf({ blocks }: Loaded): Set<string> {
  return new Set(
    blocks.flatMap(({ event, conditions }) => conditions.map(({ field }) => keyOf(event, field))),
  );
}

function keyOf(event: string, field: string): string {
  return `${event} ${field}`;
}

/** What tells one event from the next and is seldom asked for: ids of processes and sessions, and times. */
function isVolatile({ name, inType, outType }: FieldDefinition): boolean {
  return (
    inType === 'win:GUID' ||
    inType === 'win:HexInt64' ||
    outType === 'win:PID' ||
    outType === 'win:TID' ||
    name.endsWith('UtcTime') ||
    name.endsWith('ThreadId') ||
    name === 'RuleName'
  );
}

function isVolatileIn(schema: Schema, event: string, name: string): boolean {
  // Of RuleName conditions see nothing in any case.
  if (name === 'RuleName') return false;
  const fields = schema.tags.get(event)?.events.flatMap(definition => definition.fields) ?? [];
  return fields.some(field => field.name === name && isVolatile(field));
}
