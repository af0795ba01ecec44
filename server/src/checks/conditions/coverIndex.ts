import type { Comparison } from '../../matching/conditions.ts';
import type { JudgedCondition } from '../advice.ts';
import { numberWith, powerOf, sameFolded } from '../marks.ts';
import { covers, isEvery, isSayable } from './atoms.ts';

/** Whether a condition that covers another one is wanted. */
export type Accepts = (broad: JudgedCondition, narrow: JudgedCondition) => boolean;

/** Of conditions with one and the same text, so many are remembered; more of them say nothing new. */
const MOST_OWNERS = 4;
/** A part that is shorter than this is in nearly everything, and is not looked for. */
const SHORTEST = 3;
/** Parts are found by so many of their first letters: as many as they have, where they are short. */
const GRAM = 6;

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

/** A text, as a part of `source`, the conditions that it is from, and another text of the same number. */
interface Entry {
  readonly source: string;
  readonly start: number;
  readonly length: number;
  readonly owners: JudgedCondition[];
  readonly next: Entry | undefined;
}

/** Texts with the conditions that they are from, to be found inside of another text. */
class Texts {
  private readonly byNumber = new Map<number, Entry>();
  private readonly hasLength: boolean[] = [];
  readonly lengths: number[] = [];

  /** @returns false where the text was known */
  add(source: string, start: number, length: number, number: number, owner: JudgedCondition): boolean {
    const first = this.byNumber.get(number);
    for (let entry = first; entry; entry = entry.next) {
      if (!isAt(entry, source, start, length)) continue;
      if (entry.owners.length < MOST_OWNERS) entry.owners.push(owner);
      return false;
    }
    this.byNumber.set(number, { source, start, length, owners: [owner], next: first });
    if (!this.hasLength[length]) {
      this.hasLength[length] = true;
      this.lengths.push(length);
    }
    return true;
  }

  /** The conditions whose text is a part of another one, from `from` to `to`; `prefixes` are those of that one. */
  at(source: string, start: number, from: number, to: number): readonly JudgedCondition[] | undefined {
    let entry = this.byNumber.get(prefixes.between(from, to));
    while (entry && !isAt(entry, source, start + from, to - from)) entry = entry.next;
    return entry?.owners;
  }
}

function isAt(entry: Entry, source: string, start: number, length: number): boolean {
  return entry.length === length && sameFolded(entry.source, entry.start, source, start, length);
}

/** Texts to be found anywhere in another text, by what they begin with. */
class Parts {
  private readonly texts = new Texts();
  /** The lengths of the texts that begin with a gram, by the number of that. */
  private readonly lengths = new Map<number, number[]>();
  /** Nearly all places of a text are passed over by this. */
  private seen = new Uint8Array(64);

  constructor(private readonly gram: number) {}

  add(source: string, start: number, length: number, number: number, owner: JudgedCondition): void {
    if (!this.texts.add(source, start, length, number, owner)) return;
    const gram = numberOf(source, start, this.gram);
    const lengths = this.lengths.get(gram);
    if (!lengths) this.addGram(gram, length);
    else if (!lengths.includes(length)) lengths.push(length);
  }

  private addGram(number: number, length: number): void {
    this.lengths.set(number, [length]);
    if (this.lengths.size * 8 > this.seen.length) {
      this.seen = new Uint8Array(this.seen.length * 4);
      for (const each of this.lengths.keys()) this.seen[bitsOf(each, this.seen.length)] = 1;
    }
    this.seen[bitsOf(number, this.seen.length)] = 1;
  }

  /** The first that is a part of a text; `prefixes` are those of it. */
  find(
    source: string,
    start: number,
    length: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    const { seen, gram } = this;
    if (this.lengths.size === 0) return null;
    for (let at = 0; at + gram <= length; at++) {
      const number = prefixes.between(at, at + gram);
      if (seen[bitsOf(number, seen.length)] === 0) continue;
      const lengths = this.lengths.get(number);
      if (!lengths) continue;
      for (const n of lengths) {
        if (at + n > length) continue;
        const found = accepted(this.texts.at(source, start, at, at + n), narrow, accepts);
        if (found) return found;
      }
    }
    return null;
  }
}

/** @param size a power of two */
function bitsOf(number: number, size: number): number {
  return (number ^ (number >>> 15)) & (size - 1);
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

  /** Earlier ones are found first. */
  add(condition: JudgedCondition): void {
    if (condition.meaning.negated || isEvery(condition) || !isSayable(condition)) return;
    if (condition.hasSemicolons) {
      for (const item of condition.items) {
        this.addItem(item, 0, item.length, numberOf(item, 0, item.length), condition);
      }
    } else {
      const { source, sourceStart, length, number } = condition;
      this.addItem(source, sourceStart, length, number, condition);
    }
  }

  private addItem(
    source: string,
    start: number,
    length: number,
    number: number,
    condition: JudgedCondition,
  ): void {
    const comparison = comparisonOf(condition, source, start, length);
    if (comparison === 'less' || comparison === 'more') return;
    if (comparison !== 'part') {
      (this[comparison] ??= new Texts()).add(source, start, length, number, condition);
    } else if (length >= GRAM) {
      (this.part ??= new Parts(GRAM)).add(source, start, length, number, condition);
    } else if (length >= SHORTEST) {
      (this.shortPart ??= new Parts(SHORTEST)).add(source, start, length, number, condition);
    }
  }

  /** Another condition that covers this one, and that is accepted. */
  find(condition: JudgedCondition, accepts: Accepts): JudgedCondition | null {
    if (condition.meaning.negated || !isSayable(condition)) return null;
    if (!condition.hasSemicolons) {
      return this.findFor(condition.source, condition.sourceStart, condition.length, condition, accepts);
    }
    const { items } = condition;
    // Of items that hold together, one that is covered is enough; of alternatives all must be.
    const asked = isEvery(condition) ? items.length : 1;
    for (let i = 0; i < asked; i++) {
      const item = items[i]!;
      const found = this.findFor(item, 0, item.length, condition, accepts);
      if (found) return found;
    }
    return null;
  }

  private findFor(
    source: string,
    start: number,
    length: number,
    narrow: JudgedCondition,
    accepts: Accepts,
  ): JudgedCondition | null {
    const comparison = comparisonOf(narrow, source, start, length);
    if (comparison === 'less' || comparison === 'more') return null;
    const { equal: same, file, beginning, end, shortPart, part } = this;
    const equal = comparison === 'equal';
    prefixes.of(source, start, length);
    if (same && equal) {
      const found = accepted(same.at(source, start, 0, length), narrow, accepts);
      if (found) return found;
    }
    const name = file ? fileStart(source, start, length) : 0;
    if (file && (equal || comparison === 'file' || (comparison === 'end' && name > 0))) {
      const found = accepted(file.at(source, start, name, length), narrow, accepts);
      if (found) return found;
    }
    if (beginning && (equal || comparison === 'beginning')) {
      for (const n of beginning.lengths) {
        const found = n <= length ? accepted(beginning.at(source, start, 0, n), narrow, accepts) : null;
        if (found) return found;
      }
    }
    if (end && (equal || comparison === 'end' || comparison === 'file')) {
      for (const n of end.lengths) {
        const found =
          n <= length ? accepted(end.at(source, start, length - n, length), narrow, accepts) : null;
        if (found) return found;
      }
    }
    return (
      shortPart?.find(source, start, length, narrow, accepts) ??
      part?.find(source, start, length, narrow, accepts) ??
      null
    );
  }
}

/** The first of the conditions that one text is from that covers the narrow one as a whole, and is wanted. */
function accepted(
  owners: readonly JudgedCondition[] | undefined,
  narrow: JudgedCondition,
  accepts: Accepts,
): JudgedCondition | null {
  if (!owners) return null;
  for (const broad of owners) {
    if (broad === narrow || (narrow.hasSemicolons && !covers(broad, narrow))) continue;
    if (accepts(broad, narrow)) return broad;
  }
  return null;
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
