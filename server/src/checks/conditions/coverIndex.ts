import type { Comparison } from '../../matching/conditions.ts';
import type { JudgedCondition } from '../advice.ts';
import { comparisonOf, covers, fileOf, isEvery, isSayable } from './atoms.ts';

/** Whether a condition that covers another one is wanted. */
export type Accepts = (broad: JudgedCondition) => boolean;

/** Of conditions with one and the same text, so many are remembered; more of them say nothing new. */
const MOST_OWNERS = 4;
/** A part that is shorter than this is in nearly everything, and is not looked for. */
const SHORTEST = 3;
/** Parts are found by so many of their first letters: as many as they have, where they are short. */
const GRAM = 6;

/** Texts are known by numbers, so that all parts of one text can be looked up without cutting them out. */
const BASE = 0x01000193;
const powers: number[] = [1];

function powerOf(length: number): number {
  for (let i = powers.length; i <= length; i++) powers.push(Math.imul(powers[i - 1]!, BASE));
  return powers[length]!;
}

function numberOf(text: string): number {
  let number = 0;
  for (let i = 0; i < text.length; i++) number = (Math.imul(number, BASE) + text.charCodeAt(i) + 1) | 0;
  return number;
}

/** The numbers of all beginnings of one text, which give those of all its parts. */
class Prefixes {
  private numbers = new Int32Array(256);
  private text = '';

  of(text: string): void {
    if (text === this.text) return;
    this.text = text;
    if (this.numbers.length <= text.length) this.numbers = new Int32Array(text.length * 2);
    const { numbers } = this;
    let number = 0;
    for (let i = 0; i < text.length; i++) {
      number = (Math.imul(number, BASE) + text.charCodeAt(i) + 1) | 0;
      numbers[i + 1] = number;
    }
  }

  /** The number of the text from `from` to `to`. */
  between(from: number, to: number): number {
    return (this.numbers[to]! - Math.imul(this.numbers[from]!, powerOf(to - from))) | 0;
  }
}

const prefixes = new Prefixes();

/** A text, the conditions that it is from, and another text of the same number. */
interface Entry {
  readonly text: string;
  readonly owners: JudgedCondition[];
  readonly next: Entry | undefined;
}

/** Texts with the conditions that they are from, to be found inside of another text. */
class Texts {
  private readonly byNumber = new Map<number, Entry>();
  private readonly hasLength: boolean[] = [];
  readonly lengths: number[] = [];

  /** @returns false where the text was known */
  add(text: string, owner: JudgedCondition): boolean {
    const number = numberOf(text);
    const first = this.byNumber.get(number);
    for (let entry = first; entry; entry = entry.next) {
      if (entry.text !== text) continue;
      if (entry.owners.length < MOST_OWNERS) entry.owners.push(owner);
      return false;
    }
    this.byNumber.set(number, { text, owners: [owner], next: first });
    if (!this.hasLength[text.length]) {
      this.hasLength[text.length] = true;
      this.lengths.push(text.length);
    }
    return true;
  }

  /** The conditions whose text is the part of `text` from `from` to `to`; `prefixes` are those of `text`. */
  at(text: string, from: number, to: number): readonly JudgedCondition[] | undefined {
    let entry = this.byNumber.get(prefixes.between(from, to));
    while (entry && !(entry.text.length === to - from && text.startsWith(entry.text, from))) {
      entry = entry.next;
    }
    return entry?.owners;
  }
}

/** Texts to be found anywhere in another text, by what they begin with. */
class Parts {
  private readonly texts = new Texts();
  /** The lengths of the texts that begin with a gram, by the number of that. */
  private readonly lengths = new Map<number, number[]>();
  /** Nearly all places of a text are passed over by this. */
  private seen = new Uint8Array(64);

  constructor(private readonly gram: number) {}

  add(text: string, owner: JudgedCondition): void {
    if (!this.texts.add(text, owner)) return;
    const number = numberOf(text.slice(0, this.gram));
    const lengths = this.lengths.get(number);
    if (!lengths) this.addGram(number, text.length);
    else if (!lengths.includes(text.length)) lengths.push(text.length);
  }

  private addGram(number: number, length: number): void {
    this.lengths.set(number, [length]);
    if (this.lengths.size * 8 > this.seen.length) {
      this.seen = new Uint8Array(this.seen.length * 4);
      for (const each of this.lengths.keys()) this.seen[bitsOf(each, this.seen.length)] = 1;
    }
    this.seen[bitsOf(number, this.seen.length)] = 1;
  }

  /** @param text `prefixes` are those of it */
  find(text: string, accepts: Accepts): JudgedCondition | null {
    const { seen, gram } = this;
    if (this.lengths.size === 0) return null;
    for (let at = 0; at + gram <= text.length; at++) {
      const number = prefixes.between(at, at + gram);
      if (seen[bitsOf(number, seen.length)] === 0) continue;
      for (const n of this.lengths.get(number) ?? []) {
        const found = at + n <= text.length ? this.texts.at(text, at, at + n)?.find(accepts) : undefined;
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
  private readonly equal = new Texts();
  private readonly beginning = new Texts();
  private readonly end = new Texts();
  private readonly file = new Texts();
  private readonly shortPart = new Parts(SHORTEST);
  private readonly part = new Parts(GRAM);

  /** Earlier ones are found first. */
  add(condition: JudgedCondition): void {
    if (condition.meaning.negated || isEvery(condition) || !isSayable(condition)) return;
    for (const item of condition.items) {
      const comparison = comparisonOf(condition, item);
      if (comparison === 'part') this.addPart(item, condition);
      else if (comparison !== 'less' && comparison !== 'more') this[comparison].add(item, condition);
    }
  }

  private addPart(text: string, condition: JudgedCondition): void {
    if (text.length >= GRAM) this.part.add(text, condition);
    else if (text.length >= SHORTEST) this.shortPart.add(text, condition);
  }

  /** Another condition that covers this one, and that is accepted. */
  find(condition: JudgedCondition, accepts: Accepts): JudgedCondition | null {
    if (condition.meaning.negated || !isSayable(condition)) return null;
    const { items } = condition;
    const accepted: Accepts = broad =>
      broad !== condition && (items.length === 1 || covers(broad, condition)) && accepts(broad);
    // Of items that hold together, one that is covered is enough; of alternatives all must be.
    const asked = isEvery(condition) ? items : items.slice(0, 1);
    for (const item of asked) {
      const found = this.findFor(comparisonOf(condition, item), item, accepted);
      if (found) return found;
    }
    return null;
  }

  private findFor(comparison: Comparison, text: string, accepts: Accepts): JudgedCondition | null {
    if (comparison === 'less' || comparison === 'more') return null;
    const length = text.length;
    prefixes.of(text);
    const equal = comparison === 'equal';
    if (equal) {
      const found = this.equal.at(text, 0, length)?.find(accepts);
      if (found) return found;
    }
    if (equal || comparison === 'file' || (comparison === 'end' && text.includes('\\'))) {
      const found = this.file.at(text, length - fileOf(text).length, length)?.find(accepts);
      if (found) return found;
    }
    if (equal || comparison === 'beginning') {
      for (const n of this.beginning.lengths) {
        const found = n <= length ? this.beginning.at(text, 0, n)?.find(accepts) : undefined;
        if (found) return found;
      }
    }
    if (equal || comparison === 'end' || comparison === 'file') {
      for (const n of this.end.lengths) {
        const found = n <= length ? this.end.at(text, length - n, length)?.find(accepts) : undefined;
        if (found) return found;
      }
    }
    return this.shortPart.find(text, accepts) ?? this.part.find(text, accepts);
  }
}
