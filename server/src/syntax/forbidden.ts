import { isForbidden } from './characters.ts';

/** How much is looked at at a time; it stays in the processor's cache. */
const CHUNK = 16_384;

// The bytes of a chunk, and the same four at a time.
const encoder = new TextEncoder();
const bytes = new Uint8Array(CHUNK * 3 + 4);
const words = new Int32Array(bytes.buffer, 0, bytes.length >> 2);

/** Code units that are forbidden, or halves of a pair that may be. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const SUSPICIOUS = /[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/g;

/**
 * Finds the code units that may not stand in an XML document. Nearly every text has none of them and is
 * ASCII, of which four characters can be looked at at once; that is twice as fast as a regular expression.
 */
export function* forbiddenOffsets(text: string): Generator<number> {
  for (let start = 0; start < text.length; start += CHUNK) {
    const chunk = text.slice(start, start + CHUNK);
    if (isPlain(chunk)) continue;
    for (const { index } of chunk.matchAll(SUSPICIOUS)) {
      if (isForbidden(text, start + index)) yield start + index;
    }
  }
}

/** Whether a chunk is ASCII without control characters, but for blanks. */
function isPlain(chunk: string): boolean {
  const { written } = encoder.encodeInto(chunk, bytes);
  // Every other character takes more than one byte.
  if (written !== chunk.length) return false;
  const whole = written >> 2;
  for (let i = 0; i < whole; i++) {
    if (controlBits(words[i]!) !== 0 && !isPlainBetween(i * 4, i * 4 + 4)) return false;
  }
  return isPlainBetween(whole * 4, written);
}

/** Some bit where one of four ASCII bytes is below 32, zero where none is. */
function controlBits(word: number): number {
  return (word - 0x20202020) & ~word & 0x80808080;
}

function isPlainBetween(from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i]!;
    if (c < 32 && c !== 9 && c !== 10 && c !== 13) return false;
  }
  return true;
}
