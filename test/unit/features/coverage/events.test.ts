import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../../server/src/documents.ts';
import { coverage, type Coverage, type EventState } from '../../../../server/src/features/coverage.ts';
import { knowledge, schemasFor, type Settings } from '../../kit.ts';

function coverageOf(blocks: string, settings: Settings = {}): Coverage {
  const text = `<Sysmon schemaversion="4.90"><EventFiltering>${blocks}</EventFiltering></Sysmon>`;
  const found = coverage(
    parseDocument(TextDocument.create('file:///test.xml', 'xml', 1, text), schemasFor(settings)),
    knowledge,
  );
  assert.ok(found);
  return found;
}

const A = '<Image condition="is">a</Image>';
const B = '<Image condition="is">b</Image><Image condition="is">c</Image>';
/** Fields that no one event has both. */
const MIXED = '<Details condition="is">x</Details><NewName condition="is">y</NewName>';
const include = (tag: string, conditions = ''): string => `<${tag} onmatch="include">${conditions}</${tag}>`;
const exclude = (tag: string, conditions = ''): string => `<${tag} onmatch="exclude">${conditions}</${tag}>`;

interface Expected {
  readonly state: EventState;
  readonly includes?: number;
  readonly excludes?: number;
  readonly sentence: RegExp;
  readonly remark?: RegExp;
}

/** What a block of one event comes to, row by row as the rule engine has it. */
const rows: readonly [what: string, blocks: string, id: number, expected: Expected][] = [
  ['no block for ProcessCreate', '', 1, { state: 'default', sentence: /Without a block.*logged all the same/ }],
  ['no block for ProcessTerminate', '', 5, { state: 'default', sentence: /logged all the same/ }],
  ['no block for another event', '', 3, { state: 'off', sentence: /is not logged/ }],
  ['an event without an element', '', 16, { state: 'default', sentence: /cannot be filtered/ }],
  ['an empty include', include('DnsQuery'), 22, { state: 'off', sentence: /^Logs nothing: an include/ }],
  ['an empty exclude', exclude('DnsQuery'), 22, { state: 'everything', sentence: /logs everything/ }],
  [
    'an include',
    include('DnsQuery', B),
    22,
    { state: 'include', includes: 2, sentence: /only the events that match/ },
  ],
  [
    'an exclude',
    exclude('DnsQuery', A),
    22,
    { state: 'exclude', excludes: 1, sentence: /all events except/ },
  ],
  [
    'an include and an exclude',
    include('DnsQuery', A) + exclude('DnsQuery', B),
    22,
    { state: 'both', includes: 1, excludes: 2, sentence: /the exclude block does not/ },
  ],
  [
    'an include and an empty exclude',
    include('DnsQuery', A) + exclude('DnsQuery'),
    22,
    { state: 'include', includes: 1, sentence: /the empty exclude adds nothing/ },
  ],
  [
    'an empty include and an exclude',
    include('DnsQuery') + exclude('DnsQuery', B),
    22,
    { state: 'off', excludes: 2, sentence: /^Logs nothing: with two or more/ },
  ],
  [
    'two includes',
    include('DnsQuery', A) + include('DnsQuery', B),
    22,
    { state: 'include', includes: 3, sentence: /one or the other/ },
  ],
  [
    'two excludes',
    exclude('DnsQuery', A) + exclude('DnsQuery', B),
    22,
    { state: 'off', excludes: 3, sentence: /one exclude block instead/ },
  ],
  [
    'two empty excludes',
    exclude('DnsQuery') + exclude('DnsQuery'),
    22,
    { state: 'off', sentence: /^Logs nothing/ },
  ],
  [
    'a default of include, which is an exclude',
    `<DnsQuery default="include">${A}</DnsQuery>`,
    22,
    { state: 'exclude', excludes: 1, sentence: /all events except/ },
  ],
  [
    'a block that is dropped',
    include('RegistryEvent', MIXED),
    13,
    { state: 'off', sentence: /Without a block/, remark: /None of them is loaded/ },
  ],
  [
    'a block that is loaded before one that is dropped',
    include('RegistryEvent', A) + include('RegistryEvent', MIXED),
    13,
    {
      state: 'include',
      includes: 1,
      sentence: /only the events that match/,
      remark: /1 are silently dropped/,
    },
  ],
  [
    'a dropped block of ProcessCreate, which keeps its default',
    `<ProcessCreate>${A}</ProcessCreate>`,
    1,
    { state: 'default', sentence: /logged all the same/, remark: /None of them is loaded/ },
  ],
  [
    'an include on a field of another id, which can match nothing here',
    include('RegistryEvent', '<Details condition="is">x</Details>'),
    12,
    { state: 'off', sentence: /^$/, remark: /compiled for event 13\..*never matches event 12/ },
  ],
  [
    'the same for its own id',
    include('RegistryEvent', '<Details condition="is">x</Details>'),
    13,
    { state: 'include', includes: 1, sentence: /only the events that match/ },
  ],
  [
    'an exclude on a field of another id, which stops nothing here',
    exclude('RegistryEvent', '<Details condition="is not">x</Details>'),
    14,
    { state: 'everything', sentence: /^$/, remark: /never matches event 14/ },
  ],
  [
    'an AND with one field of another id',
    include('RegistryEvent', '<Details condition="is">x</Details><TargetObject condition="is">y</TargetObject>'),
    12,
    { state: 'off', includes: 1, sentence: /^$/, remark: /event 12/ },
  ],
  [
    'an OR with one field of another id',
    `<RuleGroup groupRelation="or">${include('RegistryEvent', '<Details condition="is">x</Details><TargetObject condition="is">y</TargetObject>')}</RuleGroup>`,
    12,
    { state: 'include', includes: 1, sentence: /only the events that match/ },
  ],
  [
    'a Rule with one field of another id, by AND',
    include(
      'RegistryEvent',
      '<Rule groupRelation="and"><Details condition="is">x</Details><TargetObject condition="is">y</TargetObject></Rule>',
    ),
    12,
    { state: 'off', includes: 1, sentence: /^$/, remark: /event 12/ },
  ],
  [
    'a Rule with one field of another id, by OR',
    include(
      'RegistryEvent',
      '<Rule groupRelation="or"><Details condition="is">x</Details><TargetObject condition="is">y</TargetObject></Rule>',
    ),
    12,
    { state: 'include', includes: 1, sentence: /only the events that match/ },
  ],
];

describe('the coverage of events', () => {
  for (const [what, blocks, id, expected] of rows) {
    it(`says what comes of ${what}`, () => {
      const event = coverageOf(blocks).events.find(each => each.id === id);
      assert.ok(event);
      const { state, includes, excludes, sentence, remark } = event;
      assert.deepEqual(
        { state, includes, excludes },
        { state: expected.state, includes: expected.includes ?? 0, excludes: expected.excludes ?? 0 },
      );
      assert.match(sentence, expected.sentence);
      assert.match(remark, expected.remark ?? /^$/);
    });
  }

  it('has all events of the newest schema of the target', () => {
    assert.deepEqual(
      coverageOf('').events.map(({ id }) => id),
      [...Array.from({ length: 29 }, (_, index) => index + 1), 255],
    );
    const old = coverageOf('', { target: '4.32' });
    assert.ok(!old.events.some(({ id }) => id === 26));
    assert.equal(old.schema, '4.32');
  });

  it('knows that Sysmon for Linux writes few events', () => {
    const { events } = coverageOf(exclude('DnsQuery') + exclude('FileCreate'), { platform: 'linux' });
    const dns = events.find(({ id }) => id === 22);
    assert.equal(dns?.state, 'off');
    assert.match(dns.sentence, /never writes this event/);
    assert.equal(events.find(({ id }) => id === 11)?.state, 'everything');
  });

  it('gives the places of blocks, those that are not loaded too', () => {
    const { events } = coverageOf(`\n  ${include('DnsQuery', A)}\n  <DnsQuery/>`);
    const dns = events.find(({ id }) => id === 22);
    assert.equal(dns?.blockCount, 2);
    assert.deepEqual(
      dns.blocks.map(({ onmatch, conditions, range }) => [onmatch, conditions, range.start]),
      [
        ['include', 1, { line: 1, character: 2 }],
        [null, 0, { line: 2, character: 2 }],
      ],
    );
  });

  it('counts many blocks and lists some', () => {
    const { events } = coverageOf(include('DnsQuery', A).repeat(120));
    const dns = events.find(({ id }) => id === 22);
    assert.equal(dns?.blockCount, 120);
    assert.equal(dns.blocks.length, 50);
    assert.equal(dns.includes, 120);
  });

  it('says first when Sysmon refuses the file, and when it is a part of one', () => {
    const refused = coverageOf('<Nonsense/>');
    assert.equal(refused.accepted, false);
    assert.match(refused.remarks.join(), /Sysmon refuses this file/);
    const document = TextDocument.create('file:///a.xml', 'sysmon', 1, include('DnsQuery', A));
    const part = coverage(parseDocument(document, schemasFor()), knowledge);
    assert.equal(part?.whole, false);
    assert.match(part.remarks.join(), /a part of a configuration/);
    assert.equal(part.events.find(({ id }) => id === 22)?.state, 'include');
  });

  it('is none for other documents', () => {
    const document = TextDocument.create('file:///a.xml', 'xml', 1, '<project/>');
    assert.equal(coverage(parseDocument(document, schemasFor()), knowledge), null);
  });

  it('counts what is logged', () => {
    const { counts } = coverageOf(include('DnsQuery', A) + exclude('FileCreate') + include('ProcessCreate'));
    assert.deepEqual(counts, { events: 30, logged: 6, blocks: 3, conditions: 1 });
  });
});
