/** Character classes of XML 1.0 (fifth edition), by UTF-16 code unit. */

export function isBlank(c: number): boolean {
  return c === 32 || c === 10 || c === 9 || c === 13;
}

/** 1: may start a name, 2: may only continue it, 0: neither. Only ASCII stands in the table. */
const ASCII_NAME = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  if (/[A-Za-z_:]/.test(ch)) ASCII_NAME[c] = 1;
  else if (/[-.0-9]/.test(ch)) ASCII_NAME[c] = 2;
}

/** Surrogates count as name characters: the planes above the first hold letters, and a lone one is reported elsewhere. */
export function isNameStart(c: number): boolean {
  if (c < 128) return ASCII_NAME[c] === 1;
  return (
    (c >= 0xc0 && c <= 0x2ff && c !== 0xd7 && c !== 0xf7) ||
    (c >= 0x370 && c <= 0x1fff && c !== 0x37e) ||
    c === 0x200c ||
    c === 0x200d ||
    (c >= 0x2070 && c <= 0x218f) ||
    (c >= 0x2c00 && c <= 0x2fef) ||
    (c >= 0x3001 && c <= 0xdfff) ||
    (c >= 0xf900 && c <= 0xfdcf) ||
    (c >= 0xfdf0 && c <= 0xfffd)
  );
}

export function isNameCharacter(c: number): boolean {
  if (c < 128) return ASCII_NAME[c] !== 0;
  return isNameStart(c) || c === 0xb7 || (c >= 0x300 && c <= 0x36f) || c === 0x203f || c === 0x2040;
}

/** Whether a code point that was written as a reference may stand in a document at all. */
export function isXmlCodePoint(c: number): boolean {
  return (
    c === 9 ||
    c === 10 ||
    c === 13 ||
    (c >= 0x20 && c <= 0xd7ff) ||
    (c >= 0xe000 && c <= 0xfffd) ||
    (c >= 0x10000 && c <= 0x10ffff)
  );
}

/**
 * Whether the code unit at `offset` may not stand in an XML document: a control character, half of a
 * surrogate pair, or one of the two non-characters.
 */
export function isForbidden(text: string, offset: number): boolean {
  const c = text.charCodeAt(offset);
  if (c < 32) return c !== 9 && c !== 10 && c !== 13;
  if (c < 0xd800) return false;
  if (c <= 0xdbff) {
    const next = text.charCodeAt(offset + 1);
    return !(next >= 0xdc00 && next <= 0xdfff);
  }
  if (c <= 0xdfff) {
    const previous = text.charCodeAt(offset - 1);
    return !(previous >= 0xd800 && previous <= 0xdbff);
  }
  return c >= 0xfffe;
}
