/**
 * Replays recorded events through a baseline: which share of them it keeps, and of how many recorded attacks
 * it names the technique.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { analyse } from '../../server/src/cli/analyse.ts';
import type { SysmonEvent } from '../../server/src/events/event.ts';
import { fieldOrder } from '../../server/src/events/fieldOrder.ts';
import { readLog } from '../../server/src/events/readLog.ts';
import { createEngine, type Verdict } from '../../server/src/matching/engine.ts';
import { createSchemaContext } from '../../server/src/schema/context.ts';
import { knowledge, shippedManifests } from '../../server/src/schema/data.ts';
import { createSchemaSet } from '../../server/src/schema/schema.ts';
import type { Platform } from '../../server/src/schema/types.ts';

/** One attack: its events, and the ids of the techniques that it shows. */
export interface Recording {
  readonly techniques: readonly string[];
  readonly events: readonly SysmonEvent[];
}

export interface Recorded {
  readonly log: readonly SysmonEvent[];
  readonly attacks: readonly Recording[];
}

/** What is written into `baselines.json`. */
export interface Measurement {
  /** The share of events that is kept, by event id. */
  readonly measured: Readonly<Record<string, number>>;
  readonly recorded: {
    readonly events: number;
    readonly kept: number;
    /** The events that most of what is kept consists of, loudest first. */
    readonly loudest: readonly string[];
    readonly attacks: number;
    /** In how many of them a kept event has the id of the attack's technique in its RuleName. */
    readonly named: number;
    /** The share of the attacks' events that is kept. */
    readonly attackShare: number;
  };
}

const schemas = createSchemaSet(shippedManifests());
const LOUDEST = 3;

/** Reads the recordings: a log in the form of NXLog, and a file with an attack on each line. */
export async function readRecorded(log: string, attacks: string): Promise<Recorded> {
  const events: SysmonEvent[] = [];
  for await (const batch of readLog(createReadStream(log), fieldOrder(schemas))) {
    for (const { entry } of batch) if (entry.kind === 'event') events.push(entry.event);
  }
  const lines = gunzipSync(readFileSync(attacks)).toString('utf8').trim().split('\n');
  return { log: events, attacks: lines.map(line => JSON.parse(line) as Recording) };
}

/** @throws {Error} when Sysmon refuses the text */
export function measureBaseline(text: string, platform: Platform, { log, attacks }: Recorded): Measurement {
  const { parsed, loaded } = analyse(
    'baseline',
    text,
    createSchemaContext(schemas, { version: null, platform }),
  );
  if (!loaded.accepted) throw new Error('Sysmon refuses this baseline.');
  const engine = createEngine(parsed, loaded, knowledge.environment.variables);
  const seen = new Map<number, number>();
  const kept = new Map<number, number>();
  const judge = ({ eventId, fields }: SysmonEvent): Verdict => {
    const verdict = engine.judge(eventId, name => fields[name]);
    seen.set(eventId, (seen.get(eventId) ?? 0) + 1);
    if (verdict.logged) kept.set(eventId, (kept.get(eventId) ?? 0) + 1);
    return verdict;
  };
  let named = 0;
  for (const { techniques, events } of attacks) {
    const names = events
      .map(judge)
      .flatMap(({ logged, ruleName }) => (logged && ruleName !== null ? [ruleName] : []));
    if (names.some(name => techniquesIn(name).some(id => techniques.includes(id)))) named++;
  }
  const [attackEvents, attackKept] = [total(seen), total(kept)];
  log.forEach(judge);
  const { eventsById } = parsed.schemas.newest;
  const ids = [...seen.keys()].sort((a, b) => a - b);
  const nameOf = (id: number): string => eventsById.get(id)?.tag ?? eventsById.get(id)?.title ?? String(id);
  const byLoudness = [...kept].sort(([, a], [, b]) => b - a).map(([id]) => nameOf(id));
  return {
    measured: Object.fromEntries(ids.map(id => [id, round((kept.get(id) ?? 0) / seen.get(id)!)])),
    recorded: {
      events: total(seen),
      kept: total(kept),
      loudest: [...new Set(byLoudness)].slice(0, LOUDEST),
      attacks: attacks.length,
      named,
      attackShare: round(attackKept / attackEvents),
    },
  };
}

/** The ids of techniques in a RuleName: `technique_id=T1059.001,technique_name=…`. */
function techniquesIn(name: string): string[] {
  return [...name.matchAll(/\bT\d{4}(?:\.\d{3})?\b/g)].map(([id]) => id);
}

function total(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
