import { fold } from '../matching/conditions.ts';
import { detached } from '../matching/memo.ts';

/** A text that came often, with how often it was seen and how often what it came with was logged. */
export interface Hitter {
  readonly name: string;
  readonly seen: number;
  readonly logged: number;
}

/**
 * Counts the texts, whatever their case, that come most often in bounded memory. When there are too many, the rarest are given up;
 * what is given up and comes again is counted from then on, so that counts are exact as long as there are no
 * more than `MOST` texts and never too large.
 */
export interface HeavyHitters {
  add(name: string, times: number, logged: boolean): void;
  /** The loudest, and what of the totals belongs to none of them. */
  top(totals: { readonly seen: number; readonly logged: number }): {
    readonly processes: readonly Hitter[];
    readonly others: { readonly seen: number; readonly logged: number };
  };
}

const MOST = 2000;
const LISTED = 15;
/** Longer names are cut. */
const LONGEST = 300;

interface Count {
  /** As it was written first. */
  readonly name: string;
  seen: number;
  logged: number;
}

export function createHeavyHitters(): HeavyHitters {
  let counts = new Map<string, Count>();

  const byLoudness = (): [string, Count][] =>
    [...counts].sort(([, a], [, b]) => b.logged - a.logged || b.seen - a.seen);
  const add = (key: string, name: string): Count => {
    if (counts.size >= MOST) counts = new Map(byLoudness().slice(0, MOST / 2));
    const count = { name: detached(name), seen: 0, logged: 0 };
    counts.set(detached(key), count);
    return count;
  };

  return {
    add(name, times, logged) {
      const cut = name.length > LONGEST ? name.slice(0, LONGEST) : name;
      const key = fold(cut);
      const count = counts.get(key) ?? add(key, cut);
      count.seen += times;
      if (logged) count.logged += times;
    },
    top({ seen, logged }) {
      const processes = byLoudness()
        .slice(0, LISTED)
        .map(([, count]) => ({ ...count }));
      const rest = { seen, logged };
      for (const each of processes) {
        rest.seen -= each.seen;
        rest.logged -= each.logged;
      }
      return { processes, others: rest };
    },
  };
}
