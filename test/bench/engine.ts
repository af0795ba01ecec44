/**
 * How fast events are judged: with the reading of a log, and on matching alone beside the plain evaluator of
 * the tests.
 */
import { Readable } from 'node:stream';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LANGUAGE_ID, parseDocument } from '../../server/src/documents.ts';
import type { SysmonEvent } from '../../server/src/events/event.ts';
import { fieldOrder } from '../../server/src/events/fieldOrder.ts';
import { readLog } from '../../server/src/events/readLog.ts';
import { loadDocument } from '../../server/src/loadDocument.ts';
import { createEngine } from '../../server/src/matching/engine.ts';
import { createSchemaContext } from '../../server/src/schema/context.ts';
import { shippedManifests } from '../../server/src/schema/data.ts';
import { createSchemaSet } from '../../server/src/schema/schema.ts';
import { referenceEngine, type ReferenceEvent } from '../reference/evaluate.ts';
import { eventLines } from './events.ts';

/** The size of the chunks that a file is read in. */
const CHUNK = 1 << 18;
const SEED = 2026;
/** How often the kept events are judged in one round. */
const AGAIN = 5;

export interface EngineSpeed {
  readonly conditions: number;
  readonly events: number;
  /** Medians, in events per second of processor time, so that a busy machine matters little. */
  readonly withReading: number;
  readonly matching: number;
  readonly plain: number;
}

/** @param text the configuration; @param count how many events a round judges */
export async function measureEngine(text: string, count: number, rounds: number): Promise<EngineSpeed> {
  const schemas = createSchemaContext(createSchemaSet(shippedManifests()), {
    version: null,
    platform: 'windows',
  });
  const parsed = parseDocument(TextDocument.create('file:///bench.xml', LANGUAGE_ID, 1, text), schemas);
  const loaded = loadDocument(parsed);
  const engine = createEngine(parsed, loaded);
  const reference = referenceEngine(parsed, loaded);
  const order = fieldOrder(schemas.known);

  const next = eventLines(SEED);
  const log = Buffer.from(Array.from({ length: count }, () => `${next()}\n`).join(''));
  const chunks: Buffer[] = [];
  for (let at = 0; at < log.length; at += CHUNK) chunks.push(log.subarray(at, at + CHUNK));

  const judge = ({ eventId, fields }: SysmonEvent): boolean =>
    engine.judge(eventId, name => fields[name]).logged;
  const readAndJudge = async (): Promise<number> => {
    let logged = 0;
    for await (const batch of readLog(Readable.from(chunks), order)) {
      for (const { entry } of batch) if (entry.kind === 'event' && judge(entry.event)) logged++;
    }
    return logged;
  };

  // What the reader made is not kept itself: V8 would learn to expect that, and put all that it makes where
  // garbage is dear to collect, which it does not do for a log that is only read.
  const kept = Math.ceil(count / 10);
  const events: SysmonEvent[] = [];
  for await (const batch of readLog(Readable.from(chunks), order)) {
    for (const { entry } of batch) {
      if (entry.kind === 'event' && events.length < kept) events.push(structuredClone(entry.event));
    }
  }
  // The plain evaluator takes so long that a part of them is enough.
  const few = events.slice(0, Math.ceil(kept / 4)).map(({ eventId, fields }): ReferenceEvent => {
    const event = schemas.newest.eventsById.get(eventId)?.tag ?? null;
    return { event, eventId, fields: fields as Readonly<Record<string, string>> };
  });
  let found = 0;
  for (const event of few) {
    if (reference(event).logged !== judge(event)) throw new Error('The engine and the evaluator disagree.');
  }

  const rates = { withReading: [] as number[], matching: [] as number[], plain: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const times = [processorMs()];
    found += await readAndJudge();
    times.push(processorMs());
    for (let again = 0; again < AGAIN; again++) for (const event of events) if (judge(event)) found++;
    times.push(processorMs());
    for (const event of few) if (reference(event).logged) found++;
    times.push(processorMs());
    // The first round warms everything up.
    if (round === 0) continue;
    const rate = (judged: number, part: number): number =>
      (judged * 1000) / (times[part + 1]! - times[part]!);
    rates.withReading.push(rate(count, 0));
    rates.matching.push(rate(events.length * AGAIN, 1));
    rates.plain.push(rate(few.length, 2));
  }
  // What nobody looks at need not be computed.
  if (found < 0) throw new Error('never');
  return {
    conditions: loaded.blocks.reduce((sum, { conditions }) => sum + conditions.length, 0),
    events: count,
    withReading: median(rates.withReading),
    matching: median(rates.matching),
    plain: median(rates.plain),
  };
}

/** What all threads of the process have used so far. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
