/** What stands in a value, as bits: many checks ask for one of these, and most values have few. */
export const Mark = {
  semicolon: 1,
  /** `*` or `?`. */
  wildcard: 2,
  quote: 4,
  percent: 8,
  slash: 16,
  backslash: 32,
  dot: 64,
  /** A blank or another character that is not seen. */
  blank: 128,
  capital: 256,
  notAscii: 512,
  carriageReturn: 1024,
  /** A blank, or a character beyond ASCII that may be one, at an end of the value, or together with a semicolon. */
  outerBlank: 2048,
  /** The value is nothing at all. */
  empty: 4096,
  /** Beside a semicolon stands nothing: as a list the value has an empty item. */
  emptyItem: 8192,
} as const;

/** Every number of marks is at most this. */
export const ALL_MARKS = Object.values(Mark).reduce((all, mark) => all | mark, 0);

const ASCII = 128;
const BLANK = 32;

/** The mark of each character of ASCII. */
const MARKS = new Uint16Array(ASCII);
/** Each character of ASCII as Sysmon compares it. */
const FOLDED = new Uint8Array(ASCII);

for (let code = 0; code < ASCII; code++) {
  FOLDED[code] = String.fromCharCode(code).toLowerCase().charCodeAt(0);
  if (code <= BLANK) MARKS[code] = Mark.blank;
  else if (FOLDED[code] !== code) MARKS[code] = Mark.capital;
}
const SIGNS = {
  ';': Mark.semicolon,
  '*': Mark.wildcard,
  '?': Mark.wildcard,
  '"': Mark.quote,
  "'": Mark.quote,
  '%': Mark.percent,
  '/': Mark.slash,
  '\\': Mark.backslash,
  '.': Mark.dot,
  '\r': Mark.blank | Mark.carriageReturn,
};
for (const [sign, mark] of Object.entries(SIGNS)) MARKS[sign.charCodeAt(0)] = mark;

/** Texts are known by numbers, which are the same for texts that Sysmon takes for the same. */
const BASE = 0x01000193;
/** The bit in which the letters of ASCII differ by case. */
export const LOWER_CASE = 32;

/**
 * Looks through a part of a text once, for what is asked of it again and again. The answer is in `marks` and
 * `number`, since an object for each of many thousand values would take longer than to look through them.
 */
export const reading = { marks: 0, number: 0 };

export const SEMICOLON = 59;

function hasEmptyItem(text: string, start: number, end: number): boolean {
  let itemStart = start;
  for (let i = start; i < end; i++) {
    if (text.charCodeAt(i) !== SEMICOLON) continue;
    if (i === itemStart) return true;
    itemStart = i + 1;
  }
  return itemStart === end;
}

const MAY_BE_BLANK = Mark.blank | Mark.notAscii;

function markOf(code: number): number {
  return code < ASCII ? MARKS[code]! : Mark.notAscii;
}

export function read(text: string, start: number, end: number): void {
  let marks = 0;
  let number = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    marks |= markOf(code);
    number = numberWith(number, code);
  }
  if (start === end) marks |= Mark.empty;
  else if ((marks & MAY_BE_BLANK) !== 0) {
    const ends = markOf(text.charCodeAt(start)) | markOf(text.charCodeAt(end - 1)) | (marks & Mark.semicolon);
    if ((ends & (MAY_BE_BLANK | Mark.semicolon)) !== 0) marks |= Mark.outerBlank;
  }
  if ((marks & Mark.semicolon) !== 0 && hasEmptyItem(text, start, end)) marks |= Mark.emptyItem;
  reading.marks = marks;
  reading.number = number;
}

/**
 * The number of a text, from that of the text without its last character. Letters count alike in both cases; that
 * some signs count alike as well does no harm, since texts of the same number are compared in any case.
 */
export function numberWith(number: number, code: number): number {
  return (Math.imul(number, BASE) + (code | LOWER_CASE) + 1) | 0;
}

const powers: number[] = [1];

/** What the number of a beginning counts for in that of a text so many characters longer. */
export function powerOf(length: number): number {
  for (let i = powers.length; i <= length; i++) powers.push(Math.imul(powers[i - 1]!, BASE));
  return powers[length]!;
}

/** A character as Sysmon compares it. */
function foldedCode(code: number): number {
  return code < ASCII ? FOLDED[code]! : code;
}

/** Two parts of texts, of the same length, are the same to Sysmon. */
export function sameFolded(text: string, start: number, other: string, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const a = text.charCodeAt(start + i);
    const b = other.charCodeAt(at + i);
    if (a !== b && foldedCode(a) !== foldedCode(b)) return false;
  }
  return true;
}
