import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { SysmonEvent } from '../events/event.ts';
import { fieldOrder } from '../events/fieldOrder.ts';
import { entryFromJson } from '../events/jsonShapes.ts';
import { readLog } from '../events/readLog.ts';
import { createEngine, type Engine } from '../matching/engine.ts';
import type { Environment } from '../matching/environment.ts';
import { LISTED_UNREADABLE } from '../replay/tally.ts';
import type { Analysis } from './analyse.ts';
import { InputError, reasonOf, STANDARD_INPUT } from './inputs.ts';

/** A verdict in the form of the command line's contract. Lines count from 1. */
export interface Evaluated {
  readonly event: string | null;
  readonly eventId: number;
  readonly logged: boolean;
  readonly ruleName: string | null;
  /** The line of the condition, Rule or block that decided; null where nothing matched. */
  readonly line: number | null;
}

/** Makes a function that judges events against a configuration that Sysmon accepts. */
export function evaluator(analysis: Analysis, environment: Environment): (event: SysmonEvent) => Evaluated {
  const { parsed, loaded } = analysis;
  const engine: Engine = createEngine(parsed, loaded, environment);
  const { eventsById } = parsed.schemas.newest;
  return ({ eventId, fields }) => {
    const { logged, ruleName, decider } = engine.judge(eventId, name => fields[name]);
    const start = decider ? parsed.tree.start(decider.source.node) : null;
    return {
      event: eventsById.get(eventId)?.tag ?? null,
      eventId,
      logged,
      ruleName,
      line: start === null ? null : parsed.document.positionAt(start).line + 1,
    };
  };
}

export const REFUSED_BY_SYSMON =
  'Sysmon refuses this configuration, so nothing would be judged by it. Run sysmon-config check to see why.';

/**
 * Answers a line `{id, xml, events}` of the command line's contract.
 *
 * @throws {TypeError} when the line has no events, or one of them has not the form
 */
export function evaluateLine(
  analysis: Analysis,
  line: Readonly<Record<string, unknown>>,
  environment: Environment,
): object {
  if (!Array.isArray(line['events'])) throw new TypeError('“events” is missing or is no list');
  const order = fieldOrder(analysis.parsed.schemas.known);
  const events = line['events'].map((value: unknown, index): SysmonEvent => {
    const entry = entryFromJson(value, order);
    if (entry.kind !== 'event') throw new TypeError(`event ${index + 1} is no Sysmon event`);
    return entry.event;
  });
  if (!analysis.loaded.accepted) return { error: REFUSED_BY_SYSMON, results: [] };
  return { results: events.map(evaluator(analysis, environment)) };
}

/** What became of the entries of a log. */
export interface LogCounts {
  readonly judged: number;
  readonly passedOver: number;
  readonly unread: number;
}

/**
 * Judges a log event by event, in order.
 *
 * @param write takes finished lines; may ask to be waited for
 * @param complain takes a sentence for each entry that cannot be read, and one for all others where they are many
 * @throws {InputError} when the log cannot be read
 */
export async function evaluateLog(
  analysis: Analysis,
  log: string,
  environment: Environment,
  write: (lines: string) => Promise<void>,
  complain: (sentence: string) => void,
): Promise<LogCounts> {
  const judge = evaluator(analysis, environment);
  const input: Readable =
    log === STANDARD_INPUT ? process.stdin : createReadStream(log, { highWaterMark: CHUNK });
  let judged = 0;
  let passedOver = 0;
  let unread = 0;
  for await (const batch of readable(log, readLog(input, fieldOrder(analysis.parsed.schemas.known)))) {
    let lines = '';
    for (const { line, entry } of batch) {
      if (entry.kind === 'event') {
        judged++;
        lines += `${JSON.stringify(judge(entry.event))}\n`;
      } else if (entry.kind === 'other') {
        passedOver++;
      } else {
        unread++;
        // What is no log at all would otherwise be complained of line by line.
        if (unread > LISTED_UNREADABLE) continue;
        complain(`${log}, line ${line}: it cannot be read, since ${entry.reason}.`);
      }
    }
    if (lines !== '') await write(lines);
  }
  const more = unread - LISTED_UNREADABLE;
  if (more > 0) complain(moreUnreadable(more));
  return { judged, passedOver, unread };
}

/** @param more how many entries cannot be read beside those that were told */
export function moreUnreadable(more: number): string {
  return more === 1
    ? '1 more entry cannot be read.'
    : `${more.toLocaleString('en')} more entries cannot be read.`;
}

/** The same batches; what goes wrong while reading is said of the file. */
async function* readable<T>(log: string, batches: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* batches;
  } catch (error) {
    throw new InputError(`${log}: ${reasonOf(error)}`);
  }
}

/** Large chunks, since each is cut into lines once. */
const CHUNK = 1 << 18;
