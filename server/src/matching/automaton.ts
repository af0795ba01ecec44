/**
 * Looks for many patterns in one pass over a text (Aho and Corasick, 1975), so that the cost does not
 * grow with their number. States and the classes of characters that the patterns tell apart span a table,
 * so that a step is one look-up.
 */
export interface Automaton {
  /** Calls `found` with the number of every pattern that occurs in the text; more than once if it occurs more than once. */
  match(text: string, found: (pattern: number) => void): void;
}

/** Characters beyond this have no class of their own unless a pattern holds them. */
const COMMON = 256;

/** @param patterns folded texts, none of them empty, with their numbers */
export function createAutomaton(patterns: readonly (readonly [string, number])[]): Automaton {
  const classes = new Map<number, number>();
  for (const [text] of patterns) {
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (!classes.has(c)) classes.set(c, classes.size + 1);
    }
  }
  const width = classes.size + 1;
  const states = 1 + patterns.reduce((sum, [text]) => sum + text.length, 0);
  const next = new Int32Array(states * width);
  const outputs: number[][] = [[]];
  let count = 1;
  for (const [text, number] of patterns) {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const at = state * width + classes.get(text.charCodeAt(i))!;
      if (next[at] === 0) {
        next[at] = count++;
        outputs.push([]);
      }
      state = next[at]!;
    }
    outputs[state]!.push(number);
  }
  complete(next, outputs, width, count);
  // The outputs of all states one behind the other; most states have none.
  const first = new Int32Array(count + 1);
  const flat: number[] = [];
  for (let state = 0; state < count; state++) {
    first[state] = flat.length;
    flat.push(...outputs[state]!);
  }
  first[count] = flat.length;
  // A step goes from one row of the table to another, so rows are named by where they begin.
  const table = next.slice(0, count * width).map(state => state * width);
  const emits = new Uint8Array(count * width);
  for (let state = 0; state < count; state++) if (outputs[state]!.length > 0) emits[state * width] = 1;
  const common = new Uint16Array(COMMON);
  for (let c = 0; c < COMMON; c++) common[c] = classes.get(lower(c)) ?? 0;
  return {
    match(text, found) {
      let row = 0;
      for (let i = 0; i < text.length; i++) {
        const c = text.charCodeAt(i);
        row = table[row + (c < COMMON ? common[c]! : (classes.get(c) ?? 0))]!;
        if (emits[row] === 0) continue;
        const state = row / width;
        for (let o = first[state]!; o < first[state + 1]!; o++) found(flat[o]!);
      }
    },
  };
}

/** Fills in where each state goes when no pattern goes on: to the longest end of what was read that begins a pattern. */
function complete(next: Int32Array, outputs: number[][], width: number, count: number): void {
  const fallback = new Int32Array(count);
  const queue: number[] = [];
  for (const state of next.subarray(0, width)) if (state !== 0) queue.push(state);
  // The queue grows while it is gone through.
  for (const state of queue) {
    const back = fallback[state]!;
    outputs[state]!.push(...outputs[back]!);
    for (let c = 0; c < width; c++) {
      const at = state * width + c;
      const beyond = next[back * width + c]!;
      if (next[at] === 0) {
        next[at] = beyond;
      } else {
        fallback[next[at]!] = beyond;
        queue.push(next[at]!);
      }
    }
  }
}

/** ASCII letters are compared without case. */
function lower(c: number): number {
  return c >= 65 && c <= 90 ? c + 32 : c;
}
