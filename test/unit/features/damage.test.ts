/** Completion and hover in documents that are cut off, damaged or hostile: they answer, and fast. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../server/src/documents.ts';
import { completion, TRIGGER_CHARACTERS } from '../../../server/src/features/completion.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { checkList, knowledge, schemasFor } from '../kit.ts';

const DOCUMENT = `<?xml version="1.0"?>
<!-- a <comment> -->
<Sysmon schemaversion="4.50">
  <HashAlgorithms>md5,SHA256</HashAlgorithms>
  <CaptureClipboard/>
  <EventFiltering>
    <RuleGroup name='technique_id=T1059' groupRelation="or">
      <RegistryEvent onmatch="include">
        <Rule groupRelation="and" name="x &amp; y">
          <EventType condition="is">SetValue</EventType>
          <TargetObject condition="contains any">a;&lt;b;<![CDATA[c]]></TargetObject>
        </Rule>
        <Details>DWORD</Details>
      </RegistryEvent>
    </RuleGroup>
    <ProcessAccess default="include"><GrantedAccess>0x1410</GrantedAccess></ProcessAccess>
  </EventFiltering>
</Sysmon>
`;

/** Everything that can be asked at an offset of a text. */
function ask(text: string, offset: number, schemas = schemasFor()): void {
  const parsed = parseDocument(TextDocument.create('file:///a.xml', 'xml', 1, text), schemas);
  const position = parsed.document.positionAt(offset);
  for (const trigger of [undefined, ...TRIGGER_CHARACTERS]) {
    const options = { snippets: true, ...(trigger === undefined ? {} : { trigger }) };
    checkList(parsed, completion(parsed, position, knowledge, options), offset);
  }
  const answer = hover(parsed, position, knowledge);
  if (!answer) return;
  const { start, end } = answer.range!;
  assert.ok(parsed.document.offsetAt(start) <= offset && offset <= parsed.document.offsetAt(end));
}

describe('damaged documents', () => {
  test('every place of a document', () => {
    for (let offset = 0; offset <= DOCUMENT.length; offset++) ask(DOCUMENT, offset);
  });

  test('every beginning of a document, asked at its end', () => {
    for (let end = 0; end <= DOCUMENT.length; end++) ask(DOCUMENT.slice(0, end), end);
  });

  test('a document with a character missing or doubled', () => {
    for (let at = 0; at < DOCUMENT.length; at++) {
      ask(DOCUMENT.slice(0, at) + DOCUMENT.slice(at + 1), at);
      ask(DOCUMENT.slice(0, at) + DOCUMENT.charAt(at) + DOCUMENT.slice(at), at + 1);
    }
  });

  test('with signs put in', () => {
    for (const sign of [
      '<',
      '>',
      '"',
      "'",
      '&',
      '</',
      '<!--',
      '<![CDATA[',
      '/>',
      ' =',
      '\0',
      '\ud800',
      '\n',
    ]) {
      for (let at = 0; at <= DOCUMENT.length; at += 3) {
        ask(DOCUMENT.slice(0, at) + sign + DOCUMENT.slice(at), at + sign.length);
      }
    }
  });
});

describe('hostile documents', () => {
  const table: readonly (readonly [title: string, text: string])[] = [
    [
      'deeply nested',
      '<Sysmon schemaversion="4.50"><EventFiltering>'.concat('<ProcessCreate>'.repeat(100_000)),
    ],
    [
      'one long line',
      `<Sysmon schemaversion="4.50"><EventFiltering><ProcessCreate onmatch="include"><Image>${'a'.repeat(5_000_000)}`,
    ],
    ['one long tag', `<Sysmon schemaversion="4.50"><EventFiltering><ProcessCreate ${'a '.repeat(500_000)}`],
    [
      'one long value',
      `<Sysmon schemaversion="4.50"><EventFiltering><ProcessCreate onmatch="${'a'.repeat(1_000_000)}`,
    ],
    ['many <', '<Sysmon schemaversion="4.50"><EventFiltering>'.concat('<'.repeat(500_000))],
    [
      'many blocks',
      `<Sysmon schemaversion="4.50"><EventFiltering>${'<DnsQuery onmatch="include"><QueryName>a</QueryName></DnsQuery>'.repeat(20_000)}<`,
    ],
    ['binary', '\u0000\u0001\ufffd<Sysmon \u0002'.repeat(1000)],
  ];
  for (const [title, text] of table) {
    test(title, () => {
      const parsed = parseDocument(TextDocument.create('file:///a.xml', 'xml', 1, text), schemasFor());
      parsed.document.positionAt(0);
      const offsets = [0, 1, Math.floor(text.length / 2), text.length - 1, text.length];
      for (const offset of offsets) {
        const position = parsed.document.positionAt(offset);
        // Work that grows faster than the text would run into the runner's own limit.
        const { items } = completion(parsed, position, knowledge, { snippets: true });
        assert.ok(Array.isArray(items));
        hover(parsed, position, knowledge);
      }
    });
  }
});
