import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../server/src/documents.ts';
import {
  semanticTokens,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
  TOKEN_WIDTH,
} from '../../../server/src/features/semanticTokens.ts';
import { knowledge, schemasFor } from '../kit.ts';

/** Each token as `text type modifiers`; of what is between two `|` only, where there are two. */
function tokensOf(marked: string, languageId = 'sysmon'): string[] {
  const [before, inside, after] = marked.split('|');
  const text = inside === undefined ? marked : before! + inside + (after ?? '');
  const document = TextDocument.create('file:///a.xml', languageId, 1, text);
  const span =
    inside === undefined ? undefined : { start: before!.length, end: before!.length + inside.length };
  const data = semanticTokens(parseDocument(document, schemasFor()), knowledge, span);
  const tokens: string[] = [];
  for (let i = 0; i < data.length; i += TOKEN_WIDTH) {
    const [line, character, length, type, modifiers] = data.slice(i, i + TOKEN_WIDTH) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const start = { line, character };
    const written = document.getText({ start, end: { line, character: character + length } });
    const names = TOKEN_MODIFIERS.filter((_, bit) => modifiers & (1 << bit));
    tokens.push([written, TOKEN_TYPES[type]!.replace('sysmon', ''), ...names].join(' '));
  }
  return tokens;
}

const inFiltering = (blocks: string): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering>${blocks}</EventFiltering></Sysmon>`;

describe('semantic tokens', () => {
  const table: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
    [
      'an include',
      inFiltering(
        '<ProcessCreate onmatch="include">\n<Image name="T1059.001,x" condition="end with">a</Image>\n</ProcessCreate>',
      ),
      [
        'ProcessCreate Event include',
        'include Onmatch include',
        'Image Field include',
        'T1059.001 Technique include',
        'end with Condition include',
        'Image Field include',
        'ProcessCreate Event include',
      ],
    ],
    [
      'an exclude by its default, and a condition before its name',
      inFiltering(
        '<DnsQuery default="include"><QueryName condition="Is Not" name="T1071">a</QueryName></DnsQuery>',
      ),
      [
        'DnsQuery Event exclude',
        'include Onmatch exclude',
        'QueryName Field exclude',
        'Is Not Condition exclude negated',
        'T1071 Technique exclude',
        'QueryName Field exclude',
        'DnsQuery Event exclude',
      ],
    ],
    ['a block that is dropped', inFiltering('<DnsQuery/>'), ['DnsQuery Event dropped']],
    [
      'options, groups and rules',
      '<Sysmon schemaversion="4.90"><HashAlgorithms>md5</HashAlgorithms><EventFiltering><RuleGroup name="T1059" groupRelation="or"><FileCreate onmatch="include"><Rule name="T1105" groupRelation="and"><Image>a</Image></Rule></FileCreate></RuleGroup></EventFiltering></Sysmon>',
      [
        'HashAlgorithms Option',
        'HashAlgorithms Option',
        'T1059 Technique',
        'FileCreate Event include',
        'include Onmatch include',
        'T1105 Technique include',
        'Image Field include',
        'Image Field include',
        'FileCreate Event include',
      ],
    ],
    [
      'no technique that ATT&CK does not have, nor one inside a word',
      inFiltering(
        '<DnsQuery onmatch="include"><QueryName name="T9999 XT1059 T1059x">a</QueryName></DnsQuery>',
      ),
      [
        'DnsQuery Event include',
        'include Onmatch include',
        'QueryName Field include',
        'QueryName Field include',
        'DnsQuery Event include',
      ],
    ],
    [
      'a part: what begins in it, and what is around it',
      inFiltering(
        '<DnsQuery onmatch="include"><QueryName>a</QueryName>|<QueryName>b</QueryName>|<QueryName>c</QueryName></DnsQuery><FileCreate onmatch="include"/>',
      ),
      [
        'DnsQuery Event include',
        'include Onmatch include',
        'QueryName Field include',
        'QueryName Field include',
      ],
    ],
    [
      'a damaged end',
      '<Sysmon><EventFiltering><DnsQuery onmatch="include"><QueryName',
      ['DnsQuery Event include', 'include Onmatch include', 'QueryName Field include'],
    ],
  ];
  for (const [title, text, expected] of table) it(title, () => assert.deepEqual(tokensOf(text), expected));

  it('leaves other XML alone', () => {
    assert.deepEqual(tokensOf('<Rule><Image condition="is">x</Image></Rule>', 'xml'), []);
  });
});
