import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONDITIONS, holds } from '../../../server/src/matching/conditions.ts';
import { knowledge, shippedManifests } from '../../../server/src/schema/data.ts';

/** A condition, the value in the file, the event's field, and whether it holds. */
const ROWS: readonly (readonly [condition: string, value: string, field: string, holds: boolean])[] = [
  ['is', 'CMD.exe', 'cmd.EXE', true],
  ['is', 'Ä', 'ä', false],
  ['is', '', '-', false],
  ['is not', 'a', 'b', true],
  ['contains', '', '-', true],
  ['contains', 'b', 'abc', true],
  ['excludes', 'b', 'abc', false],
  ['contains any', 'x;b', 'abc', true],
  ['contains any', 'x;', 'abc', true],
  ['contains any', 'x; b', 'abc', false],
  ['contains any', 'x;;b', ';b', true],
  ['contains any', 'x;;q', 'abc', false],
  ['contains all', 'a;c', 'abc', true],
  ['contains all', 'a;;c', 'abc', false],
  ['is any', 'x;abc', 'ABC', true],
  ['is any', 'x;', '-', false],
  ['excludes any', 'x;b', 'abc', false],
  ['excludes any', 'x;y', 'abc', true],
  ['excludes all', 'x;b', 'abc', true],
  ['excludes all', 'a;b', 'abc', false],
  ['begin with', 'ab', 'ABC', true],
  ['begin with', '', '-', true],
  ['not begin with', 'b', 'abc', true],
  ['end with', 'bc', 'abc', true],
  ['not end with', 'bc', 'abc', false],
  ['less than', '9', '10', true],
  ['more than', '10', '9', true],
  ['more than', 'A', '_', true],
  ['image', 'cmd.exe', 'C:\\Windows\\cmd.exe', true],
  ['image', 'cmd.exe', 'cmd.exe', true],
  ['image', '\\cmd.exe', 'C:\\Windows\\cmd.exe', false],
  ['image', 'c:\\windows\\CMD.exe', 'C:\\Windows\\cmd.exe', true],
  ['image', '', 'C:\\folder\\', true],
];

describe('conditions', () => {
  for (const [condition, value, field, expected] of ROWS) {
    it(`“${field}” ${condition} “${value}” ${expected ? 'holds' : 'does not hold'}`, () => {
      assert.equal(holds(condition, value, field), expected);
    });
  }

  it('are those that the manifests know', () => {
    const known = new Set(shippedManifests().flatMap(({ conditions }) => conditions));
    assert.deepEqual([...CONDITIONS.keys()].sort(), [...known].sort());
  });

  it('mean what the truth tables of the hovers say', () => {
    for (const { name, examples } of knowledge.conditions) {
      for (const example of examples) {
        assert.equal(
          holds(name, example.value, example.field),
          example.holds,
          `${name} ${JSON.stringify(example)}`,
        );
      }
    }
  });
});
