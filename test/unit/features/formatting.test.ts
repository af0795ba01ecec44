import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range } from 'vscode-languageserver-types';
import { parseDocument, type ParsedDocument } from '../../../server/src/documents.ts';
import { format } from '../../../server/src/features/formatting.ts';
import { formatOnType } from '../../../server/src/features/onTypeFormatting.ts';
import { schemasFor } from '../kit.ts';

const OPTIONS: FormattingOptions = { tabSize: 2, insertSpaces: true };

interface Layout extends Partial<FormattingOptions> {
  readonly wrapAttributes?: number;
}

function parsedOf(text: string, languageId = 'xml'): ParsedDocument {
  return parseDocument(TextDocument.create('file:///test.xml', languageId, 1, text), schemasFor());
}

function formatted(text: string, { wrapAttributes = 0, ...options }: Layout = {}, range?: Range): string {
  const parsed = parsedOf(text);
  const edits = format(parsed, { ...OPTIONS, ...options }, wrapAttributes, range);
  return TextDocument.applyEdits(parsed.document, edits);
}

const lines = (...all: readonly string[]): string => all.join('\n');

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly options?: Layout;
}

const same = (what: string, text: string, options: Layout = {}): Case => ({
  what,
  before: text,
  after: text,
  options,
});

const inBlock = (...content: readonly string[]): string =>
  lines(
    '<Sysmon schemaversion="4.90">',
    '  <EventFiltering>',
    '    <DnsQuery onmatch="include">',
    ...content,
    '    </DnsQuery>',
    '  </EventFiltering>',
    '</Sysmon>',
    '',
  );

const CASES: readonly Case[] = [
  {
    what: 'one element stands on a line, as far in as it is deep',
    before:
      '<Sysmon schemaversion="4.90"><EventFiltering> <DnsQuery onmatch="include"><QueryName>x</QueryName><QueryName>y</QueryName></DnsQuery> </EventFiltering></Sysmon>\n',
    after: inBlock('      <QueryName>x</QueryName>', '      <QueryName>y</QueryName>'),
  },
  {
    what: 'tabs where the editor has them',
    before: lines('<RuleGroup groupRelation="or">', '  <DnsQuery onmatch="include"/>', '</RuleGroup>'),
    after: lines('<RuleGroup groupRelation="or">', '\t<DnsQuery onmatch="include"/>', '</RuleGroup>'),
    options: { insertSpaces: false },
  },
  {
    what: 'blank lines stay, without blanks in them or at line ends',
    before: '<RuleGroup groupRelation="or">  \n \n\t\n<DnsQuery onmatch="include"/> \n\n</RuleGroup>\n \n',
    after: '<RuleGroup groupRelation="or">\n\n\n  <DnsQuery onmatch="include"/>\n\n</RuleGroup>\n\n',
  },
  same(
    'values keep every blank',
    inBlock(
      '      <QueryName condition="is"> x  </QueryName>',
      '      <QueryName>\n   y\n </QueryName>',
      '      <QueryName>   </QueryName>',
      '      <QueryName>a<!-- b -->  c</QueryName>',
      '      <QueryName><![CDATA[  <a>  ]]></QueryName>',
    ),
  ),
  {
    what: 'comments stay on the line of a rule, and elements leave it',
    before: inBlock(
      '  <QueryName>x</QueryName>   <!-- why --> <QueryName>y</QueryName><!-- z -->',
      '<!-- before --> <QueryName>x</QueryName>',
    ),
    after: inBlock(
      '      <QueryName>x</QueryName>   <!-- why -->',
      '      <QueryName>y</QueryName><!-- z -->',
      '      <!-- before --> <QueryName>x</QueryName>',
    ),
  },
  {
    what: 'a comment of many lines is moved, and not changed',
    before: inBlock('<!-- a', '   b  ', 'c -->', '  <QueryName>x</QueryName>'),
    after: inBlock('      <!-- a', '   b  ', 'c -->', '      <QueryName>x</QueryName>'),
  },
  same('a blank in an empty Rule stays', inBlock('      <Rule> </Rule>', '      <Rule></Rule>')),
  same('a Rule with a comment only stays on its line', inBlock('      <Rule><!-- later --> </Rule>')),
  {
    what: 'an end tag that stands alone is moved',
    before: inBlock('      <Rule>', '            </Rule>'),
    after: inBlock('      <Rule>', '      </Rule>'),
  },
  {
    what: 'blanks in tags',
    before:
      '<Sysmon\t schemaversion = "4.90"  ><EventFiltering  /><HashAlgorithms>*</HashAlgorithms ></Sysmon\n>',
    after: lines(
      '<Sysmon schemaversion="4.90">',
      '  <EventFiltering />',
      '  <HashAlgorithms>*</HashAlgorithms>',
      '</Sysmon>',
    ),
  },
  {
    what: 'attributes stay on the line on which they are, in their order and with their quotes',
    before: lines("<RuleGroup name='a  b'", 'groupRelation="or"', '>', '</RuleGroup>'),
    after: lines("<RuleGroup name='a  b'", '  groupRelation="or"', '>', '</RuleGroup>'),
  },
  {
    what: 'attributes are wrapped where the tag is too long, and joined where it is not',
    before: lines(
      '<RuleGroup name="a long name" groupRelation="or">',
      '<DnsQuery',
      'onmatch="include"',
      '/>',
      '</RuleGroup>',
    ),
    after: lines(
      '<RuleGroup',
      '  name="a long name"',
      '  groupRelation="or">',
      '  <DnsQuery onmatch="include" />',
      '</RuleGroup>',
    ),
    options: { wrapAttributes: 48 },
  },
  {
    what: 'a tag may reach up to the column',
    before: lines('<RuleGroup name="a long name"', ' groupRelation="or">', '</RuleGroup>'),
    after: lines('<RuleGroup name="a long name" groupRelation="or">', '</RuleGroup>'),
    options: { wrapAttributes: 49 },
  },
  {
    what: 'declaration, instructions and comments at the top',
    before: '<?xml version="1.0"?><!-- a --> <?x  y?><Sysmon schemaversion="4.90"/>',
    after: '<?xml version="1.0"?><!-- a --> <?x  y?>\n<Sysmon schemaversion="4.90"/>',
  },
  {
    what: 'a byte order mark stays in front',
    before: '\ufeff  <Sysmon schemaversion="4.90"/>',
    after: '\ufeff<Sysmon schemaversion="4.90"/>',
  },
  {
    what: 'line ends stay what they are, and new ones are like them',
    before: '<Sysmon schemaversion="4.90">\r\n<EventFiltering/><EventFiltering/></Sysmon>\r\n',
    after: '<Sysmon schemaversion="4.90">\r\n  <EventFiltering/>\r\n  <EventFiltering/>\r\n</Sysmon>\r\n',
  },
  same(
    'xml:space="preserve" is kept',
    '<Sysmon schemaversion="4.90" xml:space="preserve"> <EventFiltering>  </EventFiltering></Sysmon>',
  ),
  {
    what: 'a DOCTYPE is not changed inside',
    before: '<!DOCTYPE Sysmon  [ <!ENTITY  a "b"> ]><Sysmon schemaversion="4.90"/>',
    after: '<!DOCTYPE Sysmon  [ <!ENTITY  a "b"> ]>\n<Sysmon schemaversion="4.90"/>',
  },
  {
    what: 'stray text in a block keeps the blanks around it',
    before: inBlock('  ;;  <QueryName>x</QueryName>  ', ' <QueryName>y</QueryName>'),
    after: inBlock('  ;;  <QueryName>x</QueryName>', '      <QueryName>y</QueryName>'),
  },
  {
    what: 'a container whose name is misspelt is laid out',
    before:
      '<Sysmon schemaversion="4.90"><EventFilterng><DnsQuery onmatch="include"/></EventFilterng></Sysmon>',
    after: lines(
      '<Sysmon schemaversion="4.90">',
      '  <EventFilterng>',
      '    <DnsQuery onmatch="include"/>',
      '  </EventFilterng>',
      '</Sysmon>',
    ),
  },
  {
    what: 'line ends at the end of the text, as the editor wants them',
    before: '<Sysmon schemaversion="4.90"/>  \n \n\n',
    after: '<Sysmon schemaversion="4.90"/>\n',
    options: { trimFinalNewlines: true },
  },
  {
    what: 'a line end at the end of the text, as the editor wants it',
    before: '<Sysmon schemaversion="4.90"/>  ',
    after: '<Sysmon schemaversion="4.90"/>\n',
    options: { insertFinalNewline: true },
  },
  same('XML that is no configuration', '<project>\n<a/>\n </project>'),
  same('what has no element', '  <!-- x -->  \n'),
  {
    what: 'of a damaged document, the elements that are sound',
    before: lines(
      '<Sysmon schemaversion="4.90">',
      ' <EventFiltering>',
      '   <DnsQuery onmatch="include">',
      '       <QueryName  condition="is">a & b</QueryName>',
      '   </DnsQuery>',
      '   <FileCreate onmatch="include">',
      '       <Image>x</Image><Image>y</Image>',
      ' </FileCreate>',
      ' </EventFiltering>',
      '</Sysmon>',
    ),
    after: lines(
      '<Sysmon schemaversion="4.90">',
      ' <EventFiltering>',
      '   <DnsQuery onmatch="include">',
      '       <QueryName  condition="is">a & b</QueryName>',
      '   </DnsQuery>',
      '   <FileCreate onmatch="include">',
      '     <Image>x</Image>',
      '     <Image>y</Image>',
      '   </FileCreate>',
      ' </EventFiltering>',
      '</Sysmon>',
    ),
  },
  same('an unclosed comment', '<Sysmon schemaversion="4.90">\n<!-- <EventFiltering>\n</EventFiltering>\n'),
  same('an unclosed root', '<Sysmon schemaversion="4.90">\n<EventFiltering>\n'),
];

describe('formatting', () => {
  for (const { what, before, after, options } of CASES) {
    it(what, () => {
      assert.equal(formatted(before, options), after);
      assert.equal(formatted(after, options), after, 'formatting twice is formatting once');
    });
  }

  it('changes only the lines of a range', () => {
    const before = lines(
      '<Sysmon schemaversion="4.90">',
      '<EventFiltering>',
      '<DnsQuery/> ',
      '</EventFiltering>',
      '</Sysmon>',
    );
    const range = (from: number, to: number, character = 3): Range => ({
      start: { line: from, character: 1 },
      end: { line: to, character },
    });
    assert.equal(formatted(before, {}, range(2, 2)), before.replace('<DnsQuery/> ', '    <DnsQuery/>'));
    assert.equal(formatted(before, {}, range(2, 3, 0)), before.replace('<DnsQuery/> ', '    <DnsQuery/>'));
    assert.equal(formatted(before, {}, range(0, 1)), before.replace('<EventF', '  <EventF'));
    assert.equal(formatted(before, {}, range(0, 9)), formatted(before));
  });

  it('goes through elements as deep as they come', () => {
    const deep = `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`;
    const text = `<Sysmon schemaversion="4.90"><EventFiltering>${deep}</EventFiltering></Sysmon>`;
    const result = formatted(text);
    assert.equal(result.split('\n').length, 40_003);
    assert.ok(result.length < 100 * 40_003, 'the indentation does not grow without end');
  });
});

/** The text after a character was typed at the `|`, which stands behind it. */
function typed(marked: string, character: string): string {
  const offset = marked.indexOf('|');
  const parsed = parsedOf(marked.replace('|', ''));
  const edits = formatOnType(parsed, parsed.document.positionAt(offset), character, OPTIONS);
  return TextDocument.applyEdits(parsed.document, edits);
}

describe('formatting on type', () => {
  const cases: readonly (readonly [what: string, before: string, after: string | null, character: string])[] =
    [
      [
        'a closed end tag goes below its start tag',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n      </EventFiltering>|\n',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n  </EventFiltering>\n',
        '>',
      ],
      [
        'an end tag behind something else stays',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>  </EventFiltering>|',
        null,
        '>',
      ],
      ['a start tag stays', '<Sysmon schemaversion="4.90">\n      <EventFiltering>|', null, '>'],
      ['the end of a value stays', inBlock('      <QueryName>x', '  </QueryName>|'), null, '>'],
      [
        'a new line in an element',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n|\n  </EventFiltering></Sysmon>',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n    \n  </EventFiltering></Sysmon>',
        '\n',
      ],
      [
        'a new line before an end tag',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n|</EventFiltering></Sysmon>',
        '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n  </EventFiltering></Sysmon>',
        '\n',
      ],
      [
        'a new line before an element',
        inBlock('      <QueryName>x</QueryName>', '|<QueryName>y</QueryName>'),
        inBlock('      <QueryName>x</QueryName>', '      <QueryName>y</QueryName>'),
        '\n',
      ],
      [
        'a new line behind the root',
        '<Sysmon schemaversion="4.90"/>\n  |',
        '<Sysmon schemaversion="4.90"/>\n',
        '\n',
      ],
      ['a new line in a value', inBlock('      <QueryName>x', '|y</QueryName>'), null, '\n'],
      ['a new line in a comment', inBlock('      <!-- x', '|y -->'), null, '\n'],
      ['a new line in a tag', inBlock('      <QueryName', '|condition="is">x</QueryName>'), null, '\n'],
      ['a new line in XML that is no configuration', '<project>\n|</project>', null, '\n'],
    ];
  for (const [what, before, after, character] of cases) {
    it(what, () => assert.equal(typed(before, character), after ?? before.replace('|', '')));
  }
});
