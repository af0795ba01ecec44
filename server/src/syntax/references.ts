import { isNameCharacter, isNameStart, isXmlCodePoint } from './characters.ts';
import type { SyntaxErrorCode } from './errors.ts';

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The entities that XML knows without a declaration. */
export const PREDEFINED_ENTITIES: readonly string[] = Object.keys(PREDEFINED);

/** A reference that was read: where it ends, what it stands for, or what is wrong with it. */
export interface Reference {
  readonly end: number;
  /** What the reference stands for; the text itself where it is not valid. */
  readonly value: string;
  readonly error: SyntaxErrorCode | null;
  /** The name of the entity or the digits of the character. */
  readonly name: string;
}

/** Longer names are no entity that anybody meant; the bound keeps the scan short. */
const MAX_NAME = 64;

/** Reads the reference that starts with the `&` at `start`. */
export function readReference(text: string, start: number): Reference {
  let i = start + 1;
  const limit = Math.min(text.length, i + MAX_NAME);
  if (text.charCodeAt(i) === 35) {
    i++;
    const hex = text.charCodeAt(i) === 120;
    if (hex) i++;
    const digits = i;
    while (i < limit && isDigit(text.charCodeAt(i), hex)) i++;
    const name = text.slice(start + 1, i);
    const closed = i > digits && text.charCodeAt(i) === 59;
    const end = closed ? i + 1 : i;
    const code = parseInt(text.slice(digits, i), hex ? 16 : 10);
    if (!closed || !isXmlCodePoint(code)) {
      return { end, value: text.slice(start, end), error: 'xml-bad-character-reference', name };
    }
    return { end, value: String.fromCodePoint(code), error: null, name };
  }
  if (!isNameStart(text.charCodeAt(i))) {
    return { end: start + 1, value: '&', error: 'xml-raw-ampersand', name: '' };
  }
  while (i < limit && isNameCharacter(text.charCodeAt(i))) i++;
  const name = text.slice(start + 1, i);
  if (text.charCodeAt(i) !== 59) return { end: start + 1, value: '&', error: 'xml-raw-ampersand', name };
  const value = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name]! : null;
  return {
    end: i + 1,
    value: value ?? text.slice(start, i + 1),
    error: value === null ? 'xml-unknown-entity' : null,
    name,
  };
}

function isDigit(c: number, hex: boolean): boolean {
  return (c >= 48 && c <= 57) || (hex && ((c >= 65 && c <= 70) || (c >= 97 && c <= 102)));
}

/** The text between `start` and `end` with its references replaced; those that are not valid stay as written. */
export function decodeReferences(text: string, start: number, end: number): string {
  let result = '';
  let from = start;
  for (let i = text.indexOf('&', start); i >= 0 && i < end; i = text.indexOf('&', from)) {
    const reference = readReference(text, i);
    result += text.slice(from, i) + reference.value;
    from = reference.end;
  }
  return result + text.slice(from, end);
}
