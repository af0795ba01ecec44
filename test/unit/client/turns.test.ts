import assert from 'node:assert/strict';
import { setImmediate as nextRound } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { type Begin, takeTurns } from '../../../client/src/views/turns.ts';

/** Longer than any test takes, and longer than one waits for. */
const NEVER_MS = 600_000;

/** Something that begins when it is its turn, and starts when it is told to. */
function thing(name: string, begun: string[]) {
  let start!: () => void;
  const started = new Promise<void>(resolve => (start = resolve));
  const begin = () => {
    begun.push(name);
    return { started };
  };
  return { begin, start: () => start() };
}

describe('things that begin in turn', () => {
  it('begin each when the one before has started, which the caller does not wait for', async () => {
    const begun: string[] = [];
    const inTurn = takeTurns(NEVER_MS);
    const [first, second, third] = ['first', 'second', 'third'].map(name => thing(name, begun));
    await inTurn(first!.begin);
    const later = [inTurn(second!.begin), inTurn(third!.begin)];
    await nextRound();
    assert.deepEqual(begun, ['first']);
    first!.start();
    await later[0];
    await nextRound();
    assert.deepEqual(begun, ['first', 'second']);
    second!.start();
    await later[1];
    assert.deepEqual(begun, ['first', 'second', 'third']);
    third!.start();
  });

  it('begin although the one before never starts, once that takes too long', async () => {
    const begun: string[] = [];
    const inTurn = takeTurns(1);
    await inTurn(thing('silent', begun).begin);
    const next = thing('next', begun);
    await inTurn(next.begin);
    assert.deepEqual(begun, ['silent', 'next']);
    next.start();
  });

  const failures: Readonly<Record<string, Begin>> = {
    'is gone': () => null,
    'fails to start': () => ({ started: Promise.reject(new Error('It does not start.')) }),
  };
  for (const [what, begin] of Object.entries(failures)) {
    it(`begin at once after one that ${what}`, async () => {
      const begun: string[] = [];
      const inTurn = takeTurns(NEVER_MS);
      await inTurn(begin);
      const next = thing('next', begun);
      await inTurn(next.begin);
      assert.deepEqual(begun, ['next']);
      next.start();
    });
  }

  it('tell who wanted it that one cannot begin, and go on', async () => {
    const begun: string[] = [];
    const inTurn = takeTurns(NEVER_MS);
    const failing = inTurn(() => {
      throw new Error('It cannot begin.');
    });
    const next = thing('next', begun);
    const following = inTurn(next.begin);
    await assert.rejects(failing, /cannot begin/);
    await following;
    assert.deepEqual(begun, ['next']);
    next.start();
  });
});
