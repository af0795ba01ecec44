import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { MAX_SYMBOLS, outline } from '../../../../server/src/features/symbols.ts';
import { inBlock, parsedOf } from './kit.ts';

/** The outline as lines: name, detail, and the text of the name in the document. */
function lines(text: string): string[] {
  const parsed = parsedOf(text);
  const show = (symbols: readonly DocumentSymbol[], depth: number): string[] =>
    symbols.flatMap(({ name, detail, selectionRange, range, children = [] }) => {
      const start = parsed.document.offsetAt(range.start);
      const end = parsed.document.offsetAt(range.end);
      const selected = parsed.document.offsetAt(selectionRange.start);
      assert.ok(start <= selected && parsed.document.offsetAt(selectionRange.end) <= end);
      return [`${'  '.repeat(depth)}${name}${detail ? ` | ${detail}` : ''}`, ...show(children, depth + 1)];
    });
  return show(outline(parsed).symbols, 0);
}

describe('the outline', () => {
  it('has options, groups, blocks, rules and named conditions', () => {
    const text = `<Sysmon schemaversion="4.90">
  <HashAlgorithms>MD5,SHA256</HashAlgorithms>
  <CheckRevocation/>
  <EventFiltering>
    <RuleGroup name="" groupRelation="or">
      <ProcessCreate onmatch="exclude">
        <Image condition="is">a</Image>
        <Image name="technique_id=T1059.001,technique_name=PowerShell" condition="end with">b</Image>
        <Rule groupRelation="and"><Image>c</Image><User name="me">d</User></Rule>
        <Rule name="A rule"><Image name=" ">c</Image></Rule>
      </ProcessCreate>
    </RuleGroup>
    <RuleGroup name="Network" groupRelation="and">
      <DnsQuery default="include"/>
    </RuleGroup>
    <RuleGroup groupRelation="or"><FileCreate/><FileDelete onmatch=" include "/></RuleGroup>
    <DriverLoad onmatch="include"/>
  </EventFiltering>
</Sysmon>`;
    assert.deepEqual(lines(text), [
      'HashAlgorithms | MD5,SHA256',
      'CheckRevocation',
      'ProcessCreate · exclude | 5 conditions',
      '  T1059.001 PowerShell | Image end with b',
      '  Rule | and · 2 conditions',
      '    me | User is d',
      '  A rule | or · 1 condition',
      'Network | and',
      '  DnsQuery · default include | 0 conditions',
      'RuleGroup | or',
      '  FileCreate | 0 conditions',
      '  FileDelete · include | 0 conditions',
      'DriverLoad · include | 0 conditions',
    ]);
  });

  it('has the sections of a block', () => {
    const text = inBlock(
      '<Image name="first">x</Image>',
      '<!--SYSMON EVENT ID 22 : DNS-->',
      '<!--SECTION: Microsoft-->',
      '<Image name="a">x</Image>',
      '<!--SECTION: Google-->',
      '<Image>x</Image>',
      '<Rule><Image name="b">x</Image></Rule>',
      '<!-- #region R -->',
      '<!-- #endregion -->',
      '<Image name="c">x</Image>',
    );
    assert.deepEqual(lines(text), [
      'DnsQuery · include | 5 conditions',
      '  first | Image is x',
      '  SYSMON EVENT ID 22 : DNS',
      '    Microsoft',
      '      a | Image is x',
      '    Google',
      '      Rule | or · 1 condition',
      '        b | Image is x',
      '      R',
      '      c | Image is x',
    ]);
  });

  it('is cut where there is too much, the blocks first', () => {
    const many = Array.from({ length: MAX_SYMBOLS }, () => '<Image name="n">x</Image>');
    const text = inBlock(...many).replace('  </Ev', '  <FileCreate onmatch="include"/>\n  </Ev');
    const { symbols, isCut } = outline(parsedOf(text));
    assert.equal(isCut, true);
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children?.length]),
      [
        ['DnsQuery · include', MAX_SYMBOLS - 2],
        ['FileCreate · include', 0],
      ],
    );
  });

  it('shows long names cut, and those with line ends on one line', () => {
    const [, name] = lines(inBlock(`<Rule name="a\n   b${'c'.repeat(200)}"></Rule>`));
    assert.match(name!, /^ {2}a bc{97}… \| /);
  });

  it('is empty for other XML and for what is not there yet', () => {
    for (const text of ['<project><a/></project>', '', '<Sysmon', '<Sysmon><'])
      assert.deepEqual(lines(text), []);
  });

  it('is there for modules and for damaged documents', () => {
    assert.deepEqual(lines('<DnsQuery onmatch="include"><Image name="a">x</DnsQuery>'), [
      'DnsQuery · include | 1 condition',
      '  a | Image is x',
    ]);
  });
});
