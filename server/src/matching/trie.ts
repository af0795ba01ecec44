/**
 * Patterns that begin at one end of a text, in a tree by characters. The walk stops at the first
 * character that no pattern has, which for most texts is soon.
 */
export interface Trie {
  /** Calls `found` with the number of every pattern that the text begins (or ends) with. */
  match(text: string, found: (pattern: number) => void): void;
}

interface Branch {
  readonly next: Map<number, Branch>;
  readonly patterns: number[];
}

/**
 * @param patterns folded texts, none of them empty, with their numbers
 * @param end which end of a text they are held against
 */
export function createTrie(patterns: readonly (readonly [string, number])[], end: 'start' | 'end'): Trie {
  const root: Branch = { next: new Map(), patterns: [] };
  for (const [text, number] of patterns) {
    let branch = root;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(end === 'start' ? i : text.length - 1 - i);
      let next = branch.next.get(c);
      if (!next) branch.next.set(c, (next = { next: new Map(), patterns: [] }));
      branch = next;
    }
    branch.patterns.push(number);
  }
  return {
    match(text, found) {
      let branch: Branch | undefined = root;
      for (let i = 0; i < text.length; i++) {
        branch = branch.next.get(text.charCodeAt(end === 'start' ? i : text.length - 1 - i));
        if (!branch) return;
        for (const pattern of branch.patterns) found(pattern);
      }
    },
  };
}
