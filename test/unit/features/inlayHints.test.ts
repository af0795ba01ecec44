import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { parseDocument } from '../../../server/src/documents.ts';
import { DEFAULT_FEATURES } from '../../../server/src/features/featureSettings.ts';
import { inlayHints, type HintSettings } from '../../../server/src/features/inlayHints.ts';
import { knowledge, schemasFor } from '../kit.ts';

const ALL = DEFAULT_FEATURES.inlayHints;
const NONE: HintSettings = {
  eventIds: false,
  conditions: false,
  relations: false,
  accessMasks: false,
  techniques: false,
};

const open = (text: string, languageId = 'sysmon'): TextDocument =>
  TextDocument.create('file:///a.xml', languageId, 1, text);

const hintsOf = (document: TextDocument, settings: HintSettings, range?: Range) =>
  inlayHints(
    parseDocument(document, schemasFor()),
    range ?? { start: document.positionAt(0), end: document.positionAt(document.getText().length) },
    knowledge,
    settings,
  );

/** The text with each hint in its place, as `⟨is⟩`. */
function shown(document: TextDocument, settings: HintSettings, range?: Range): string {
  return TextDocument.applyEdits(
    document,
    hintsOf(document, settings, range).map(({ position, label }) => ({
      range: { start: position, end: position },
      newText: `⟨${typeof label === 'string' ? label : ''}⟩`,
    })),
  );
}

const START = '<Sysmon schemaversion="4.90"><EventFiltering>';
const END = '</EventFiltering></Sysmon>';

describe('inlay hints', () => {
  const table: readonly (readonly [title: string, only: Partial<HintSettings>, blocks: string])[] = [
    [
      'ids of events',
      { eventIds: true },
      '<DnsQuery⟨ID 22⟩ onmatch="include"/><RegistryEvent⟨IDs 12, 13, 14⟩ onmatch="include"/>',
    ],
    [
      'conditions that are left out or empty',
      { conditions: true },
      '<DnsQuery onmatch="include"><QueryName⟨is⟩>a</QueryName><QueryName name="x"⟨is⟩>a</QueryName><QueryName condition=""⟨is⟩>a</QueryName><QueryName condition="is">a</QueryName></DnsQuery>',
    ],
    [
      'relations that are left out, of blocks without a group and of Rules',
      { relations: true },
      '<DnsQuery onmatch="include"⟨and⟩><QueryName>a</QueryName><Image>a</Image></DnsQuery><DnsQuery onmatch="include"><Rule name="x"⟨or⟩><QueryName>a</QueryName><Image>a</Image></Rule></DnsQuery><RuleGroup groupRelation="or"><DnsQuery onmatch="include"><QueryName>a</QueryName><Rule groupRelation="and"><QueryName>a</QueryName><Image>a</Image></Rule></DnsQuery></RuleGroup>',
    ],
    [
      'rights of masks, one by one in a list',
      { accessMasks: true },
      '<ProcessAccess onmatch="include"><GrantedAccess>0x10⟨PROCESS_VM_READ⟩</GrantedAccess><GrantedAccess condition="is any">0x1f3fff⟨PROCESS_TERMINATE | PROCESS_CREATE_THREAD | PROCESS_SET_SESSIONID +16⟩;0x1400⟨PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION⟩;x</GrantedAccess><GrantedAccess>0x1;0x2</GrantedAccess><GrantedAccess>0x0</GrantedAccess></ProcessAccess>',
    ],
    [
      'names of techniques that a name does not say',
      { techniques: true },
      '<RuleGroup name="T1099⟨now T1070.006 Indicator Removal: Timestomp⟩, T1059.001⟨Command and Scripting Interpreter: PowerShell⟩" groupRelation="or"><DnsQuery onmatch="include"><Rule name="technique_id=T1105⟨Ingress Tool Transfer⟩" groupRelation="and"><QueryName name="technique_id=T1059.001,technique_name=PowerShell">a</QueryName></Rule></DnsQuery></RuleGroup>',
    ],
  ];
  for (const [title, only, marked] of table) {
    it(title, () => {
      const document = open(START + marked.replaceAll(/⟨[^⟩]*⟩/g, '') + END);
      assert.equal(shown(document, { ...NONE, ...only }), START + marked + END);
      // Each switch takes its own away.
      const names = Object.keys(only) as (keyof HintSettings)[];
      const off = Object.fromEntries(names.map(name => [name, false]));
      assert.equal(
        hintsOf(document, { ...ALL, ...off }).length,
        hintsOf(document, ALL).length - hintsOf(document, { ...NONE, ...only }).length,
      );
    });
  }

  it('write what they show, so that Sysmon reads the same', () => {
    const block =
      '<DnsQuery onmatch="include"><Rule><QueryName>a</QueryName><Image condition="">b</Image></Rule></DnsQuery>';
    const document = open(START + block + END);
    const edits = hintsOf(document, ALL).flatMap(({ textEdits = [] }) => textEdits);
    assert.equal(
      TextDocument.applyEdits(document, edits),
      `${START}<DnsQuery onmatch="include"><Rule groupRelation="or"><QueryName condition="is">a</QueryName><Image condition="is">b</Image></Rule></DnsQuery>${END}`,
    );
  });

  it('join by OR in old files', () => {
    const document = open(
      '<Sysmon schemaversion="4.0"><EventFiltering><FileCreate onmatch="include"><Image>a</Image><ProcessId>1</ProcessId></FileCreate></EventFiltering></Sysmon>',
    );
    assert.match(shown(document, { ...NONE, relations: true }), /onmatch="include"⟨or⟩>/);
  });

  it('are only those of the range, and of what it is inside of', () => {
    const line = '<QueryName>a</QueryName>\n';
    const document = open(`${START}<DnsQuery onmatch="include">\n${line.repeat(5)}</DnsQuery>\n${END}`);
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } };
    assert.deepEqual(
      hintsOf(document, { ...NONE, conditions: true }, range).map(({ position }) => position.line),
      // The one before it ends where the range begins.
      [3],
    );
  });

  it('leave other XML and tags without an end alone', () => {
    assert.deepEqual(hintsOf(open('<Rule><Image>x</Image></Rule>', 'xml'), ALL), []);
    assert.deepEqual(
      hintsOf(open(`${START}<DnsQuery onmatch="include"><QueryName cond<Image`), ALL).length,
      2,
    );
  });
});
