/**
 * What a log would have become with a configuration: counts by event, by what decided, by process. Memory
 * does not grow with the number of events, only with the configuration.
 */
import type { Entry } from '../events/event.ts';
import type { LoadedBlock } from '../loader/index.ts';
import type { Engine } from '../matching/engine.ts';
import { detached } from '../matching/memo.ts';
import type { Decider, FieldReader } from '../matching/program.ts';
import type { Schema } from '../schema/schema.ts';
import { createHeavyHitters, type HeavyHitters, type Hitter } from './heavyHitters.ts';

export interface SeenAndLogged {
  readonly seen: number;
  readonly logged: number;
}

/** What became of the events of one id. */
export interface EventTally extends SeenAndLogged {
  readonly eventId: number;
  /** The element that stands for the event, null for events that cannot be filtered. */
  readonly event: string | null;
  readonly title: string;
  /** The field that names the process, null where the event has none. */
  readonly processField: string | null;
  /** The processes whose events were logged most, loudest first. */
  readonly processes: readonly Hitter[];
  /** The events of all other processes. */
  readonly others: SeenAndLogged;
}

export interface UnreadableEntry {
  readonly log: string;
  /** From 1. */
  readonly line: number;
  /** Ends a sentence. */
  readonly reason: string;
}

/** Everything that was counted. */
export interface Counts extends SeenAndLogged {
  readonly events: readonly EventTally[];
  /** How many events each condition or block decided. */
  readonly decided: ReadonlyMap<Decider, number>;
  /** How many events each block decided, by whichever of its terms. */
  readonly blocks: ReadonlyMap<LoadedBlock, number>;
  /** How many logged events have each RuleName, commonest first; null for those without one. */
  readonly ruleNames: readonly { readonly name: string | null; readonly logged: number }[];
  /** Events of other providers. */
  readonly passedOver: number;
  readonly unreadable: { readonly count: number; readonly first: readonly UnreadableEntry[] };
}

export interface Tally {
  /** Judges an event and counts it. @param times how many events of the log are like it */
  addEvent(eventId: number, read: FieldReader, times?: number): void;
  /** Takes an entry of a log as it was read. */
  addEntry(log: string, line: number, entry: Entry): void;
  counts(): Counts;
}

interface OneEvent {
  seen: number;
  logged: number;
  readonly processField: string | null;
  readonly processes: HeavyHitters;
}

/** Fields that name the process that did something, in the order in which they are looked for. */
const PROCESS_FIELDS = ['Image', 'SourceImage'];
/** How many entries that cannot be read are told one by one. */
export const LISTED_UNREADABLE = 20;

/** @param schema the one that events are judged by */
export function createTally(engine: Engine, schema: Schema): Tally {
  const events = new Map<number, OneEvent>();
  const decided = new Map<Decider, number>();
  const blocks = new Map<LoadedBlock, number>();
  const ruleNames = new Map<string | null, number>();
  const first: UnreadableEntry[] = [];
  let unreadable = 0;
  let passedOver = 0;

  const ofEvent = (eventId: number): OneEvent => {
    let one = events.get(eventId);
    if (!one) {
      const fields = schema.eventsById.get(eventId)?.fields ?? [];
      const processField = PROCESS_FIELDS.find(name => fields.some(field => field.name === name)) ?? null;
      one = { seen: 0, logged: 0, processField, processes: createHeavyHitters() };
      events.set(eventId, one);
    }
    return one;
  };

  const addEvent = (eventId: number, read: FieldReader, times = 1): void => {
    const { logged, ruleName, decider, block } = engine.judge(eventId, read);
    const one = ofEvent(eventId);
    one.seen += times;
    if (logged) {
      one.logged += times;
      ruleNames.set(ruleName, (ruleNames.get(ruleName) ?? 0) + times);
    }
    if (decider) decided.set(decider, (decided.get(decider) ?? 0) + times);
    if (block) blocks.set(block, (blocks.get(block) ?? 0) + times);
    if (one.processField !== null) one.processes.add(read(one.processField) || '-', times, logged);
  };

  return {
    addEvent,
    addEntry(log, line, entry) {
      if (entry.kind === 'event') {
        const { eventId, fields } = entry.event;
        addEvent(eventId, name => fields[name]);
      } else if (entry.kind === 'other') {
        passedOver++;
      } else {
        unreadable++;
        if (first.length < LISTED_UNREADABLE) first.push({ log, line, reason: detached(entry.reason) });
      }
    },
    counts() {
      const tallies = [...events]
        .sort(([a], [b]) => a - b)
        .map(([eventId, { seen, logged, processField, processes }]): EventTally => {
          const definition = schema.eventsById.get(eventId);
          return {
            eventId,
            event: definition?.tag ?? null,
            title: definition?.title ?? 'unknown event',
            seen,
            logged,
            processField,
            ...processes.top({ seen, logged }),
          };
        });
      return {
        seen: sum(tallies, ({ seen }) => seen),
        logged: sum(tallies, ({ logged }) => logged),
        events: tallies,
        decided,
        blocks,
        ruleNames: [...ruleNames]
          .map(([name, logged]) => ({ name, logged }))
          .sort((a, b) => b.logged - a.logged),
        passedOver,
        unreadable: { count: unreadable, first },
      };
    },
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
