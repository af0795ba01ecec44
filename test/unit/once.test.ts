import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { oncePer } from '../../server/src/once.ts';

describe('what is worked out once', () => {
  let runs = 0;
  const lengthOf = oncePer(({ text }: { readonly text: string }) => {
    runs++;
    return text.length;
  });

  it('is kept for each object', () => {
    const [short, long] = [{ text: '' }, { text: 'abc' }];
    runs = 0;
    assert.deepEqual([short, long, short, long].map(lengthOf), [0, 3, 0, 3]);
    assert.equal(runs, 2);
  });

  it('is not copied with the object, and not seen in it', () => {
    const owner = { text: 'abc' };
    lengthOf(owner);
    assert.equal(lengthOf({ ...owner, text: 'ab' }), 2);
    assert.deepEqual(owner, { text: 'abc' });
    assert.equal(JSON.stringify(owner), '{"text":"abc"}');
  });

  it('is another one for each question', () => {
    const upperOf = oncePer(({ text }: { readonly text: string }) => text.toUpperCase());
    const owner = { text: 'abc' };
    assert.deepEqual([lengthOf(owner), upperOf(owner)], [3, 'ABC']);
  });
});
