import type { Edit } from '../../checks/fix.ts';
import type { ParsedDocument } from '../../documents.ts';
import type { LoadedBlock, LoadedCondition } from '../../loader/index.ts';
import type { Condition, EventBlock } from '../../model/index.ts';
import type { Knowledge } from '../../schema/knowledge.ts';

/** What a refactoring changes of what Sysmon does: nothing, the RuleName of some events, or what is logged. */
export type Change = 'nothing' | 'names' | 'logged';

/** A change of a block that is offered. Its edits never overlap. */
export interface Refactoring {
  readonly kind: 'extract' | 'inline' | 'rewrite';
  /** What it does, as an order, without what it changes. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** What is known to change; the proof may find more. */
  readonly change: Change;
  /** Why what is logged changes, as the end of a sentence. */
  readonly why?: string;
}

/** What is asked for: a block that Sysmon loads, and what of it is selected. */
export interface Request {
  readonly parsed: ParsedDocument;
  readonly knowledge: Knowledge;
  readonly block: LoadedBlock;
  readonly source: EventBlock;
  /** The loaded conditions by their elements. */
  readonly loadedBy: ReadonlyMap<Condition, LoadedCondition>;
  /**
   * The conditions that the selection touches, all of them bare ones of the block or all of one Rule, and
   * nothing else between them; empty where it touches something else.
   */
  readonly selected: readonly LoadedCondition[];
  /** The selection is a place and not a range. */
  readonly isPlace: boolean;
  /** The place is in the start tag of the block, which stands for the block as a whole. */
  readonly isOnBlock: boolean;
}

/** Some event may keep a name from a condition that was judged before another, unnamed one decides. */
export function namesLeak({ loadedBy }: Request): boolean {
  return [...loadedBy.values()].some(({ name }) => name === null);
}
