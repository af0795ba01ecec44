/** Whether a configuration is accepted is decided by the effects of its problems and by nothing else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { effectOf } from '../../server/src/loader/index.ts';
import { loading } from '../unit/loader/loading.ts';
import { configuration } from './generate.ts';
import { forAll, realFiles, withoutRealFiles } from './kit.ts';
import { mutated, prefixOf, rootedSoup } from './mutate.ts';

/** Loads a text for each platform and checks what is true of every result; the result for Windows is returned. */
function check(text: string): ReturnType<typeof loading> {
  for (const platform of ['linux', 'windows'] as const) {
    const { parsed, loaded } = loading(text, { platform });
    const { tree } = parsed;
    const refusing = loaded.problems.filter(({ code }) => effectOf(code) === 'rejected');
    assert.equal(loaded.accepted, refusing.length === 0);
    if (tree.errors.length > 0) assert.equal(loaded.accepted, false, 'what is not well-formed is refused');
    let from = 0;
    for (const { start, end } of loaded.problems) {
      assert.ok(from <= start && start <= end && end <= text.length, 'problems stand in order, in the text');
      from = start;
    }
    if (loaded.accepted) checkBlocks(parsed, loaded);
    if (platform === 'windows') return { parsed, loaded };
  }
  throw new Error('There is no other platform.');
}

/** Of a file that is accepted every block is either loaded or dropped, and what is dropped was said. */
function checkBlocks(
  { configuration: { blocks } }: Parsed,
  { blocks: loaded, dropped, problems }: Loaded,
): void {
  const met = [...loaded.map(({ source }) => source), ...dropped.map(({ block }) => block)];
  assert.equal(met.length, blocks.length);
  assert.deepEqual(new Set(met), new Set(blocks));
  for (const { code } of dropped) assert.ok(problems.some(problem => problem.code === code));
}
type Parsed = ReturnType<typeof loading>['parsed'];
type Loaded = ReturnType<typeof loading>['loaded'];

describe('the loader', () => {
  it('accepts the configurations that are made to be accepted', () => {
    forAll(configuration, 10_000, text => {
      assert.deepEqual(
        check(text).loaded.problems.filter(({ code }) => effectOf(code) === 'rejected'),
        [],
      );
    });
  });
  it('refuses exactly what has a problem that says so', () => {
    forAll(mutated(configuration), 20_000, text => void check(text));
    forAll(mutated(configuration, 1), 20_000, text => void check(text));
    forAll(rootedSoup, 10_000, text => void check(text));
  });
  it('does not accept what ends too soon', () => {
    forAll(prefixOf(configuration), 10_000, text => {
      const whole = /<\/Sysmon\s*>|<Sysmon[^>]*\/>/.test(text);
      if (!whole) assert.equal(check(text).loaded.accepted, false);
    });
  });
  it('judges damaged real files', { skip: withoutRealFiles }, () => {
    forAll(mutated(realFiles(), 2), 10_000, text => void check(text));
  });
});
