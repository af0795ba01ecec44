import { isForbidden } from './characters.ts';
import { MAX_ERRORS } from './errors.ts';

/** How much is looked at at a time; it stays in the processor's cache. */
const CHUNK = 16_384;

// The bytes of a chunk, and the same four at a time.
const encoder = new TextEncoder();
const bytes = new Uint8Array(CHUNK * 3 + 4);
const words = new Int32Array(bytes.buffer, 0, bytes.length >> 2);

/** Between a blank and the surrogates every code unit may stand in a document. */
const FIRST_PLAIN = 0x20;
const LAST_PLAIN = 0xd7ff;

/** A text as numbers, which take a fraction of the time to look at that `charCodeAt` takes. */
export interface CodeUnits {
  /** The code units, and a zero behind the last one. What stands further behind is of no text. */
  readonly units: Uint16Array;
  /** The offsets of those that may not stand in an XML document; no more than can be reported. */
  readonly forbidden: readonly number[];
}

/**
 * Reads the code units of a text. Nearly every text is ASCII, which is quick to encode, and has nothing
 * that is forbidden, for which four characters can be looked at at once.
 *
 * @returns what stays the same until the next text is read
 */
export function readCodeUnits(text: string): CodeUnits {
  const { length } = text;
  const units = tableFor(length + 1);
  const forbidden: number[] = [];
  for (let start = 0; start < length; start += CHUNK) {
    const chunk = text.slice(start, start + CHUNK);
    const isAscii = encoder.encodeInto(chunk, bytes).written === chunk.length;
    if (isAscii) units.set(bytes.subarray(0, chunk.length), start);
    else for (let i = 0; i < chunk.length; i++) units[start + i] = chunk.charCodeAt(i);
    if (isAscii && isPlain(chunk.length)) continue;
    const end = start + chunk.length;
    for (let at = start; at < end && forbidden.length < MAX_ERRORS; at++) {
      const unit = units[at]!;
      if ((unit < FIRST_PLAIN || unit > LAST_PLAIN) && isForbidden(text, at)) forbidden.push(at);
    }
  }
  units[length] = 0;
  return { units, forbidden };
}

/** Whether none of the first bytes, which are ASCII, is a control character but for blanks. */
function isPlain(count: number): boolean {
  const even = (count >> 3) << 1;
  for (let i = 0; i < even; i += 2) {
    // A byte below 32 borrows from its own highest bit, which no byte of ASCII has.
    const first = words[i]! - FOUR_SPACES;
    const second = words[i + 1]! - FOUR_SPACES;
    if (((first | second) & HIGHEST_BITS) === 0) continue;
    if ((first & HIGHEST_BITS) !== 0 && !isPlainBetween(i * 4, i * 4 + 4)) return false;
    if ((second & HIGHEST_BITS) !== 0 && !isPlainBetween(i * 4 + 4, i * 4 + 8)) return false;
  }
  return isPlainBetween(even * 4, count);
}

const FOUR_SPACES = 0x20202020;
const HIGHEST_BITS = 0x80808080;

function isPlainBetween(from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i]!;
    if (c < FIRST_PLAIN && c !== 9 && c !== 10 && c !== 13) return false;
  }
  return true;
}

/** Kept for the next text, since memory that was never touched costs more than to read the text. */
let kept = new Uint16Array(1 << 18);

/** A larger table is not kept. */
const MAX_KEPT = 1 << 23;

function tableFor(length: number): Uint16Array {
  if (length <= kept.length) return kept;
  if (length > MAX_KEPT) return new Uint16Array(length);
  // A text that is typed in grows, so there is room for more of it.
  return (kept = new Uint16Array(Math.min(length + (length >> 2), MAX_KEPT)));
}
