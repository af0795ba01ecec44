/**
 * Coverage: what becomes of every event with a configuration as it stands, and which ATT&CK techniques its
 * rules speak of. Counts are exact; lists of places are cut, so that a file with 50,000 rules opens fast.
 */
import type { ParsedDocument } from '../documents.ts';
import { loadedOf } from '../loadDocument.ts';
import type { Loaded } from '../loader/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import type { Platform } from '../schema/types.ts';
import { eventCoverages, type EventCoverage } from './coverage/events.ts';
import { techniqueCoverage, type TechniqueCoverage, type UnknownTechnique } from './coverage/techniques.ts';
import { lookup, phrase } from './lookup.ts';

export type { EventBlockPlace, EventCoverage, EventState } from './coverage/events.ts';
export type { RulePlace, TechniqueCoverage, UnknownTechnique } from './coverage/techniques.ts';

export interface TacticCoverage {
  readonly id: string;
  readonly name: string;
  /** How many techniques and sub-techniques ATT&CK has for it, and how many of them rules speak of. */
  readonly known: number;
  readonly covered: number;
}

export interface Coverage {
  /** The newest schema of the Sysmon that is meant: its events are the rows. */
  readonly schema: string;
  readonly platform: Platform;
  readonly accepted: boolean;
  /** False for a part of a configuration, such as a module. */
  readonly whole: boolean;
  /** What is to be known before the rest is believed, a sentence each. */
  readonly remarks: readonly string[];
  readonly counts: {
    readonly events: number;
    /** Events of which anything is logged. */
    readonly logged: number;
    readonly blocks: number;
    readonly conditions: number;
  };
  readonly events: readonly EventCoverage[];
  /** In the order of the matrix; a technique can belong to several. */
  readonly tactics: readonly TacticCoverage[];
  /** By id. Those of exclude rules alone have no `rules`. */
  readonly techniques: readonly TechniqueCoverage[];
  readonly unknown: readonly UnknownTechnique[];
  readonly attack: { readonly version: string; readonly notice: string };
}

/**
 * Works out the coverage of a document.
 *
 * @param loaded what Sysmon makes of it, where that was worked out with more than the text
 * @returns null where the document is no Sysmon configuration
 */
export function coverage(
  parsed: ParsedDocument,
  knowledge: Knowledge,
  loaded: Loaded = loadedOf(parsed),
): Coverage | null {
  if (!parsed.isSysmon) return null;
  const known = lookup(knowledge);
  const whole = parsed.configuration.rootRole === 'sysmon';
  const events = eventCoverages(parsed, loaded, known);
  const { techniques, unknown } = techniqueCoverage(parsed, loaded, known);
  const covered = techniques.filter(({ rules }) => rules > 0);
  return {
    schema: parsed.schemas.newest.version,
    platform: parsed.schemas.platform,
    accepted: loaded.accepted,
    whole,
    remarks: [
      ...(whole && !loaded.accepted ? [phrase(known, 'coverage.refused')] : []),
      ...(whole ? [] : [phrase(known, 'coverage.part')]),
    ],
    counts: {
      events: events.length,
      logged: events.filter(({ state }) => state !== 'off').length,
      blocks: loaded.blocks.length,
      conditions: loaded.blocks.reduce((sum, { conditions }) => sum + conditions.length, 0),
    },
    events,
    tactics: knowledge.tactics.map(({ id, name }) => ({
      id,
      name,
      known: knowledge.techniques.filter(({ tactics }) => tactics.includes(id)).length,
      covered: covered.filter(({ tactics }) => tactics.includes(id)).length,
    })),
    techniques,
    unknown,
    attack: { version: knowledge.attackVersion, notice: knowledge.attackNotice },
  };
}
