import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  areSame,
  FoldedValues,
  numberFromEnd,
  numberOf,
  numberWith,
  powerOf,
} from '../../../server/src/checks/foldedValues.ts';
import { Mark } from '../../../server/src/checks/marks.ts';
import { fold } from '../../../server/src/matching/conditions.ts';

const MARKED: readonly (readonly [text: string, marks: number])[] = [
  ['', Mark.empty],
  ['cmd', 0],
  ['a;b', Mark.semicolon],
  ['a;b;A', Mark.semicolon | Mark.capital | Mark.twinItems],
  ['a;b;', Mark.semicolon | Mark.emptyItem],
  [';;', Mark.semicolon | Mark.emptyItem | Mark.twinItems],
  [Array.from({ length: 70 }, (_, i) => i).join(';'), Mark.semicolon | Mark.twinItems],
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

/** Adds the texts, each with something around it that is no part of it. */
function valuesOf(...texts: readonly string[]): {
  values: FoldedValues;
  starts: number[];
  numbers: number[];
} {
  const values = new FoldedValues(2);
  const numbers: number[] = [];
  const starts = texts.map(text => {
    const start = values.add(`[${text}]`, 1, text.length + 1);
    numbers.push(values.number);
    return start;
  });
  return { values, starts, numbers };
}

const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'Ä', 'ä', '\\', 'K', 'k', '\u212a'),
  maxLength: 12,
});

describe('the values of conditions', () => {
  for (const [value, marks] of MARKED) {
    it(`tell what stands in ${JSON.stringify(value.slice(0, 20))}`, () => {
      assert.equal(valuesOf(value).values.marks, marks);
    });
  }

  it('are kept as Sysmon compares them, one behind the other', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), texts => {
        const { values, starts } = valuesOf(...texts);
        for (const [index, each] of texts.entries()) {
          const units = values.units.subarray(starts[index], starts[index]! + each.length);
          assert.equal(String.fromCharCode(...units), fold(each));
        }
      }),
    );
  });

  it('have the same number where they are the same to Sysmon', () => {
    fc.assert(
      fc.property(text, each => {
        const { values, starts, numbers } = valuesOf(each, fold(each));
        assert.equal(numbers[0], numbers[1]);
        assert.ok(areSame(values.units, starts[0]!, starts[1]!, each.length));
      }),
    );
    const { values } = valuesOf('Ä', 'ä');
    assert.ok(!areSame(values.units, 0, 1, 1), 'Sysmon folds letters of ASCII only');
  });

  it('have numbers of which those of their parts are made', () => {
    fc.assert(
      fc.property(text, text, (before, part) => {
        const { values, numbers } = valuesOf(before + part);
        const [middle, end] = [before.length, before.length + part.length];
        const own = numberOf(values.units, middle, end);
        const whole = numbers[0]!;
        assert.equal(numberOf(values.units, 0, end), whole);
        const first = numberOf(values.units, 0, middle);
        assert.equal((whole - Math.imul(first, powerOf(part.length))) | 0, own);
      }),
    );
    const { values } = valuesOf('abc');
    const [a, b, c] = values.units as unknown as [number, number, number];
    assert.equal(numberFromEnd(values.units, 0, 3), numberWith(numberWith(numberWith(0, c), b), a));
  });
});
