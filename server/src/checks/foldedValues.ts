import { ASCII, FOLDED, Mark, MARKS } from './marks.ts';

/** Texts are known by numbers, which are the same for texts that are the same. */
const BASE = 0x01000193;

export const SEMICOLON = 59;

/**
 * The values of conditions one behind the other, as Sysmon compares them: letters of ASCII in lower case. They are
 * code units in a table, since checks go through them again and again, and to ask a text for each takes twice as long.
 */
export class FoldedValues {
  units: Uint16Array;
  /** What stands in the value that was added last: bits of `Mark`. */
  marks = 0;
  /** The number of the value that was added last. */
  number = 0;
  private count = 0;

  /** @param expected how many code units there will be, about */
  constructor(expected: number) {
    this.units = new Uint16Array(expected);
  }

  /**
   * Adds a part of a text.
   *
   * @returns where it begins in `units`
   */
  add(text: string, from: number, to: number): number {
    const start = this.count;
    const end = start + to - from;
    if (end > this.units.length) this.grow(end);
    const { units } = this;
    let marks = 0;
    let number = 0;
    for (let at = start, i = from; i < to; at++, i++) {
      let unit = text.charCodeAt(i);
      if (unit < ASCII) {
        marks |= MARKS[unit]!;
        unit = FOLDED[unit]!;
      } else {
        marks |= Mark.notAscii;
      }
      units[at] = unit;
      number = numberWith(number, unit);
    }
    this.count = end;
    this.number = number;
    this.marks = marks | marksOfEnds(units, start, end, marks);
    return start;
  }

  private grow(least: number): void {
    const units = new Uint16Array(Math.max(least, this.units.length * 2));
    units.set(this.units);
    this.units = units;
  }
}

const MAY_BE_BLANK = Mark.blank | Mark.notAscii;

/** The marks that say where something stands in a value, from those that say what does. */
function marksOfEnds(units: Uint16Array, start: number, end: number, marks: number): number {
  if (start === end) return Mark.empty;
  const isList = (marks & Mark.semicolon) !== 0;
  const ofItems = isList ? marksOfItems(units, start, end) : 0;
  if ((marks & MAY_BE_BLANK) === 0) return ofItems;
  const isOuter = isList || mayBeBlank(units[start]!) || mayBeBlank(units[end - 1]!);
  return isOuter ? ofItems | Mark.outerBlank : ofItems;
}

function mayBeBlank(unit: number): boolean {
  return unit >= ASCII || (MARKS[unit]! & Mark.blank) !== 0;
}

/** So many items of a list are held against each other; of longer lists it is not said that no two are the same. */
const MOST_COMPARED = 64;
const itemNumbers = new Int32Array(MOST_COMPARED);

function marksOfItems(units: Uint16Array, start: number, end: number): number {
  let marks = 0;
  let count = 0;
  let itemStart = start;
  let number = 0;
  for (let at = start; at <= end; at++) {
    if (at < end && units[at] !== SEMICOLON) {
      number = numberWith(number, units[at]!);
      continue;
    }
    if (at === itemStart) marks |= Mark.emptyItem;
    if (count === MOST_COMPARED) {
      marks |= Mark.twinItems;
    } else {
      for (let i = 0; i < count; i++) if (itemNumbers[i] === number) marks |= Mark.twinItems;
      itemNumbers[count++] = number;
    }
    itemStart = at + 1;
    number = 0;
  }
  return marks;
}

/** The number of a text, from that of the text without its last code unit. */
export function numberWith(number: number, unit: number): number {
  return (Math.imul(number, BASE) + unit + 1) | 0;
}

/** The number of a part of a table. */
export function numberOf(units: Uint16Array, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) number = numberWith(number, units[i]!);
  return number;
}

/** The number of a text that is read from its end. */
export function numberFromEnd(units: Uint16Array, start: number, end: number): number {
  let number = 0;
  for (let i = end - 1; i >= start; i--) number = numberWith(number, units[i]!);
  return number;
}

const powers: number[] = [1];

/** What the number of a beginning counts for in that of a text so many code units longer. */
export function powerOf(length: number): number {
  for (let i = powers.length; i <= length; i++) powers.push(Math.imul(powers[i - 1]!, BASE));
  return powers[length]!;
}

/** Two parts of a table, of the same length, are the same. */
export function areSame(units: Uint16Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (units[a + i] !== units[b + i]) return false;
  return true;
}
