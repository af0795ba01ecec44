import type { Comparison } from '../../matching/conditions.ts';
import type { JudgedCondition } from '../advice.ts';
import { LOWER_CASE, numberWith, powerOf, sameFolded, SEMICOLON } from '../marks.ts';
import { covers, isEvery, isSayable } from './atoms.ts';

/** Whether a condition that covers another one is wanted. */
export type Accepts = (broad: JudgedCondition, narrow: JudgedCondition) => boolean;

/** Of conditions with one and the same text, so many are remembered; more of them say nothing new. */
const MOST_OWNERS = 4;
/** A part that is shorter than this is in nearly everything, and is not looked for. */
const SHORTEST = 3;
/** Parts are found by so many of their last letters, which tell paths apart better than the first ones. */
const GRAM = 4;
/** The size of a table before it grows, a power of two. */
const FIRST_SIZE = 64;
/** The bits of a letter in a gram: those of ASCII. */
const LETTER_BITS = 7;

/** The numbers of all beginnings of one text, which give those of all its parts without cutting them out. */
class Prefixes {
  private numbers = new Int32Array(256);

  of(source: string, start: number, length: number): void {
    if (this.numbers.length <= length) this.numbers = new Int32Array(length * 2);
    const { numbers } = this;
    let number = 0;
    for (let i = 0; i < length; i++) {
      number = numberWith(number, source.charCodeAt(start + i));
      numbers[i + 1] = number;
    }
  }

  /** The number of the text from `from` to `to`. */
  between(from: number, to: number): number {
    return (this.numbers[to]! - Math.imul(this.numbers[from]!, powerOf(to - from))) | 0;
  }
}

const prefixes = new Prefixes();

function numberOf(source: string, start: number, length: number): number {
  let number = 0;
  for (let i = 0; i < length; i++) number = numberWith(number, source.charCodeAt(start + i));
  return number;
}

/** The number of a text that is read from its end. */
function numberFromEnd(source: string, start: number, length: number): number {
  let number = 0;
  for (let i = start + length - 1; i >= start; i--) number = numberWith(number, source.charCodeAt(i));
  return number;
}

/**
 * Texts, each as a part of a source, with the conditions that they are from, by their numbers. The table is used
 * for many sets of texts, one after the other, and is not made anew for each.
 */
class Texts {
  /** By a part of the number: one more than the first entry that has it, zero for none. */
  private heads = new Int32Array(FIRST_SIZE);
  private count = 0;
  /** By entry: one more than the next entry with the same head. */
  private readonly nexts: number[] = [];
  private readonly numbers: number[] = [];
  private readonly sources: string[] = [];
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly owners: JudgedCondition[] = [];
  /** The length of the longest text. */
  longest = 0;

  clear(): void {
    if (this.count === 0) return;
    this.heads.fill(0);
    this.count = 0;
    this.longest = 0;
  }

  /** @returns false where the text was known */
  add(source: string, start: number, length: number, number: number, owner: JudgedCondition): boolean {
    let known = 0;
    let last = 0;
    for (let at = this.heads[slotIn(this.heads, number)]!; at > 0; at = this.nexts[at - 1]!) {
      last = at;
      if (!this.isAt(at - 1, number, source, start, length)) continue;
      if (++known === MOST_OWNERS) return false;
    }
    const entry = this.count++;
    this.nexts[entry] = 0;
    this.numbers[entry] = number;
    this.sources[entry] = source;
    this.starts[entry] = start;
    this.lengths[entry] = length;
    this.owners[entry] = owner;
    if (length > this.longest) this.longest = length;
    if (this.count * 4 > this.heads.length) this.grow();
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

  private isAt(entry: number, number: number, source: string, start: number, length: number): boolean {
    return (
      this.numbers[entry] === number &&
      this.lengths[entry] === length &&
      sameFolded(this.sources[entry]!, this.starts[entry]!, source, start, length)
    );
  }

  /** The first condition with this very text that covers the narrow one as a whole, and is wanted. */
  find(
    source: string,
    start: number,
    length: number,
    number: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    for (let at = this.heads[slotIn(this.heads, number)]!; at > 0; at = this.nexts[at - 1]!) {
      const broad = this.owners[at - 1]!;
      if (broad === narrow || !this.isAt(at - 1, number, source, start, length)) continue;
      if (narrow.hasSemicolons && !covers(broad, narrow)) continue;
      if (accepts(broad, narrow)) return broad;
    }
    return null;
  }

  /** The same for all texts that a text begins with. */
  findBeginning(
    source: string,
    start: number,
    length: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    const { heads } = this;
    const most = Math.min(length, this.longest);
    let number = 0;
    for (let i = 0; i < most; i++) {
      number = numberWith(number, source.charCodeAt(start + i));
      if (heads[slotIn(heads, number)] === 0) continue;
      const found = this.find(source, start, i + 1, number, narrow, accepts);
      if (found) return found;
    }
    return null;
  }

  /** The same for all texts that a text ends with; the numbers are those of texts that are read from their ends. */
  findEnd(
    source: string,
    start: number,
    length: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    const { heads } = this;
    const most = Math.min(length, this.longest);
    let number = 0;
    for (let i = 1; i <= most; i++) {
      number = numberWith(number, source.charCodeAt(start + length - i));
      if (heads[slotIn(heads, number)] === 0) continue;
      const found = this.find(source, start + length - i, i, number, narrow, accepts);
      if (found) return found;
    }
    return null;
  }
}

/** @param table its length is a power of two */
function slotIn(table: { readonly length: number }, number: number): number {
  return (number ^ (number >>> 15)) & (table.length - 1);
}

/** Texts to be found anywhere in another text, by what they end with. */
class Parts {
  private readonly texts = new Texts();
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

  constructor(private readonly gram: number) {
    this.mask = 2 ** (gram * LETTER_BITS) - 1;
  }

  clear(): void {
    if (this.count === 0) return;
    this.texts.clear();
    this.heads.fill(0);
    this.count = 0;
  }

  add(source: string, start: number, length: number, number: number, owner: JudgedCondition): void {
    if (!this.texts.add(source, start, length, number, owner)) return;
    let gram = 0;
    for (let i = length - this.gram; i < length; i++) {
      gram = gramWith(gram, source.charCodeAt(start + i)) & this.mask;
    }
    this.addGram(gram, length);
  }

  private addGram(gram: number, length: number): void {
    for (let at = this.heads[slotIn(this.heads, gram)]!; at > 0; at = this.nexts[at - 1]!) {
      if (this.grams[at - 1] === gram && this.lengths[at - 1] === length) return;
    }
    this.grams[this.count] = gram;
    this.lengths[this.count] = length;
    if (this.count * 8 > this.heads.length) this.grow();
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
  find(
    source: string,
    start: number,
    length: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    const { heads, mask } = this;
    if (this.count === 0) return null;
    let gram = 0;
    let isRead = false;
    for (let to = 1; to <= length; to++) {
      gram = gramWith(gram, source.charCodeAt(start + to - 1)) & mask;
      for (let at = heads[slotIn(heads, gram)]!; at > 0; at = this.nexts[at - 1]!) {
        const n = this.lengths[at - 1]!;
        if (this.grams[at - 1] !== gram || n > to) continue;
        if (!isRead) prefixes.of(source, start, length);
        isRead = true;
        const number = prefixes.between(to - n, to);
        const found = this.texts.find(source, start + to - n, n, number, narrow, accepts);
        if (found) return found;
      }
    }
    return null;
  }
}

/** The gram that a letter ends, in either case, from the one before it; what lies further back is to be masked off. */
function gramWith(gram: number, code: number): number {
  return (gram << LETTER_BITS) ^ (code | LOWER_CASE);
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

  /** Begins anew, for the conditions on another field. */
  clear(): void {
    this.equal?.clear();
    this.beginning?.clear();
    this.end?.clear();
    this.file?.clear();
    this.shortPart?.clear();
    this.part?.clear();
  }

  /** Earlier ones are found first. */
  add(condition: JudgedCondition): void {
    if (condition.meaning.negated || isEvery(condition) || !isSayable(condition)) return;
    const { source, sourceStart, length } = condition;
    if (!condition.hasSemicolons) {
      this.addItem(source, sourceStart, length, condition.number, condition);
      return;
    }
    for (let at = 0; at <= length;) {
      const end = itemEnd(source, sourceStart, at, length);
      const start = sourceStart + at;
      this.addItem(source, start, end - at, numberOf(source, start, end - at), condition);
      at = end + 1;
    }
  }

  private addItem(
    source: string,
    start: number,
    length: number,
    number: number,
    condition: JudgedCondition,
  ): void {
    switch (comparisonOf(condition, source, start, length)) {
      case 'equal':
        (this.equal ??= new Texts()).add(source, start, length, number, condition);
        break;
      case 'beginning':
        (this.beginning ??= new Texts()).add(source, start, length, number, condition);
        break;
      case 'end':
        (this.end ??= new Texts()).add(
          source,
          start,
          length,
          numberFromEnd(source, start, length),
          condition,
        );
        break;
      case 'file':
        (this.file ??= new Texts()).add(source, start, length, number, condition);
        break;
      case 'part':
        if (length >= GRAM) (this.part ??= new Parts(GRAM)).add(source, start, length, number, condition);
        else if (length >= SHORTEST)
          (this.shortPart ??= new Parts(SHORTEST)).add(source, start, length, number, condition);
        break;
      case 'less':
      case 'more':
    }
  }

  /** Another condition that covers this one, and that is accepted. */
  find(condition: JudgedCondition, accepts: Accepts): JudgedCondition | null {
    if (condition.meaning.negated || !isSayable(condition)) return null;
    const { source, sourceStart, length, number } = condition;
    if (!condition.hasSemicolons)
      return this.findFor(source, sourceStart, length, number, condition, accepts);
    for (let at = 0; at <= length;) {
      const end = itemEnd(source, sourceStart, at, length);
      const start = sourceStart + at;
      const own = numberOf(source, start, end - at);
      const found = this.findFor(source, start, end - at, own, condition, accepts);
      // Of items that hold together, one that is covered is enough; of alternatives all must be.
      if (found || !isEvery(condition)) return found;
      at = end + 1;
    }
    return null;
  }

  private findFor(
    source: string,
    start: number,
    length: number,
    number: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    const comparison = comparisonOf(narrow, source, start, length);
    if (comparison === 'less' || comparison === 'more') return null;
    const { equal, file, beginning, end, shortPart, part } = this;
    const isEqual = comparison === 'equal';
    let found: JudgedCondition | null = null;
    if (equal && isEqual) found = equal.find(source, start, length, number, narrow, accepts);
    if (!found && file && (isEqual || comparison === 'file' || comparison === 'end')) {
      const name = fileStart(source, start, length);
      if (name > 0 || comparison !== 'end') {
        const own = name === 0 ? number : numberOf(source, start + name, length - name);
        found = file.find(source, start + name, length - name, own, narrow, accepts);
      }
    }
    if (!found && beginning && (isEqual || comparison === 'beginning'))
      found = beginning.findBeginning(source, start, length, narrow, accepts);
    if (!found && end && (isEqual || comparison === 'end' || comparison === 'file'))
      found = end.findEnd(source, start, length, narrow, accepts);
    if (!found && shortPart) found = shortPart.find(source, start, length, narrow, accepts);
    if (!found && part) found = part.find(source, start, length, narrow, accepts);
    return found;
  }
}

/** Where the item of a list ends that begins `at` so far behind `start`, counted from there as well. */
function itemEnd(source: string, start: number, at: number, length: number): number {
  let end = at;
  while (end < length && source.charCodeAt(start + end) !== SEMICOLON) end++;
  return end;
}

/** `comparisonOf` for an item as a part of `source`. */
function comparisonOf(
  { meaning }: JudgedCondition,
  source: string,
  start: number,
  length: number,
): Comparison {
  return meaning.comparison === 'file' && fileStart(source, start, length) > 0 ? 'equal' : meaning.comparison;
}

const BACKSLASH = 92;

/** Behind the last backslash of a text, counted from its beginning; zero where it has none. */
function fileStart(source: string, start: number, length: number): number {
  for (let i = length; i > 0; i--) if (source.charCodeAt(start + i - 1) === BACKSLASH) return i;
  return 0;
}
