import { createReadStream, statSync } from 'node:fs';
import { styleText } from 'node:util';
import { fieldOrder } from '../events/fieldOrder.ts';
import { createEngine } from '../matching/engine.ts';
import type { Environment } from '../matching/environment.ts';
import { replayLog } from '../replay/replayLog.ts';
import { createTally, type Counts, type EventTally } from '../replay/tally.ts';
import { deadUnits, unitsOf, type BlockUnits, type Unit } from '../replay/units.ts';
import type { Analysis } from './analyse.ts';
import type { Progress } from './progress.ts';
import { moreUnreadable } from './evaluate.ts';
import { expandPaths, InputError, reasonOf, STANDARD_INPUT } from './inputs.ts';
import { visible } from './visible.ts';

/**
 * Judges all events of logs, one log after the other.
 *
 * @throws {InputError} when a log cannot be read, or there is no Sysmon event in any
 */
export async function replay(
  { parsed, loaded }: Analysis,
  logs: readonly string[],
  environment: Environment,
  progress: Progress['show'],
): Promise<Counts> {
  const { schemas } = parsed;
  const tally = createTally(createEngine(parsed, loaded, environment), schemas.newest);
  const sizes = logs.map(sizeOf);
  const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  let before = 0;
  for (const log of logs) {
    const file = log === STANDARD_INPUT ? null : createReadStream(log, { highWaterMark: CHUNK });
    try {
      await replayLog(file ?? process.stdin, log, fieldOrder(schemas.known), [tally], () => {
        progress(total === null || total === 0 ? null : (before + (file?.bytesRead ?? 0)) / total);
        return true;
      });
    } catch (error) {
      throw new InputError(`${log}: ${reasonOf(error)}`);
    }
    before += file?.bytesRead ?? 0;
  }
  const counts = tally.counts();
  if (counts.seen === 0)
    throw new InputError(`${logs.join(', ')}: no Sysmon event was found.${whyNone(counts)}`);
  return counts;
}

/** What is there instead of Sysmon's events, as sentences behind another one. */
function whyNone({ passedOver, unreadable: { count, first } }: Counts): string {
  const others =
    passedOver === 0
      ? ''
      : passedOver === 1
        ? ' 1 event is of another provider.'
        : ` ${number(passedOver)} events are of other providers.`;
  if (!first[0]) return others;
  const { log, line, reason } = first[0];
  const unread = count === 1 ? '1 entry cannot be read' : `${number(count)} entries cannot be read`;
  return `${others} ${unread}, first in ${log} on line ${line}, since ${reason}.`;
}

/** Large chunks, since each is cut into lines once. */
const CHUNK = 1 << 18;

/** The files that arguments mean. @throws {InputError} when one means none */
export function logsOf(paths: readonly string[]): string[] {
  for (const path of paths) {
    if (path !== STANDARD_INPUT && statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InputError(`${path}: this is a folder; name the logs in it, or a pattern.`);
    }
  }
  return expandPaths(paths);
}

/** In bytes; null where it is known only at the end, as of a pipe. */
function sizeOf(log: string): number | null {
  const stats = log === STANDARD_INPUT ? null : statSync(log);
  return stats?.isFile() ? stats.size : null;
}

/** A replay as JSON; lines count from 1. */
export function replayJson(analysis: Analysis, logs: readonly string[], counts: Counts): string {
  const units = unitsOf(analysis.loaded, counts);
  const told = ({ kind, node, hits }: Unit): object => ({ kind, line: lineOf(analysis, node), hits });
  const { seen, logged, passedOver, unreadable, ruleNames } = counts;
  const value = {
    config: analysis.file,
    logs,
    seen,
    logged,
    passedOver,
    unreadable,
    events: counts.events,
    blocks: units.map(({ block, hits, seen: tried, parts }) => ({
      event: block.event,
      onmatch: block.onmatch,
      line: lineOf(analysis, block.source.node),
      hits,
      seen: tried,
      parts: parts.map(told),
    })),
    dead: deadUnits(units).map(told),
    ruleNames,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

type Style = Parameters<typeof styleText>[0];
type Styled = (as: Style, text: string) => string;

/** A replay as tables for people; ends with a line end. */
export function replayText(
  analysis: Analysis,
  logs: readonly string[],
  counts: Counts,
  color: boolean,
): string {
  const style: Styled = (as, text) => (color ? styleText(as, text, { validateStream: false }) : text);
  const units = unitsOf(analysis.loaded, counts);
  const lines = [
    style('bold', visible(`${analysis.file} on ${logs.length === 1 ? logs[0]! : `${logs.length} logs`}`)),
    `${number(counts.logged)} of ${number(counts.seen)} events would be logged (${percent(counts.logged, counts.seen)}).`,
    ...leftOut(counts),
    '',
    ...eventTable(counts, style),
    '',
    ...loudestUnits(analysis, units, counts, style),
    ...deadTable(analysis, units, style),
    ...processTables(counts.events, style),
    ...nameTable(counts, style),
  ];
  return `${lines.map(line => line.trimEnd()).join('\n')}\n`;
}

function leftOut({ passedOver, unreadable }: Counts): string[] {
  const lines: string[] = [];
  if (passedOver > 0)
    lines.push(
      `${number(passedOver)} ${passedOver === 1 ? 'event' : 'events'} of other providers were passed over.`,
    );
  for (const { log, line, reason } of unreadable.first)
    lines.push(visible(`${log}, line ${line}: it cannot be read, since ${reason}.`));
  const more = unreadable.count - unreadable.first.length;
  if (more > 0) lines.push(moreUnreadable(more));
  return lines;
}

function eventTable({ events }: Counts, style: Styled): string[] {
  return [
    style('bold', `${'Events'.padEnd(34)}${'seen'.padStart(11)}${'logged'.padStart(11)}`),
    ...events.map(({ eventId, event, title, seen, logged }) => {
      const row = `${String(eventId).padStart(5)}  ${visible(event ?? title).padEnd(27)}${cell(seen)}${cell(logged)}`;
      return `${row} ${style('gray', percent(logged, seen).padStart(8))}`;
    }),
  ];
}

const LISTED_UNITS = 20;
const LISTED_RANGES = 60;
const LISTED_NAMES = 20;

/** What decided most, an include or an exclude; of parts only those that are not told with their Rule. */
function loudestUnits(
  analysis: Analysis,
  units: readonly BlockUnits[],
  { seen }: Counts,
  style: Styled,
): string[] {
  const parts = units.flatMap(({ block, hits, parts }) => {
    const inOr = parts.filter(({ rule }) => rule === null);
    const own: Unit[] = inOr.length > 0 ? inOr : [{ kind: 'block', node: block.source.node, hits }];
    return own.filter(part => part.hits > 0).map(part => ({ ...part, block }));
  });
  if (parts.length === 0) return [];
  parts.sort((a, b) => b.hits - a.hits);
  return [
    style('bold', `${'Decided most'.padEnd(45)}${'events'.padStart(11)}`),
    ...parts.slice(0, LISTED_UNITS).map(({ kind, node, hits, block }) => {
      const where = `line ${lineOf(analysis, node)}`.padEnd(12);
      const what = `${block.event} ${block.onmatch}`.padEnd(30);
      const text =
        kind === 'condition' ? tidy(analysis.parsed.tree.content(node)) : `this ${nameOfKind(kind)}`;
      return `  ${where} ${what}${cell(hits)} ${style('gray', percent(hits, seen).padStart(8))}  ${text}`;
    }),
    '',
  ];
}

function nameOfKind(kind: Unit['kind']): string {
  return kind === 'rule' ? 'Rule' : kind;
}

function deadTable(analysis: Analysis, units: readonly BlockUnits[], style: Styled): string[] {
  const dead = deadUnits(units);
  if (dead.length === 0) return [];
  const tried = units
    .filter(({ seen }) => seen > 0)
    .reduce((sum, { parts }) => sum + Math.max(1, parts.length), 0);
  const ranges = rangesOf(dead.map(({ node }) => lineOf(analysis, node)));
  const listed = ranges.slice(0, LISTED_RANGES).join(', ');
  const more = ranges.length > LISTED_RANGES ? ' and more; --json lists all' : '';
  return [
    style(
      'bold',
      `Decided nothing: ${number(dead.length)} of ${number(tried)} blocks, Rules and conditions for events in the log`,
    ),
    ...wrapped(`lines ${listed}${more}`),
    '',
  ];
}

/** Lines in order, those in a row as one: `3–5`. */
function rangesOf(lines: readonly number[]): string[] {
  const ranges: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
}

/** The loudest processes of the loudest events. */
function processTables(events: readonly EventTally[], style: Styled): string[] {
  const loud = events
    .filter(({ logged, processes }) => logged > 0 && processes.length > 0)
    .sort((a, b) => b.logged - a.logged)
    .slice(0, LISTED_EVENTS);
  return loud.flatMap(({ eventId, event, title, processField, processes }) => [
    style('bold', visible(`Loudest in ${event ?? title} (${eventId}), by ${processField}`)),
    ...processes
      .filter(({ logged }) => logged > 0)
      .slice(0, LISTED_PROCESSES)
      .map(({ name, seen, logged }) => `  ${cell(logged)} of ${number(seen).padEnd(9)} ${tidy(name)}`),
    '',
  ]);
}

const LISTED_EVENTS = 8;
const LISTED_PROCESSES = 5;

function nameTable({ ruleNames }: Counts, style: Styled): string[] {
  if (ruleNames.length === 0) return [];
  const more = ruleNames.length - LISTED_NAMES;
  return [
    style('bold', 'RuleName of what is logged'),
    ...ruleNames
      .slice(0, LISTED_NAMES)
      .map(({ name, logged }) => `  ${cell(logged)} ${name === null ? '(none)' : tidy(name)}`),
    ...(more > 0 ? [`  and ${number(more)} more`] : []),
  ];
}

function lineOf({ parsed }: Analysis, node: number): number {
  return parsed.document.positionAt(parsed.tree.start(node)).line + 1;
}

/** What a stranger wrote can hold anything, and be of any length. */
function tidy(text: string): string {
  return visible(text.slice(0, 100));
}

function wrapped(text: string): string[] {
  return text.match(/.{1,96}(?:\s|$)/g)?.map(line => `  ${line}`) ?? [];
}

function cell(count: number): string {
  return number(count).padStart(11);
}

function number(count: number): string {
  return count.toLocaleString('en');
}

export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const value = (100 * part) / whole;
  return value < 0.1 ? '<0.1 %' : `${value.toFixed(value < 10 ? 1 : 0)} %`;
}
