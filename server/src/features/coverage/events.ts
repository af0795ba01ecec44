/** What becomes of every event: the rows of the coverage. */
import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../../documents.ts';
import type { Loaded, LoadedBlock, LoadedCondition, OnMatch } from '../../loader/index.ts';
import { linux } from '../../schema/data.ts';
import type { EventDefinition } from '../../schema/types.ts';
import { combine, type Combination } from '../blocks.ts';
import { keywordCase, phrase, type Lookup } from '../lookup.ts';
import { startTagRange } from './places.ts';

/**
 * - `off`: never logged
 * - `include`: logged where a condition of an include block fits
 * - `exclude`: logged except where a condition of an exclude block fits
 * - `both`: logged where an include fits and no exclude does
 * - `everything`: logged without exception, by an empty exclude block
 * - `default`: logged without a block
 */
export type EventState = 'off' | 'include' | 'exclude' | 'both' | 'everything' | 'default';

export interface EventBlockPlace {
  readonly range: Range;
  /** Null where Sysmon does not load the block. */
  readonly onmatch: OnMatch | null;
  readonly conditions: number;
}

export interface EventCoverage {
  readonly id: number;
  /** Null for events that no element stands for. */
  readonly tag: string | null;
  readonly title: string;
  readonly state: EventState;
  /** Conditions of include and of exclude blocks that can hold for this event. */
  readonly includes: number;
  readonly excludes: number;
  /** What comes of it, and why. */
  readonly sentence: string;
  /** What is not as it looks, such as a block that is not loaded; empty where nothing is. */
  readonly remark: string;
  /** How many blocks the file has for the event's element, those that are not loaded among them. */
  readonly blockCount: number;
  /** The first of them. */
  readonly blocks: readonly EventBlockPlace[];
}

/** More blocks of one event than this are counted, not listed. */
const LISTED_BLOCKS = 50;

const STATES: Readonly<Record<Combination, EventState>> = {
  emptyInclude: 'off',
  emptyExclude: 'everything',
  include: 'include',
  exclude: 'exclude',
  includeAndExclude: 'both',
  includeAndEmptyExclude: 'include',
  emptyIncludeAndExclude: 'off',
  twoIncludes: 'include',
  twoExcludes: 'off',
};

/** One row for each event of the target's newest schema, by id. */
export function eventCoverages(parsed: ParsedDocument, loaded: Loaded, known: Lookup): EventCoverage[] {
  const blocksOf = new Map<string, LoadedBlock[]>();
  for (const block of loaded.blocks) add(blocksOf, block.event, block);
  const places = placesByTag(parsed, loaded);
  const events = [...parsed.schemas.newest.eventsById.values()].sort((a, b) => a.id - b.id);
  return events.map(event => {
    const place = places.get(event.tag ?? '') ?? { count: 0, blocks: [] };
    const outcome = outcomeOf(parsed, known, event, blocksOf.get(event.tag ?? '') ?? []);
    const dropped = place.count - (blocksOf.get(event.tag ?? '')?.length ?? 0);
    return {
      id: event.id,
      tag: event.tag,
      title: known.events.get(event.id)?.title ?? event.title,
      ...outcome,
      remark: [
        dropped > 0 && dropped < place.count ? phrase(known, 'blocks.dropped', { n: dropped }) : '',
        dropped > 0 && dropped === place.count ? phrase(known, 'blocks.noneLoaded') : '',
        outcome.remark,
      ]
        .filter(Boolean)
        .join(' '),
      blockCount: place.count,
      blocks: place.blocks,
    };
  });
}

interface Outcome {
  readonly state: EventState;
  readonly includes: number;
  readonly excludes: number;
  readonly sentence: string;
  readonly remark: string;
}

function outcomeOf(
  { schemas }: ParsedDocument,
  known: Lookup,
  event: EventDefinition,
  blocks: readonly LoadedBlock[],
): Outcome {
  const nothing = { includes: 0, excludes: 0, remark: '' };
  if (schemas.platform === 'linux' && !linux.events.includes(event.id)) {
    return { ...nothing, state: 'off', sentence: linux.eventsText.text };
  }
  if (event.tag === null) {
    return { ...nothing, state: 'default', sentence: phrase(known, 'coverage.always') };
  }
  const judged = blocks.map(block => {
    const compiled = schemas.newest.eventsById.get(block.eventId) ?? event;
    const holds = (condition: LoadedCondition): boolean => standsAlike(condition.field, compiled, event);
    return {
      block,
      effect: block.onmatch,
      count: compiled === event ? block.conditions.length : block.conditions.filter(holds).length,
      empty: !canMatch(block, holds),
    };
  });
  const outcome = combine(judged);
  if (outcome === null) {
    const logged = known.events.get(event.id)?.onByDefault ?? false;
    return {
      ...nothing,
      state: logged ? 'default' : 'off',
      sentence: keywordCase(known, 'blocks', logged ? 'noBlockLogged' : 'noBlockNotLogged'),
    };
  }
  const sum = (effect: OnMatch): number =>
    judged.reduce((total, each) => total + (each.effect === effect ? each.count : 0), 0);
  // A block without conditions is meant to match nothing; one whose fields stand elsewhere is not.
  const misplaced = judged.find(({ block, empty }) => empty && block.conditions.length > 0);
  return {
    state: STATES[outcome],
    includes: sum('include'),
    excludes: sum('exclude'),
    // The words for empty blocks would be wrong for it.
    sentence: misplaced && /empty/i.test(outcome) ? '' : keywordCase(known, 'blocks', outcome),
    remark: misplaced
      ? phrase(known, 'coverage.cannotMatch', {
          event: event.tag,
          id: misplaced.block.eventId,
          own: event.id,
        })
      : '',
  };
}

/**
 * Whether a block can match an event of its element at all. A condition keeps the position that its field
 * has in the event that the block was compiled for; on another one it holds only for the same field there.
 */
function canMatch(block: LoadedBlock, holds: (condition: LoadedCondition) => boolean): boolean {
  // Conditions come in file order, so those of one Rule stand together.
  const fields = new Map<string, boolean>();
  const rules = new Map<number, { readonly and: boolean; held: number; count: number }>();
  for (const condition of block.conditions) {
    const held = holds(condition);
    if (!condition.rule) {
      fields.set(condition.field, (fields.get(condition.field) ?? false) || held);
      continue;
    }
    const { number, relation } = condition.rule;
    let rule = rules.get(number);
    if (!rule) rules.set(number, (rule = { and: relation === 'and', held: 0, count: 0 }));
    rule.count++;
    if (held) rule.held++;
  }
  const terms = [
    ...fields.values(),
    ...[...rules.values()].map(({ and, held, count }) => (and ? held === count : held > 0)),
  ];
  if (terms.length === 0) return false;
  return block.relation === 'and' ? terms.every(Boolean) : terms.some(Boolean);
}

function standsAlike(field: string, compiled: EventDefinition, event: EventDefinition): boolean {
  if (compiled === event) return true;
  const position = compiled.fields.findIndex(({ name }) => name === field);
  return event.fields[position]?.name === field;
}

interface Places {
  count: number;
  readonly blocks: EventBlockPlace[];
}

function placesByTag(parsed: ParsedDocument, loaded: Loaded): Map<string, Places> {
  const loadedOf = new Map(loaded.blocks.map(block => [block.source, block]));
  const places = new Map<string, Places>();
  for (const block of parsed.configuration.blocks) {
    let own = places.get(block.tag);
    if (!own) places.set(block.tag, (own = { count: 0, blocks: [] }));
    own.count++;
    if (own.blocks.length >= LISTED_BLOCKS) continue;
    const compiled = loadedOf.get(block);
    own.blocks.push({
      range: startTagRange(parsed, block.node),
      onmatch: compiled?.onmatch ?? null,
      conditions: compiled?.conditions.length ?? 0,
    });
  }
  return places;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
