/** Rename, references, definition and document links. In a document `|` marks the cursor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { parseDocument, type ParsedDocument } from '../../../server/src/documents.ts';
import { documentLinks } from '../../../server/src/features/documentLinks.ts';
import { definition, references } from '../../../server/src/features/references.ts';
import { prepareRename, rename } from '../../../server/src/features/rename.ts';
import { knowledge, parseMarked, schemasFor } from '../kit.ts';

const rules = (name: string, other = name): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup name="${name}" groupRelation="or"><DnsQuery onmatch="include"><Rule name='${other}' groupRelation="and"><QueryName name="x">a</QueryName><Image>b</Image></Rule></DnsQuery></RuleGroup></EventFiltering></Sysmon>`;

const at = ({ document }: ParsedDocument, offset: number) => document.positionAt(offset);

describe('rename', () => {
  const table: readonly (readonly [title: string, marked: string, newName: string, after: string])[] = [
    ['all that are the same', rules('a|b', 'ab'), 'cd', rules('cd')],
    ['at the end of a name', rules('ab', 'ab|'), 'cd', rules('cd')],
    ['and no other one', rules('a|b', 'abc'), 'cd', rules('cd', 'abc')],
    ['what is written in another way', rules('a&amp;b|', 'a&#38;b'), 'c', rules('c')],
    [
      'to what has to be escaped, as the quotes ask',
      rules('a|', 'a'),
      `"<'&`,
      rules(`&quot;&lt;'&amp;`, `"&lt;&apos;&amp;`),
    ],
    ['the whole name, at a technique too', rules('T1059|,a', 'T1059,a'), 'b', rules('b')],
  ];
  for (const [title, marked, newName, after] of table) {
    it(title, () => {
      const { parsed, offset } = parseMarked(marked);
      const prepared = prepareRename(parsed, at(parsed, offset));
      assert.ok(prepared);
      const renaming = rename(parsed, at(parsed, offset), newName);
      assert.ok('edit' in renaming);
      const edits = renaming.edit.changes?.[parsed.document.uri] ?? [];
      assert.equal(TextDocument.applyEdits(parsed.document, edits), after);
      assert.ok(edits.some(({ range }) => JSON.stringify(range) === JSON.stringify(prepared.range)));
    });
  }

  it('is refused where there is no name, and for what Sysmon would not take', () => {
    for (const marked of [rules('|').replace('"x"', '""'), rules('a').replace('<Image>b', '<Image>|b')]) {
      const { parsed, offset } = parseMarked(marked);
      assert.equal(prepareRename(parsed, at(parsed, offset)), null);
      assert.match(JSON.stringify(rename(parsed, at(parsed, offset), 'x')), /refused.*no name/);
    }
    const { parsed, offset } = parseMarked(rules('a|'));
    const refusal = (name: string): string => JSON.stringify(rename(parsed, at(parsed, offset), name));
    assert.match(refusal('é'.repeat(128)), /at most 255 bytes in UTF-8, and this one has 256/);
    assert.match(refusal('a\nb'), /one line/);
    assert.match(refusal('é'.repeat(127)), /edit/);
  });
});

describe('references and definition', () => {
  const textsOf = (parsed: ParsedDocument, ranges: readonly Range[]): string[] =>
    ranges.map(range => `${parsed.document.offsetAt(range.start)} ${parsed.document.getText(range)}`);
  /** Each place as its offset and its text. */
  const placesOf = (text: string, wanted: string): string[] =>
    [...text.matchAll(new RegExp(wanted, 'g'))].map(({ index, 0: found }) => `${index} ${found}`);

  const table: readonly (readonly [title: string, marked: string, wanted: string])[] = [
    ['a name', rules('a|b', 'ab'), '\\bab\\b'],
    ['a technique, in names that are not the same', rules('T1059.|001,a', 'b T1059.001'), 'T1059.001'],
    ['a name beside its technique', rules('T1059,a|b', 'T1059,ab'), 'T1059,ab'],
  ];
  for (const [title, marked, wanted] of table) {
    it(title, () => {
      const { parsed, offset } = parseMarked(marked);
      const expected = placesOf(parsed.text, wanted);
      const found = references(parsed, at(parsed, offset), knowledge);
      assert.deepEqual(
        textsOf(
          parsed,
          found.map(({ range }) => range),
        ),
        expected,
      );
      const first = definition(parsed, at(parsed, offset), knowledge);
      assert.deepEqual(textsOf(parsed, [first!.range]), expected.slice(0, 1));
    });
  }

  it('leads from a field to the name that its events get', () => {
    const named = (marked: string): string => {
      const { parsed, offset } = parseMarked(marked);
      const found = definition(parsed, at(parsed, offset), knowledge);
      return found ? parsed.document.getText(found.range) : 'nothing';
    };
    assert.equal(named(rules('group', 'rule').replace('<Image>', '<Im|age>')), 'rule');
    assert.equal(named(rules('group').replace(" name='group'", '').replace('<Image>', '<Im|age>')), 'group');
    assert.equal(named(rules('group', '').replace('<Image>', '<Im|age>')), '');
    assert.equal(named(rules('group').replace('<QueryName', '<Query|Name')), 'x');
    assert.equal(named(rules('group').replace('<DnsQuery', '<Dns|Query')), 'nothing');
  });

  it('are nowhere in other XML', () => {
    const { parsed, offset } = parseMarked('<Rule name="a|"/>');
    assert.deepEqual(references(parsed, at(parsed, offset), knowledge), []);
    assert.equal(definition(parsed, at(parsed, offset), knowledge), null);
    assert.equal(prepareRename(parsed, at(parsed, offset)), null);
  });
});

describe('document links', () => {
  const linksOf = (text: string, languageId = 'sysmon'): string[] => {
    const parsed = parseDocument(TextDocument.create('file:///a.xml', languageId, 1, text), schemasFor());
    return documentLinks(parsed, knowledge).map(
      ({ range, target }) => `${parsed.document.getText(range)} ${String(target)}`,
    );
  };
  const ATTACK = 'https://attack.mitre.org/techniques';

  it('lead to techniques in names and comments, to addresses in comments, and to pages of events', () => {
    const text = `<Sysmon schemaversion="4.90"><!-- T1105 (see https://a.b/T1059?x=1). --><EventFiltering>
      <RuleGroup name="technique_id=T1059.001" groupRelation="or"><DnsQuery onmatch="include">
        <Rule name="T1071, T9999"><QueryName name="T1566">https://no.link</QueryName></Rule>
      </DnsQuery><Nonsense onmatch="include"/></RuleGroup></EventFiltering></Sysmon>`;
    assert.deepEqual(linksOf(text), [
      `T1105 ${ATTACK}/T1105/`,
      'https://a.b/T1059?x=1 https://a.b/T1059?x=1',
      `T1059.001 ${ATTACK}/T1059/001/`,
      'DnsQuery https://github.com/trustedsec/SysmonCommunityGuide/blob/master/chapters/dns-query.md',
      `T1071 ${ATTACK}/T1071/`,
      `T1566 ${ATTACK}/T1566/`,
    ]);
  });

  it('know a page for every event that has an element', () => {
    for (const { tag } of knowledge.events) {
      if (tag === null) continue;
      const [link] = linksOf(
        `<Sysmon schemaversion="4.91"><EventFiltering><${tag} onmatch="include"/></EventFiltering></Sysmon>`,
      );
      assert.match(link ?? '', new RegExp(`^${tag} https://`));
    }
  });

  it('leave other XML alone', () => assert.deepEqual(linksOf('<Rule name="T1059"/>', 'xml'), []));
});
