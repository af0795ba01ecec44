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
  /** Two of what stands between semicolons may be the same. */
  twinItems: 16384,
} as const;

/** Every number of marks is at most this. */
export const ALL_MARKS = Object.values(Mark).reduce((all, mark) => all | mark, 0);

export const ASCII = 128;
const BLANK = 32;

/** The mark of each character of ASCII. */
export const MARKS = new Uint16Array(ASCII);
/** Each character of ASCII as Sysmon compares it. */
export const FOLDED = new Uint8Array(ASCII);

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
