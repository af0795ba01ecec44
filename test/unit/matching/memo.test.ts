import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemo } from '../../../server/src/matching/memo.ts';

describe('the memo of a field', () => {
  it('remembers what comes again, whatever its letters', () => {
    const memo = createMemo<number>();
    for (const [index, text] of ['a', 'C:\\Windows\\a.exe', 'é漢😀', '\ud800'].entries()) {
      assert.equal(memo.get(text), undefined);
      memo.set(text, index);
      assert.equal(memo.get(text), index);
    }
  });

  it('holds a bounded number of texts, those that are asked for longest', () => {
    const memo = createMemo<number>();
    memo.set('often', -1);
    let held = 0;
    for (let i = 0; i < 20_000; i++) {
      memo.get('often');
      memo.set(String(i), i);
    }
    for (let i = 0; i < 2000; i++) if (memo.get(String(19_999 - i)) !== undefined) held++;
    assert.ok(held > 0 && held <= 2000);
    assert.equal(memo.get('0'), undefined);
    assert.equal(memo.get('often'), -1);
  });

  it('rests when nothing comes again, and tries again later', () => {
    const memo = createMemo<number>();
    for (let i = 0; i < 3000; i++) {
      memo.get(`once ${i}`);
      memo.set(`once ${i}`, i);
    }
    memo.set('a', 1);
    assert.equal(memo.get('a'), undefined);
    for (let i = 0; i < 40_000; i++) if (memo.get('a') === undefined) memo.set('a', 1);
    assert.equal(memo.get('a'), 1);
  });
});
