/** What the language server answers about a replay: the shapes of `sysmon/replay` and its kin. */
import type { ReplayReport } from '../../../server/src/features/replay.ts';
import type { Range } from './results.ts';

export type { EventTally as ReplayEvent } from '../../../server/src/replay/tally.ts';
export type { ReplayBlock, ReplayPart, ReplayReport } from '../../../server/src/features/replay.ts';

export type ReplayAnswer = { readonly report: ReplayReport } | { readonly error: string };

/** A change of the text as the server gives it. */
export type ExcludeAnswer =
  | { readonly edits: readonly { readonly range: Range; readonly newText: string }[] }
  | { readonly refused: string };
