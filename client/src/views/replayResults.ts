/** What the language server answers about a replay: the shapes of `sysmon/replay` and its kin. */
import type { OnMatch, Range } from './results.ts';

export interface ReplayPart {
  readonly kind: 'block' | 'rule' | 'condition';
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

export interface ReplayProcess {
  readonly name: string;
  readonly seen: number;
  readonly logged: number;
}

export interface ReplayEvent {
  readonly eventId: number;
  readonly event: string | null;
  readonly title: string;
  readonly seen: number;
  readonly logged: number;
  readonly processField: string | null;
  readonly processes: readonly ReplayProcess[];
  readonly others: { readonly seen: number; readonly logged: number };
}

export interface ReplayReport {
  readonly logs: readonly string[];
  readonly seen: number;
  readonly logged: number;
  readonly passedOver: number;
  readonly unreadable: {
    readonly count: number;
    readonly first: readonly { readonly log: string; readonly line: number; readonly reason: string }[];
  };
  readonly events: readonly ReplayEvent[];
  readonly blocks: readonly ReplayBlock[];
  readonly tried: number;
  readonly deadCount: number;
  readonly dead: readonly ReplayPart[];
  readonly ruleNames: readonly { readonly name: string | null; readonly logged: number }[];
  readonly kept: { readonly events: number; readonly distinct: number; readonly capped: boolean };
  /** It was counted from what is kept, after an edit. */
  readonly again: boolean;
  readonly missingFields: readonly string[];
}

export type ReplayAnswer = { readonly report: ReplayReport } | { readonly error: string };

/** A change of the text as the server gives it. */
export type ExcludeAnswer =
  | { readonly edits: readonly { readonly range: Range; readonly newText: string }[] }
  | { readonly refused: string };
