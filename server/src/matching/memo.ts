import { isAscii } from './conditions.ts';

/**
 * Remembers what was worked out for texts that come again and again, such as the path of a program. It holds
 * a bounded number of them, and rests for a while when few come again, as with the paths of new files.
 */
export interface Memo<T> {
  /** What is remembered, undefined where nothing is. */
  get(text: string): T | undefined;
  set(text: string, value: T): void;
}

/** So many texts are remembered for sure, and up to twice as many. */
const GENERATION = 2048;
/** Longer texts, such as command lines, seldom come again. */
const LONGEST = 200;
/** After so many questions it is seen whether remembering pays, which it does when one in four is answered. */
const WINDOW = 2048;
const REST = 16 * WINDOW;

export function createMemo<T>(): Memo<T> {
  // When the young ones are many they grow old, and the old ones that nobody asked for since are forgotten.
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  let asked = 0;
  let answered = 0;
  let resting = 0;

  const insert = (text: string, value: T): void => {
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    young.set(text, value);
  };

  return {
    get(text) {
      if (text.length > LONGEST) return undefined;
      if (resting > 0) {
        resting--;
        return undefined;
      }
      if (++asked === WINDOW) {
        if (answered * 4 < WINDOW) resting = REST;
        asked = 0;
        answered = 0;
      }
      let value = young.get(text);
      if (value === undefined) {
        value = old.get(text);
        if (value === undefined) return undefined;
        insert(text, value);
      }
      answered++;
      return value;
    },
    set(text, value) {
      if (text.length <= LONGEST && resting === 0) insert(detached(text), value);
    },
  };
}

/** A copy: a part of a text, which most fields are, would keep the whole text in memory. */
export function detached(text: string): string {
  const encoding = isAscii(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}
