import type { Comparison } from '../../matching/conditions.ts';
import type { JudgedCondition } from '../advice.ts';
import { areSame, numberFromEnd, numberOf, numberWith, powerOf, SEMICOLON } from '../foldedValues.ts';
import { Mark } from '../marks.ts';
import { covers, isEvery, isSayable } from './atoms.ts';

/** Whether a condition that covers another one is wanted. */
export type Accepts = (broad: JudgedCondition, narrow: JudgedCondition) => boolean;

/** Of conditions with one and the same text, so many are remembered; more of them say nothing new. */
const MOST_OWNERS = 4;
/** After so many that cover a condition and are not wanted, it is not looked for more: there may be any number. */
const MOST_REFUSED = 32;
/** A part that is shorter than this is in nearly everything, and is not looked for. */
const SHORTEST = 3;
/** Parts are found by so many of their last letters, which tell paths apart better than the first ones. */
const GRAM = 4;
/** The size of a table before it grows, a power of two. */
const FIRST_SIZE = 64;
/** A table has so many places for each entry, so that most of them are free and tell that nothing is there. */
const SPARE = 8;
/** The bits of a letter in a gram: those of ASCII. */
const LETTER_BITS = 7;

/** Which condition is to be covered, and by which. */
class Question {
  private refused = 0;

  constructor(
    readonly narrow: JudgedCondition,
    private readonly accepts: Accepts,
  ) {}

  takes(broad: JudgedCondition): boolean {
    if (this.accepts(broad, this.narrow)) return true;
    this.refused++;
    return false;
  }

  /** There is no use in looking further. */
  get isOver(): boolean {
    return this.refused >= MOST_REFUSED;
  }
}

/** Numbers of texts longer than this are not kept for the next one. */
const MOST_KEPT = 16_384;

/** The numbers of all beginnings of one text, which give those of all its parts without going through them. */
class Prefixes {
  private numbers = new Int32Array(256);
  private start = 0;

  of(units: Uint16Array, start: number, end: number): void {
    const length = end - start;
    if (this.numbers.length <= length) this.numbers = new Int32Array(length * 2);
    // One long text is no reason to keep so much for ever.
    else if (this.numbers.length > MOST_KEPT && length < MOST_KEPT) this.numbers = new Int32Array(MOST_KEPT);
    this.start = start;
    const { numbers } = this;
    let number = 0;
    for (let i = 0; i < length; i++) {
      number = numberWith(number, units[start + i]!);
      numbers[i + 1] = number;
    }
  }

  /** The number of the part from `from` to `to`. */
  between(from: number, to: number): number {
    const { numbers, start } = this;
    return (numbers[to - start]! - Math.imul(numbers[from - start]!, powerOf(to - from))) | 0;
  }
}

const prefixes = new Prefixes();

/**
 * Texts, each a part of a table, with the conditions that they are from, by their numbers. It is used for many sets
 * of texts, one after the other, and is not made anew for each.
 */
class Texts {
  /** By a part of the number: one more than the first entry that has it, zero for none. */
  private heads = new Int32Array(FIRST_SIZE);
  private count = 0;
  /** By entry: one more than the next entry with the same head. */
  private readonly nexts: number[] = [];
  private readonly numbers: number[] = [];
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly owners: JudgedCondition[] = [];
  /** The length of the longest text. */
  private longest = 0;

  constructor(private readonly units: Uint16Array) {}

  clear(): void {
    if (this.count === 0) return;
    this.heads.fill(0);
    this.count = 0;
    this.longest = 0;
  }

  /** @returns false where the text was known */
  add(start: number, end: number, number: number, owner: JudgedCondition): boolean {
    const length = end - start;
    let known = 0;
    let last = 0;
    for (let at = this.heads[slotIn(this.heads, number)]!; at > 0; at = this.nexts[at - 1]!) {
      last = at;
      if (!this.isAt(at - 1, number, start, length)) continue;
      if (++known === MOST_OWNERS) return false;
    }
    const entry = this.count++;
    this.nexts[entry] = 0;
    this.numbers[entry] = number;
    this.starts[entry] = start;
    this.lengths[entry] = length;
    this.owners[entry] = owner;
    if (length > this.longest) this.longest = length;
    if (this.count * SPARE > this.heads.length) this.grow();
    // The first one that was added is found first.
    else if (last > 0) this.nexts[last - 1] = entry + 1;
    else this.heads[slotIn(this.heads, number)] = entry + 1;
    return known === 0;
  }

  private grow(): void {
    this.heads = new Int32Array(this.heads.length * 4);
    for (let entry = this.count - 1; entry >= 0; entry--) {
      const slot = slotIn(this.heads, this.numbers[entry]!);
      this.nexts[entry] = this.heads[slot]!;
      this.heads[slot] = entry + 1;
    }
  }

  private isAt(entry: number, number: number, start: number, length: number): boolean {
    return (
      this.numbers[entry] === number &&
      this.lengths[entry] === length &&
      areSame(this.units, this.starts[entry]!, start, length)
    );
  }

  /** The first condition with this very text that covers the narrow one as a whole, and is wanted. */
  find(start: number, end: number, number: number, question: Question): Found {
    const { narrow } = question;
    const length = end - start;
    for (let at = this.heads[slotIn(this.heads, number)]!; at > 0; at = this.nexts[at - 1]!) {
      const broad = this.owners[at - 1]!;
      if (broad === narrow || this.numbers[at - 1] !== number || this.lengths[at - 1] !== length) continue;
      // Whether it is wanted is known sooner than whether it covers.
      if (question.isOver) return null;
      if (!question.takes(broad) || !areSame(this.units, this.starts[at - 1]!, start, length)) continue;
      if (!narrow.hasSemicolons || covers(broad, narrow)) return broad;
    }
    return null;
  }

  /** The same for all texts that a text begins with. */
  findBeginning(start: number, end: number, question: Question): Found {
    const { heads, units } = this;
    const most = Math.min(end, start + this.longest);
    let number = 0;
    for (let at = start; at < most; at++) {
      number = numberWith(number, units[at]!);
      if (heads[slotIn(heads, number)] === 0) continue;
      const found = this.find(start, at + 1, number, question);
      if (found || question.isOver) return found;
    }
    return null;
  }

  /** The same for all texts that a text ends with; the numbers are those of texts that are read from their ends. */
  findEnd(start: number, end: number, question: Question): Found {
    const { heads, units } = this;
    const least = Math.max(start, end - this.longest);
    let number = 0;
    for (let at = end - 1; at >= least; at--) {
      number = numberWith(number, units[at]!);
      if (heads[slotIn(heads, number)] === 0) continue;
      const found = this.find(at, end, number, question);
      if (found || question.isOver) return found;
    }
    return null;
  }
}

type Found = JudgedCondition | null;

/** @param table its length is a power of two */
function slotIn(table: { readonly length: number }, number: number): number {
  return (number ^ (number >>> 15)) & (table.length - 1);
}

/** Texts to be found anywhere in another text, by what they end with. */
class Parts {
  private readonly texts: Texts;
  /**
   * By a part of a gram: one more than the first entry that has it, zero for none. Nearly all places of a text are
   * passed over by this.
   */
  private heads = new Int32Array(FIRST_SIZE);
  private count = 0;
  /** By entry: one more than the next entry with the same head. */
  private readonly nexts: number[] = [];
  /** By entry: a gram, and the length of texts that end with it. */
  private readonly grams: number[] = [];
  private readonly lengths: number[] = [];
  private readonly mask: number;

  constructor(
    private readonly units: Uint16Array,
    private readonly gram: number,
  ) {
    this.texts = new Texts(units);
    this.mask = 2 ** (gram * LETTER_BITS) - 1;
  }

  clear(): void {
    if (this.count === 0) return;
    this.texts.clear();
    this.heads.fill(0);
    this.count = 0;
  }

  add(start: number, end: number, number: number, owner: JudgedCondition): void {
    if (!this.texts.add(start, end, number, owner)) return;
    let gram = 0;
    for (let at = end - this.gram; at < end; at++) gram = gramWith(gram, this.units[at]!) & this.mask;
    this.addGram(gram, end - start);
  }

  private addGram(gram: number, length: number): void {
    for (let at = this.heads[slotIn(this.heads, gram)]!; at > 0; at = this.nexts[at - 1]!) {
      if (this.grams[at - 1] === gram && this.lengths[at - 1] === length) return;
    }
    this.grams[this.count] = gram;
    this.lengths[this.count] = length;
    if (this.count * SPARE > this.heads.length) this.grow();
    this.link(this.count++);
  }

  private grow(): void {
    this.heads = new Int32Array(this.heads.length * 4);
    for (let entry = 0; entry < this.count; entry++) this.link(entry);
  }

  private link(entry: number): void {
    const slot = slotIn(this.heads, this.grams[entry]!);
    this.nexts[entry] = this.heads[slot]!;
    this.heads[slot] = entry + 1;
  }

  /** The first condition whose text is a part of a text, that covers the narrow one as a whole, and is wanted. */
  find(start: number, end: number, question: Question): Found {
    const { heads, mask, units } = this;
    if (this.count === 0) return null;
    let gram = 0;
    let isRead = false;
    for (let to = start + 1; to <= end; to++) {
      gram = gramWith(gram, units[to - 1]!) & mask;
      for (let at = heads[slotIn(heads, gram)]!; at > 0; at = this.nexts[at - 1]!) {
        const from = to - this.lengths[at - 1]!;
        if (this.grams[at - 1] !== gram || from < start) continue;
        if (!isRead) prefixes.of(units, start, end);
        isRead = true;
        const found = this.texts.find(from, to, prefixes.between(from, to), question);
        if (found || question.isOver) return found;
      }
    }
    return null;
  }
}

/** The gram that a letter ends, from the one before it; what lies further back is to be masked off. */
function gramWith(gram: number, unit: number): number {
  return (gram << LETTER_BITS) ^ unit;
}

/**
 * Conditions on one field, to be asked which of them covers another one. What an answer takes grows with
 * the length of the text that is asked for, and not with the number of conditions.
 */
export class CoverIndex {
  // Most fields are compared in one or two ways only.
  private equal: Texts | null = null;
  private beginning: Texts | null = null;
  private end: Texts | null = null;
  private file: Texts | null = null;
  private shortPart: Parts | null = null;
  private part: Parts | null = null;

  /** @param units the values of the conditions: `Advice.units` */
  constructor(private readonly units: Uint16Array) {}

  /** Begins anew, for the conditions on another field. */
  clear(): void {
    this.equal?.clear();
    this.beginning?.clear();
    this.end?.clear();
    this.file?.clear();
    this.shortPart?.clear();
    this.part?.clear();
  }

  /** Of conditions with one and the same text the earlier ones are found first. */
  add(condition: JudgedCondition): void {
    if (condition.meaning.negated || isEvery(condition) || !isSayable(condition)) return;
    const { units } = this;
    const end = condition.at + condition.length;
    if (!condition.hasSemicolons) {
      this.addItem(condition.at, end, condition.number, condition);
      return;
    }
    for (let start = condition.at; start <= end;) {
      const itemEnd = endOfItem(units, start, end);
      this.addItem(start, itemEnd, numberOf(units, start, itemEnd), condition);
      start = itemEnd + 1;
    }
  }

  private addItem(start: number, end: number, number: number, condition: JudgedCondition): void {
    const { units } = this;
    switch (comparisonOf(units, start, end, condition)) {
      case 'equal':
        (this.equal ??= new Texts(units)).add(start, end, number, condition);
        break;
      case 'beginning':
        (this.beginning ??= new Texts(units)).add(start, end, number, condition);
        break;
      case 'end':
        (this.end ??= new Texts(units)).add(start, end, numberFromEnd(units, start, end), condition);
        break;
      case 'file':
        (this.file ??= new Texts(units)).add(start, end, number, condition);
        break;
      case 'part':
        if (end - start >= GRAM) (this.part ??= new Parts(units, GRAM)).add(start, end, number, condition);
        else if (end - start >= SHORTEST)
          (this.shortPart ??= new Parts(units, SHORTEST)).add(start, end, number, condition);
        break;
      case 'less':
      case 'more':
    }
  }

  /** Another condition that covers this one, and that is accepted. */
  find(condition: JudgedCondition, accepts: Accepts): Found {
    if (condition.meaning.negated || !isSayable(condition)) return null;
    const { units } = this;
    const question = new Question(condition, accepts);
    const end = condition.at + condition.length;
    if (!condition.hasSemicolons) return this.findFor(condition.at, end, condition.number, question);
    for (let start = condition.at; start <= end;) {
      const itemEnd = endOfItem(units, start, end);
      const number = numberOf(units, start, itemEnd);
      const found = this.findFor(start, itemEnd, number, question);
      // Of items that hold together, one that is covered is enough; of alternatives all must be.
      if (found || question.isOver || !isEvery(condition)) return found;
      start = itemEnd + 1;
    }
    return null;
  }

  private findFor(start: number, end: number, number: number, question: Question): Found {
    const { units } = this;
    const comparison = comparisonOf(units, start, end, question.narrow);
    if (comparison === 'less' || comparison === 'more') return null;
    const isEqual = comparison === 'equal';
    let found: Found = null;
    if (this.equal && isEqual) found = this.equal.find(start, end, number, question);
    if (!found && this.file && (isEqual || comparison === 'file' || comparison === 'end')) {
      const name = startOfFile(units, start, end);
      if (name > start || comparison !== 'end') {
        found = this.file.find(name, end, numberOf(units, name, end), question);
      }
    }
    if (!found && (isEqual || comparison === 'beginning'))
      found = this.beginning?.findBeginning(start, end, question) ?? null;
    if (!found && (isEqual || comparison === 'end' || comparison === 'file'))
      found = this.end?.findEnd(start, end, question) ?? null;
    return (
      found ?? this.shortPart?.find(start, end, question) ?? this.part?.find(start, end, question) ?? null
    );
  }
}

/** Where the item of a list ends that begins at `start`. */
function endOfItem(units: Uint16Array, start: number, end: number): number {
  let at = start;
  while (at < end && units[at] !== SEMICOLON) at++;
  return at;
}

/** `comparisonOf` for an item as a part of the table. */
function comparisonOf(
  units: Uint16Array,
  start: number,
  end: number,
  { meaning, marks }: JudgedCondition,
): Comparison {
  if (meaning.comparison !== 'file' || (marks & Mark.backslash) === 0) return meaning.comparison;
  return startOfFile(units, start, end) > start ? 'equal' : 'file';
}

const BACKSLASH = 92;

/** Behind the last backslash of a text; its beginning where it has none. */
function startOfFile(units: Uint16Array, start: number, end: number): number {
  for (let at = end; at > start; at--) if (units[at - 1] === BACKSLASH) return at;
  return start;
}
