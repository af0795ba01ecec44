import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver-types';
import { selectionRanges } from '../../../../server/src/features/selectionRanges.ts';
import { at, parsedOf } from './kit.ts';

/** What is selected step by step at the `|`. */
function steps(marked: string): string[] {
  const { parsed, position } = at(marked);
  const found: string[] = [];
  const [selection] = selectionRanges(parsed, [position]) ?? [];
  for (let each: SelectionRange | undefined = selection; each; each = each.parent) {
    found.push(parsed.document.getText(each.range));
  }
  return found;
}

const FIELD = '<Image name="a,b" condition="is any"> x;y </Image>';
const all = (marked: string): string => `<Sysmon><!-- c -->${marked}</Sysmon>`;
const outer = [`<!-- c -->${FIELD}`, all(FIELD)];

describe('selection ranges', () => {
  const cases: readonly (readonly [what: string, marked: string, steps: readonly string[]])[] = [
    ['in an item of a value', FIELD.replace('x;y', 'x;|y'), ['y', 'x;y', ' x;y ', FIELD, ...outer]],
    [
      'in an item of a name',
      FIELD.replace('a,b', '|a,b'),
      ['a', 'a,b', 'name="a,b"', '<Image name="a,b" condition="is any">', FIELD, ...outer],
    ],
    [
      'in an attribute',
      FIELD.replace('condition', 'con|dition'),
      ['condition="is any"', '<Image name="a,b" condition="is any">', FIELD, ...outer],
    ],
    [
      'in a tag name',
      FIELD.replace('<Image', '<Im|age'),
      ['Image', '<Image name="a,b" condition="is any">', FIELD, ...outer],
    ],
    ['in an end tag', FIELD.replace('</Image', '</Im|age'), ['Image', '</Image>', FIELD, ...outer]],
  ];
  for (const [what, marked, expected] of cases)
    it(what, () => assert.deepEqual(steps(all(marked)), expected));

  it('in a comment', () => {
    assert.deepEqual(steps('<Sysmon><!-- a| b --></Sysmon>'), [
      'a b',
      ' a b ',
      '<!-- a b -->',
      '<Sysmon><!-- a b --></Sysmon>',
    ]);
  });
  it('in an empty document', () => {
    assert.deepEqual(selectionRanges(parsedOf('', 'sysmon'), [{ line: 0, character: 0 }]), [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } },
    ]);
  });
  it('in elements as deep as they come', () => {
    assert.ok(steps(`<Sysmon>${'<a>'.repeat(20_000)}|`).length < 200);
  });
  it('not in other XML', () => {
    assert.equal(selectionRanges(parsedOf('<project/>'), [{ line: 0, character: 3 }]), null);
  });
});
