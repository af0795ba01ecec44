import { setTimeout as delay } from 'node:timers/promises';

/** Begins something. What it gives says when that has started; it begins nothing where it gives null. */
export type Begin = () => { readonly started: Promise<unknown> } | null;

/**
 * Lets things begin one after the other: each when the one before it has started, or takes too long for that.
 *
 * @param mostMs how long the next one waits, in milliseconds
 * @returns gives a promise that settles when the thing has begun, which may be before it has started
 */
export function takeTurns(mostMs: number): (begin: Begin) => Promise<void> {
  let free: Promise<unknown> = Promise.resolve();
  return async begin => {
    const begun = free.then(begin);
    free = begun.then(
      async thing => {
        if (!thing) return;
        const waiting = new AbortController();
        const tooLong = delay(mostMs, undefined, { signal: waiting.signal });
        await Promise.race([thing.started, tooLong]).catch(() => null);
        waiting.abort();
      },
      // What could not begin is told to whoever wanted it, and keeps nobody else from beginning.
      () => null,
    );
    await begun;
  };
}
