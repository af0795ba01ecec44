import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { jsonError } from '../../../server/src/json.ts';

/** Texts with a `|` where the mistake is, and what is said of it. */
const MISTAKES: readonly (readonly [marked: string, message: RegExp])[] = [
  ['|', /A value has to stand here/],
  ['{"a":1,|}', /No comma may stand in front of the closing “}”/],
  ['[1,|]', /No comma may stand in front of the closing “]”/],
  ['{"a" |1}', /A colon has to stand here/],
  ['{"a":1 |"b":2}', /A comma or the closing “}” has to stand here/],
  ['[1 |2]', /A comma or the closing “]” has to stand here/],
  ["{|'a':1}", /A name in double quotes or the closing “}”/],
  ['{|a:1}', /A name in double quotes/],
  ['{"a":|tru}', /A value has to stand here, text in double quotes/],
  ['{"a":|"b\n"}', /A value has to stand here/],
  ['{"a":0|1}', /A comma or the closing/],
  ['|// no\n{}', /Comments are not allowed/],
  ['{|/* no */}', /Comments are not allowed/],
  ['{} |x', /Nothing may stand behind the last bracket/],
  ['{"a":1|', /A comma or the closing “}”/],
  [`${'['.repeat(50)}|[`, /nested deeper than 50 times/],
];

describe('jsonError', () => {
  for (const [marked, message] of MISTAKES) {
    it(`finds the mistake of ${JSON.stringify(marked).slice(0, 40)}`, () => {
      const offset = marked.indexOf('|');
      const error = jsonError(marked.slice(0, offset) + marked.slice(offset + 1));
      assert.equal(error?.offset, offset);
      assert.match(error.message, message);
    });
  }

  it('finds none in JSON, however it is written', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        assert.equal(jsonError(json), null);
        assert.equal(jsonError(JSON.stringify(JSON.parse(json), null, indent)), null);
      }),
    );
  });

  it('finds one exactly where the engine finds one', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'null',
      ' ',
      '\n',
      '"',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        assert.equal(jsonError(text) === null, isJson, text);
      }),
      { numRuns: 2000 },
    );
  });
});
