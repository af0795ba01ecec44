import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Mark, numberWith, read, reading, sameFolded } from '../../../server/src/checks/marks.ts';
import { fold } from '../../../server/src/matching/conditions.ts';

const MARKED: readonly (readonly [text: string, marks: number])[] = [
  ['', Mark.empty],
  ['cmd', 0],
  ['a;b', Mark.semicolon],
  ['*?', Mark.wildcard],
  ['"a\'', Mark.quote],
  ['%a%', Mark.percent],
  ['C:\\a.exe', Mark.capital | Mark.backslash | Mark.dot],
  ['/a b', Mark.slash | Mark.blank],
  ['a ', Mark.blank | Mark.outerBlank],
  ['a ;b', Mark.blank | Mark.semicolon | Mark.outerBlank],
  ['\r\n', Mark.blank | Mark.carriageReturn | Mark.outerBlank],
  ['ä', Mark.notAscii | Mark.outerBlank],
  ['bär', Mark.notAscii],
];

function numberOf(text: string): number {
  read(`[${text}]`, 1, text.length + 1);
  return reading.number;
}

describe('what stands in a value', () => {
  for (const [text, marks] of MARKED) {
    it(`is told of ${JSON.stringify(text)}`, () => {
      read(`[${text}]`, 1, text.length + 1);
      assert.equal(reading.marks, marks);
    });
  }

  it('has the same number for texts that are the same to Sysmon, and they are told to be', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'A', 'Ä', 'ä', '\\', 'K', 'k', '\u212a') }),
        text => {
          const other = fold(text);
          assert.equal(numberOf(text), numberOf(other));
          assert.ok(sameFolded(text, 0, other, 0, text.length));
        },
      ),
    );
    assert.ok(!sameFolded('Ä', 0, 'ä', 0, 1), 'Sysmon folds letters of ASCII only');
  });

  it('has a number that can be made letter by letter', () => {
    let number = 0;
    for (const code of Buffer.from('Cmd.exe')) number = numberWith(number, code);
    assert.equal(number, numberOf('Cmd.exe'));
  });
});
