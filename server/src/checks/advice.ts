import type { Loaded, LoadedBlock, LoadedCondition, Problem, ProblemData } from '../loader/index.ts';
import { CONDITIONS, fold, listItems, type ConditionMeaning } from '../matching/conditions.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { Flag, NONE, type SyntaxTree } from '../syntax/index.ts';
import { FoldedValues } from './foldedValues.ts';
import { Mark } from './marks.ts';

/**
 * A loaded condition with what checks ask of it again and again. Texts are made when they are first asked for:
 * a large file has tens of thousands of conditions, and for most of them their marks say all there is to know.
 */
export class JudgedCondition {
  /** The value and what is made of it, as far as it was asked for. */
  private ownTexts: ValueTexts | null = null;

  private constructor(
    private readonly tree: SyntaxTree,
    readonly block: LoadedBlock,
    readonly loaded: LoadedCondition,
    /** Its place among all conditions of the file, in the order of the loader. */
    readonly index: number,
    readonly meaning: ConditionMeaning,
    /** What stands in the value: bits of `Mark`. */
    readonly marks: number,
    /** The same number for values that Sysmon takes for the same. */
    readonly number: number,
    /** Where the value begins in `Advice.units`. */
    readonly at: number,
    /** The text in its place is the value, letter by letter, so that a place in one is a place in the other. */
    readonly verbatim: boolean,
  ) {}

  /** @param values takes the value */
  static of(
    tree: SyntaxTree,
    block: LoadedBlock,
    loaded: LoadedCondition,
    index: number,
    meaning: ConditionMeaning,
    values: FoldedValues,
  ): JudgedCondition {
    const { node } = loaded.source;
    const start = tree.startTagEnd(node);
    const end = tree.contentEnd(node);
    if (tree.firstChild(node) === NONE && !tree.has(node, Flag.hasReference)) {
      const at = values.add(tree.text, start, end);
      const { marks, number } = values;
      // A line break of two characters is one in a value.
      if ((marks & Mark.carriageReturn) === 0)
        return new JudgedCondition(tree, block, loaded, index, meaning, marks, number, at, true);
    }
    const texts = new ValueTexts(tree.content(node));
    const at = values.add(texts.value, 0, texts.value.length);
    const { marks, number } = values;
    const condition = new JudgedCondition(tree, block, loaded, index, meaning, marks, number, at, false);
    condition.ownTexts = texts;
    return condition;
  }

  /** Where the value stands in the text. */
  get start(): number {
    return this.tree.startTagEnd(this.loaded.source.node);
  }

  get end(): number {
    return this.tree.contentEnd(this.loaded.source.node);
  }

  /** The value as Sysmon has it: references replaced, nothing trimmed. */
  get value(): string {
    return this.texts.value;
  }

  /** The same as Sysmon compares it. */
  get folded(): string {
    const { texts } = this;
    return (texts.folded ??= this.has(Mark.capital) ? fold(texts.value) : texts.value);
  }

  /** The folded items of a list; the folded value alone where it is none. */
  get items(): readonly string[] {
    return (this.texts.items ??= this.has(Mark.capital | Mark.emptyItem)
      ? this.foldedItems()
      : this.itemsAsWritten);
  }

  /** The items of a list as they are written, the whole value where it is none. */
  get itemsAsWritten(): readonly string[] {
    const { texts } = this;
    return (texts.written ??= this.hasSemicolons ? texts.value.split(';') : [texts.value]);
  }

  private foldedItems(): readonly string[] {
    return this.hasSemicolons ? listItems(this.folded, this.meaning.comparison) : [this.folded];
  }

  private get texts(): ValueTexts {
    return (this.ownTexts ??= new ValueTexts(this.tree.text.slice(this.start, this.end)));
  }

  get length(): number {
    return this.verbatim ? this.end - this.start : this.value.length;
  }

  /** The value is nothing at all. */
  get isEmpty(): boolean {
    return this.length === 0;
  }

  /**
   * The value may begin as a pattern says, which is sticky. The value is not cut out for it, so that what stands behind
   * it counts as well.
   */
  mayBegin(pattern: RegExp): boolean {
    pattern.lastIndex = this.verbatim ? this.start : 0;
    return pattern.test(this.verbatim ? this.tree.text : this.value);
  }

  /** One of the marks stands in the value. */
  has(marks: number): boolean {
    return (this.marks & marks) !== 0;
  }

  /** The value is a list of several items. */
  get hasSemicolons(): boolean {
    return this.meaning.list && (this.marks & Mark.semicolon) !== 0;
  }

  /** The condition that holds where this one, a negation, does not. */
  positive(): JudgedCondition {
    const { tree, block, loaded, index, meaning, marks, number, at, verbatim, ownTexts } = this;
    const positive = { ...meaning, negated: false };
    const condition = new JudgedCondition(tree, block, loaded, index, positive, marks, number, at, verbatim);
    condition.ownTexts = ownTexts;
    return condition;
  }
}

/** What is made of a value; null until it is asked for. */
class ValueTexts {
  folded: string | null = null;
  items: readonly string[] | null = null;
  written: readonly string[] | null = null;

  constructor(readonly value: string) {}
}

const EQUAL: ConditionMeaning = CONDITIONS.get('is')!;

/** What the checks beyond loading look at: the conditions and blocks that Sysmon loads. */
export interface Advice {
  readonly parsed: ParsedDocument;
  readonly loaded: Loaded;
  readonly knowledge: Knowledge;
  /** In the order of the loader. */
  readonly conditions: readonly JudgedCondition[];
  /** The values of all conditions as Sysmon compares them. */
  readonly units: Uint16Array;
  readonly byBlock: ReadonlyMap<LoadedBlock, readonly JudgedCondition[]>;
  /** The blocks of each event element, in the order of the loader, which is that of the file. */
  readonly byTag: ReadonlyMap<string, readonly LoadedBlock[]>;
}

/** Data that is made for those problems only that are told: of tens of thousands, few are. */
export interface DataOnDemand {
  toData(): ProblemData;
}

/** Takes a problem of the check that is running. Offsets are UTF-16 code units. */
export type AdviceReport = (start: number, end: number, data?: ProblemData | DataOnDemand) => void;

/** A problem that a check reported. */
export class AdviceProblem implements Problem {
  constructor(
    readonly code: string,
    readonly start: number,
    readonly end: number,
    private given: ProblemData | DataOnDemand | undefined,
  ) {}

  get data(): ProblemData | undefined {
    const { given } = this;
    return isOnDemand(given) ? (this.given = given.toData()) : given;
  }
}

function isOnDemand(data: ProblemData | DataOnDemand | undefined): data is DataOnDemand {
  return typeof data?.['toData'] === 'function';
}

/** Values are about so long. */
const USUAL_LENGTH = 40;

export function createAdvice(parsed: ParsedDocument, loaded: Loaded, knowledge: Knowledge): Advice {
  const byBlock = new Map<LoadedBlock, JudgedCondition[]>();
  const byTag = new Map<string, LoadedBlock[]>();
  const length = loaded.blocks.reduce((sum, block) => sum + block.conditions.length, 0);
  const conditions: JudgedCondition[] = [];
  const values = new FoldedValues(length * USUAL_LENGTH);
  let name = '';
  let meaning = EQUAL;
  for (const block of loaded.blocks) {
    const from = conditions.length;
    for (const condition of block.conditions) {
      // Conditions that stand together mostly compare alike.
      if (condition.condition !== name) {
        name = condition.condition;
        meaning = CONDITIONS.get(name) ?? EQUAL;
      }
      conditions.push(JudgedCondition.of(parsed.tree, block, condition, conditions.length, meaning, values));
    }
    byBlock.set(block, conditions.slice(from));
    const blocks = byTag.get(block.event);
    if (blocks) blocks.push(block);
    else byTag.set(block.event, [block]);
  }
  return { parsed, loaded, knowledge, conditions, units: values.units, byBlock, byTag };
}

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
