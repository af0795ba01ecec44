import type { Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from './documents.ts';
import { oncePer } from './once.ts';

/**
 * Where the lines of a text begin. A `TextDocument` knows that as well, but looks at each character of the
 * text for it, which takes longer than to parse the text.
 */
export class Lines {
  private readonly starts: Int32Array;
  private readonly count: number;
  /** The line that was found last. */
  private last = 0;

  constructor(private readonly text: string) {
    let starts = new Int32Array(1 + (text.length >> 5));
    let count = 1;
    const add = (start: number): void => {
      if (count === starts.length) {
        const longer = new Int32Array(count * 2);
        longer.set(starts);
        starts = longer;
      }
      starts[count++] = start;
    };
    // A carriage return by itself ends a line too, but hardly any file has one.
    if (text.includes('\r') && LONE_RETURN.test(text)) {
      for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) add(index + end.length);
    } else {
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) add(at + 1);
    }
    this.starts = starts;
    this.count = count;
  }

  /** The number of the line, from 0, that an offset (in UTF-16 code units) is in. */
  lineAt(offset: number): number {
    const { starts, count, last } = this;
    // Both ends of a range are mostly asked for one after the other, and stand in one line.
    if (starts[last]! <= offset && (last + 1 === count || offset < starts[last + 1]!)) return last;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.last = low);
  }

  /** The position of an offset, as `TextDocument` has it: one inside of a line end is the end of its line. */
  positionAt(offset: number): Position {
    const within = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(within);
    const start = this.starts[line]!;
    let end = within;
    while (end > start && isLineEnd(this.text.charCodeAt(end - 1))) end--;
    return { line, character: end - start };
  }
}

const LONE_RETURN = /\r(?!\n)/;

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** The lines of a document, looked for once. */
export const linesOf = oncePer((parsed: ParsedDocument) => new Lines(parsed.text));
