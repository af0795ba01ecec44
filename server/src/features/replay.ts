/** What a replay says of a configuration, with the places in its text: the answer to the editor. */
import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { Loaded, OnMatch } from '../loader/index.ts';
import type { Counts, EventTally, UnreadableEntry } from '../replay/tally.ts';
import type { EventStore } from '../replay/store.ts';
import { deadUnits, unitsOf, type Unit } from '../replay/units.ts';
import { startTagRange } from './coverage/places.ts';

export interface ReplayPart {
  readonly kind: Unit['kind'];
  readonly range: Range;
  readonly hits: number;
}

export interface ReplayBlock extends ReplayPart {
  readonly event: string;
  readonly onmatch: OnMatch;
  /** How many events of its element there were. */
  readonly seen: number;
  /** The Rules and conditions that decided something. */
  readonly parts: readonly ReplayPart[];
}

export interface ReplayReport {
  readonly logs: readonly string[];
  readonly seen: number;
  readonly logged: number;
  readonly passedOver: number;
  readonly unreadable: { readonly count: number; readonly first: readonly UnreadableEntry[] };
  readonly events: readonly EventTally[];
  readonly blocks: readonly ReplayBlock[];
  /** How many blocks, Rules and conditions could have decided something. */
  readonly tried: number;
  readonly deadCount: number;
  /** The first of what decided nothing. */
  readonly dead: readonly ReplayPart[];
  readonly ruleNames: readonly { readonly name: string | null; readonly logged: number }[];
  /** What is kept to count again after an edit. */
  readonly kept: EventStore['kept'];
  /** It was counted from what is kept, after an edit. */
  readonly again: boolean;
  /** Fields that conditions ask for now and that were not kept, so they read as empty. */
  readonly missingFields: readonly string[];
}

const MOST_PARTS = 5000;
const MOST_DEAD = 2000;
const MOST_NAMES = 50;

export function replayReport(
  parsed: ParsedDocument,
  loaded: Loaded,
  logs: readonly string[],
  counts: Counts,
  store: EventStore,
  again: boolean,
): ReplayReport {
  const units = unitsOf(loaded, counts);
  const dead = deadUnits(units);
  const placed = ({ kind, node, hits }: Unit): ReplayPart => ({
    kind,
    hits,
    range: kind === 'condition' ? elementRange(parsed, node) : startTagRange(parsed, node),
  });
  let room = MOST_PARTS;
  const { seen, logged, passedOver, unreadable, events, ruleNames } = counts;
  return {
    logs,
    seen,
    logged,
    passedOver,
    unreadable,
    events,
    blocks: units.map(({ block, hits, seen: tried, parts }) => {
      const listed = parts.filter(part => part.hits > 0).slice(0, room);
      room -= listed.length;
      return {
        ...placed({ kind: 'block', node: block.source.node, hits }),
        event: block.event,
        onmatch: block.onmatch,
        seen: tried,
        parts: listed.map(placed),
      };
    }),
    tried: units.reduce((sum, unit) => sum + (unit.seen > 0 ? Math.max(1, unit.parts.length) : 0), 0),
    deadCount: dead.length,
    dead: dead.slice(0, MOST_DEAD).map(placed),
    ruleNames: ruleNames.slice(0, MOST_NAMES),
    kept: store.kept,
    again,
    missingFields: store.missingFields(loaded),
  };
}

function elementRange({ document, tree }: ParsedDocument, node: number): Range {
  return { start: document.positionAt(tree.start(node)), end: document.positionAt(tree.end(node)) };
}
