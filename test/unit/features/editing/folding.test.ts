import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldingRanges } from '../../../../server/src/features/folding.ts';
import { inBlock, parsedOf } from './kit.ts';

/** What is folded with its first and last line, from 1. */
function folds(text: string, rangeLimit = 100): string[] {
  const ranges = foldingRanges(parsedOf(text), { lineFoldingOnly: true, rangeLimit }) ?? [];
  const lines = text.split('\n');
  return ranges.map(({ startLine, endLine, kind }) => {
    const first = lines[startLine]!.trim();
    return `${startLine + 1}-${endLine + 1} ${kind ? `${kind} ` : ''}${first}`;
  });
}

const around = [
  '1-N <Sysmon schemaversion="4.90">',
  '2-N <EventFiltering>',
  '3-N <DnsQuery onmatch="include">',
];
/** The folds of the elements around a block of so many lines. */
const outer = (lines: number): string[] =>
  around.map((each, index) => each.replace('N', String(lines + 5 - index)));

describe('folding', () => {
  it('elements, up to the line before their end tag', () => {
    assert.deepEqual(folds(inBlock('<Rule>', '  <Image>x</Image>', '</Rule>', '<Image>y</Image>')), [
      ...outer(4),
      '4-5 <Rule>',
    ]);
  });
  it('an element that is not closed', () => {
    assert.deepEqual(folds('<Sysmon>\n<EventFiltering>\n<DnsQuery/>\n'), [
      '1-3 <Sysmon>',
      '2-3 <EventFiltering>',
    ]);
  });
  it('comments of many lines, but not what stands behind them', () => {
    const lines = ['<!-- a', 'b -->', '<!-- a', 'b', 'c --><Image>x</Image>'];
    assert.deepEqual(folds(inBlock(...lines)), [...outer(5), '4-5 comment <!-- a', '6-7 comment <!-- a']);
  });
  it('comments that follow each other', () => {
    const lines = [
      '<!-- a -->',
      '<!-- b -->',
      '',
      '<!-- c -->',
      '<Image>x</Image> <!-- d -->',
      '<!-- e -->',
      '<!-- f -->',
    ];
    assert.deepEqual(folds(inBlock(...lines)), [
      ...outer(7),
      '4-5 comment <!-- a -->',
      '9-10 comment <!-- f -->'.replace('f', 'e'),
    ]);
  });
  it('sections below a heading, one in the other', () => {
    const lines = [
      '<!--SYSMON EVENT ID 22 : DNS QUERY [DnsQuery]-->',
      '<!--SECTION: Microsoft-->',
      '<Image>x</Image>',
      '',
      '<!-- Section: Google -->',
      '<Image>y</Image>',
      '<!-- ===== Others ===== -->',
      '<Image>z</Image>',
      '',
    ];
    assert.deepEqual(folds(inBlock(...lines)), [
      ...outer(9),
      '4-9 region <!--SYSMON EVENT ID 22 : DNS QUERY [DnsQuery]-->',
      '5-6 region <!--SECTION: Microsoft-->',
      '8-9 region <!-- Section: Google -->',
      '10-11 region <!-- ===== Others ===== -->',
    ]);
  });
  it('regions', () => {
    const lines = [
      '<!-- #region a -->',
      '<!--SECTION: b-->',
      '<Image>x</Image>',
      '<!-- #endregion -->',
      '<Image>y</Image>',
    ];
    assert.deepEqual(folds(inBlock(...lines)), [
      ...outer(5),
      '4-7 region <!-- #region a -->',
      '5-7 region <!--SECTION: b-->',
    ]);
  });
  it('no heading in what only looks like one', () => {
    const lines = [
      '<!-- Sysmon 8 can do this -->',
      '<Image>x</Image> <!--SECTION: a-->',
      '<!-- //*** -->',
      '<!-- ====== -->',
      '<Image>x</Image>',
    ];
    assert.deepEqual(folds(inBlock(...lines)), [...outer(5), '6-7 comment <!-- //*** -->']);
  });
  it('the outer ones where there are too many', () => {
    const rules = Array.from({ length: 3 }, () => ['<Rule>', '<Image>x</Image>', '</Rule>']).flat();
    assert.deepEqual(folds(inBlock(...rules), 3), outer(9));
    assert.deepEqual(folds(inBlock(...rules), 5), [...outer(9), '4-5 <Rule>', '7-8 <Rule>']);
    assert.deepEqual(folds(inBlock(...rules), 1), outer(9).slice(0, 1));
    assert.deepEqual(folds(inBlock(...rules), 0), []);
  });
  it('what stands between the tags, for clients that can', () => {
    assert.deepEqual(foldingRanges(parsedOf('<Sysmon>\n  <!-- a\n-->\n</Sysmon>')), [
      { startLine: 0, startCharacter: 8, endLine: 3, endCharacter: 0 },
      { startLine: 1, endLine: 2, kind: 'comment' },
    ]);
  });
  it('leaves other XML to the editor', () =>
    assert.equal(foldingRanges(parsedOf('<project>\n\n</project>')), null));
});
