/** A text that was read, and what Sysmon would not have read. */
export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  /** What the bytes are, in words. */
  readonly encoding: string;
  /** Sysmon's open-source loader reads files in this encoding. */
  readonly supported: boolean;
}

/**
 * Turns the bytes of a file into text, and says whether Sysmon reads that encoding: UTF-8 and UTF-16
 * little-endian with and without a byte order mark, and ISO-8859-1 or windows-1252 where the file
 * declares them (facts of the open-source loader). Never throws: bytes that fit nothing are read as
 * windows-1252, which knows them all.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return utf8(bytes.subarray(3));
  if (a === 0xff && b === 0xfe && c === 0 && d === 0)
    return decoded(bytes.subarray(4), 'utf-16le', 'UTF-32', false);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff)
    return decoded(bytes.subarray(4), 'utf-16be', 'UTF-32', false);
  if (a === 0xff && b === 0xfe) return decoded(bytes.subarray(2), 'utf-16le', 'UTF-16', true);
  if (a === 0xfe && b === 0xff) return decoded(bytes.subarray(2), 'utf-16be', 'UTF-16 big-endian', false);
  if (a === LESS_THAN && b === 0) return decoded(bytes, 'utf-16le', 'UTF-16', true);
  if (a === 0 && b === LESS_THAN) return decoded(bytes, 'utf-16be', 'UTF-16 big-endian', false);
  const declared = declaredEncoding(bytes);
  if (declared !== null && SINGLE_BYTE.has(declared)) return decoded(bytes, 'windows-1252', declared, true);
  return utf8(bytes);
}

const LESS_THAN = 0x3c;
const SINGLE_BYTE = new Set(['iso-8859-1', 'windows-1252']);

function decoded(bytes: Uint8Array, label: string, encoding: string, supported: boolean): DecodedText {
  return { text: new TextDecoder(label, { ignoreBOM: true }).decode(bytes), encoding, supported };
}

function utf8(bytes: Uint8Array): DecodedText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encoding: 'UTF-8', supported: true };
  } catch {
    return decoded(bytes, 'windows-1252', 'an encoding other than UTF-8 that it does not declare', false);
  }
}

/** The encoding that the XML declaration names, in lower case. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 200));
  const match = /^<\?xml\s[^?]*?encoding\s*=\s*["']([^"']+)["']/.exec(head);
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Turns text into the bytes of a file that was in some encoding before: the same encoding, and with a byte
 * order mark where there was one.
 *
 * @param before the bytes of the file, which say how it is written
 * @returns null where a character does not fit the encoding
 */
export function encodeLike(before: Uint8Array, text: string): Uint8Array | null {
  const [a, b] = before;
  if (a === 0xff && b === 0xfe) return utf16(`\ufeff${text}`);
  if (a === LESS_THAN && b === 0) return utf16(text);
  const { encoding } = decodeText(before);
  if (SINGLE_BYTE.has(encoding)) return singleByte(text);
  return new TextEncoder().encode(a === 0xef && b === 0xbb ? `\ufeff${text}` : text);
}

/** Sysmon's order, the lower byte first. */
function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

function singleByte(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = byteOf.get(character);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** The byte of each character of windows-1252, in which no byte is without one. */
const byteOf = new Map(
  Array.from({ length: 256 }, (_, byte): [string, number] => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
);
