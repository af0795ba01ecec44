import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../server/src/documents.ts';
import { codeLenses } from '../../../server/src/features/codeLens.ts';
import { knowledge, schemasFor } from '../kit.ts';

function lensesOf(text: string, languageId = 'sysmon', blocks = true): string[] {
  const document = TextDocument.create('file:///a.xml', languageId, 1, text);
  return codeLenses(parseDocument(document, schemasFor()), knowledge, { blocks }).map(
    ({ command }) => command!.title,
  );
}

const A = '<QueryName condition="is">a</QueryName>';
const include = (inside = ''): string => `<DnsQuery onmatch="include">${inside}</DnsQuery>`;
const exclude = (inside = ''): string => `<DnsQuery onmatch="exclude">${inside}</DnsQuery>`;
const OTHERS = 'adds nothing to the other includes of this event';

describe('code lenses of blocks', () => {
  // The table of what is logged in the facts of matching, and what is not loaded.
  const table: readonly (readonly [blocks: string, expected: readonly string[]])[] = [
    [include(A), ['1 condition · logs only what matches']],
    [exclude(A + A), ['2 conditions (and) · logs everything except what matches']],
    [include(), ['No conditions · logs nothing: an include without conditions matches no event']],
    [exclude(), ['No conditions · logs everything: an exclude without conditions stops no event']],
    [
      include(A) + exclude(A),
      [
        '1 condition · logs what matches, except what an exclude of this event matches',
        '1 condition · leaves out what matches, even where an include matches',
      ],
    ],
    [
      include(A) + exclude(),
      [
        '1 condition · logs only what matches: beside an include, an empty exclude does not log the rest',
        'No conditions · has no effect: beside an include, an empty exclude does not log the rest',
      ],
    ],
    [
      include() + exclude(A),
      [
        'No conditions · logs nothing: this event has no include with conditions',
        '1 condition · logs nothing: this event has no include with conditions',
      ],
    ],
    [
      include(A) + include(),
      ['1 condition · logs what matches, as other includes of this event do', `No conditions · ${OTHERS}`],
    ],
    [
      exclude(A) + exclude(A),
      [
        '1 condition · logs nothing: several excludes of one event, and no include',
        '1 condition · logs nothing: several excludes of one event, and no include',
      ],
    ],
    ['<DnsQuery/>', ['No conditions · not loaded: it says neither include nor exclude']],
    [
      '<DnsQuery onmatch="include" default="include"/>',
      ['No conditions · not loaded: it has onmatch and default'],
    ],
    ['<DnsQuery onmatch="x"/>', ['No conditions · Sysmon refuses the file because of this block']],
    [
      include('<Rule><DestinationIp>a</DestinationIp></Rule>') + include(A),
      [
        '1 Rule · not loaded: DestinationIp does not fit the other fields or the event',
        '1 condition · not loaded: an earlier block of this event does not fit',
      ],
    ],
    [
      `<RuleGroup groupRelation="or">${include(`${A}${A}<Rule>${A}</Rule>`)}</RuleGroup>`,
      ['2 conditions and 1 Rule (or) · logs only what matches'],
    ],
  ];
  for (const [blocks, expected] of table) {
    it(blocks, () => {
      const text = `<Sysmon schemaversion="4.90"><EventFiltering>${blocks}</EventFiltering></Sysmon>`;
      assert.deepEqual(lensesOf(text), expected);
    });
  }

  it('do not claim what other parts of a configuration decide', () => {
    assert.deepEqual(lensesOf(`<RuleGroup groupRelation="or">${include(A)}${exclude()}</RuleGroup>`), [
      '1 condition · logs what matches',
      'No conditions · stops no event',
    ]);
  });

  it('can be switched off, and leave other XML alone', () => {
    assert.deepEqual(lensesOf(include(A), 'sysmon', false), []);
    assert.deepEqual(lensesOf('<Rule><Image>x</Image></Rule>', 'xml'), []);
  });
});
