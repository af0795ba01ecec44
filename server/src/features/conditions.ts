/** What features must know of a condition's name beside its texts. */

/** Whether the value is a list of items between `;`: the conditions whose name ends in any or all. */
export function takesList(condition: string): boolean {
  return /\s(?:any|all)$/i.test(condition);
}

/** Whether the value, or an item of it, must be the whole field. */
export function comparesWhole(condition: string): boolean {
  return /^is\b/i.test(condition);
}

/** Whether the value must be the field's end, so that beginnings of paths are no use. */
export function comparesEnd(condition: string): boolean {
  return /\bend with$/i.test(condition);
}

/** The part of a text, with its offsets there. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

const REFERENCE = /&#?\w{1,32};/y;

/**
 * The item between separators that holds `offset`.
 *
 * @param raw the text as it is written, so that the `;` of `&lt;` is no separator
 * @param offset from the beginning of `raw`
 */
export function itemAt(raw: string, offset: number, separator: string): Piece {
  let start = 0;
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] === '&') {
      REFERENCE.lastIndex = i;
      const reference = REFERENCE.exec(raw);
      if (reference) {
        i += reference[0].length - 1;
        continue;
      }
    }
    if (raw[i] !== separator) continue;
    if (i >= offset) return { start, end: i };
    start = i + 1;
  }
  return { start, end: raw.length };
}
