import type { LoadedBlock, LoadedCondition, ProblemData } from '../loader/index.ts';
import type { Loaded } from '../loader/index.ts';
import { CONDITIONS, fold, listItems, type ConditionMeaning } from '../matching/conditions.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { NONE } from '../syntax/index.ts';

/** A loaded condition with what checks ask of it again and again. */
export interface JudgedCondition {
  readonly loaded: LoadedCondition;
  readonly block: LoadedBlock;
  readonly meaning: ConditionMeaning;
  /** The value as Sysmon has it: references replaced, nothing trimmed. */
  readonly value: string;
  /** The same as Sysmon compares it. */
  readonly folded: string;
  /** The folded items of a list; the folded value alone where it is none. */
  readonly items: readonly string[];
  /** Where the value stands in the text. */
  readonly start: number;
  readonly end: number;
  /** The text there is the value, letter by letter, so that a place in one is a place in the other. */
  readonly verbatim: boolean;
}

/** What the checks beyond loading look at: the conditions and blocks that Sysmon loads. */
export interface Advice {
  readonly parsed: ParsedDocument;
  readonly loaded: Loaded;
  readonly knowledge: Knowledge;
  /** In the order of the loader. */
  readonly conditions: readonly JudgedCondition[];
  readonly byBlock: ReadonlyMap<LoadedBlock, readonly JudgedCondition[]>;
  /** The blocks of each event element, in the order of the loader, which is that of the file. */
  readonly byTag: ReadonlyMap<string, readonly LoadedBlock[]>;
}

/** Takes a problem of the check that is running. Offsets are UTF-16 code units. */
export type AdviceReport = (start: number, end: number, data?: ProblemData) => void;

export function createAdvice(parsed: ParsedDocument, loaded: Loaded, knowledge: Knowledge): Advice {
  const byBlock = new Map<LoadedBlock, JudgedCondition[]>();
  const byTag = new Map<string, LoadedBlock[]>();
  const conditions: JudgedCondition[] = [];
  for (const block of loaded.blocks) {
    const own = block.conditions.map(condition => judge(parsed, block, condition));
    byBlock.set(block, own);
    for (const condition of own) conditions.push(condition);
    const blocks = byTag.get(block.event);
    if (blocks) blocks.push(block);
    else byTag.set(block.event, [block]);
  }
  return { parsed, loaded, knowledge, conditions, byBlock, byTag };
}

function judge({ tree }: ParsedDocument, block: LoadedBlock, loaded: LoadedCondition): JudgedCondition {
  const { node } = loaded.source;
  const meaning = CONDITIONS.get(loaded.condition) ?? EQUAL;
  const value = tree.content(node);
  const folded = fold(value);
  const start = tree.startTagEnd(node);
  const end = tree.contentEnd(node);
  return {
    loaded,
    block,
    meaning,
    value,
    folded,
    items: meaning.list ? listItems(folded, meaning.comparison) : [folded],
    start,
    end,
    verbatim: tree.firstChild(node) === NONE && end - start === value.length,
  };
}

const EQUAL: ConditionMeaning = CONDITIONS.get('is')!;

/** The range that stands for a whole condition: its start tag's name to the end of its element. */
export function conditionRange(
  { tree }: ParsedDocument,
  { loaded }: JudgedCondition,
): [start: number, end: number] {
  const { node } = loaded.source;
  return [tree.start(node), tree.end(node)];
}

/** The range of a value; that of the whole element where the value is empty, since nobody sees an empty range. */
export function valueRange(parsed: ParsedDocument, condition: JudgedCondition): [start: number, end: number] {
  const { start, end } = condition;
  return start < end ? [start, end] : conditionRange(parsed, condition);
}

/** The range of an event block that a problem of the whole block is shown at: the name in its start tag. */
export function blockRange({ tree }: ParsedDocument, { source }: LoadedBlock): [start: number, end: number] {
  return [tree.nameStart(source.node), tree.nameEnd(source.node)];
}
