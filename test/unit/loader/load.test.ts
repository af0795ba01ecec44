import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blocksIn, codesIn, loading } from './loading.ts';

/** What stands in `<Sysmon schemaversion="4.90">`, the problems, and the blocks that are loaded; `!` marks a file that is refused. */
type Row = readonly [inside: string, codes: string, ...blocks: string[]];

const EF = (blocks: string): string => `<EventFiltering>${blocks}</EventFiltering>`;
const LONG = 'n'.repeat(256);
const UMLAUTS = 'ü'.repeat(128);

const STRUCTURE: readonly Row[] = [
  ['', ''],
  [EF(''), ''],
  [EF('') + EF('<ProcessCreate onmatch="include"/>'), '', '1 ProcessCreate include and'],
  [EF('<RuleGroup groupRelation="or"/>'), ''],
  [
    EF('<RuleGroup name="a" groupRelation=" and "><DnsQuery onmatch=" exclude "/></RuleGroup>'),
    '',
    '22 DnsQuery exclude and',
  ],
  [EF('<RuleGroup><DnsQuery onmatch="include"/></RuleGroup>'), '!missing-group-relation'],
  [EF('<RuleGroup groupRelation="AND"/>'), '!bad-group-relation'],
  [EF('<RuleGroup groupRelation=""/>'), '!bad-group-relation'],
  [EF('<RuleGroup groupRelation="or"><RuleGroup groupRelation="or"/></RuleGroup>'), '!misplaced-element'],
  [EF('<RuleGroup groupRelation="or"><Image>x</Image></RuleGroup>'), '!misplaced-element'],
  [EF('<Image>x</Image>'), '!misplaced-element'],
  [EF('<Rule><Image>x</Image></Rule>'), '!misplaced-element'],
  ['<ProcessCreate onmatch="include"/>', '!misplaced-element'],
  ['<RuleGroup groupRelation="or"/>', '!misplaced-element'],
  ['<Eventfiltering></Eventfiltering>', '!misspelt-element'],
  [EF('<rulegroup groupRelation="or"/>'), '!misspelt-element'],
  [EF('<ProcessCreated onmatch="include"/>'), '!unknown-event'],
  [EF('<processcreate onmatch="include"/>'), '!unknown-event'],
  [EF('<ServiceStateChange onmatch="include"/>'), '!unknown-event'],
  [EF('<ProcessCreate onmatch="Include"/>'), '!bad-onmatch'],
  [EF('<ProcessCreate onmatch=""/>'), '!bad-onmatch'],
  [EF('<ProcessCreate default="both"/>'), '!bad-onmatch'],
  [EF('<ProcessCreate onmatch="include" name="x"/>'), '!unknown-attribute'],
  [EF('<ProcessCreate onmatch="include"><image>x</image></ProcessCreate>'), '!unknown-field'],
  [EF('<ProcessCreate onmatch="include"><QueryName>x</QueryName></ProcessCreate>'), '!field-of-other-event'],
  [EF('<ProcessCreate onmatch="include"><Image foo="1">x</Image></ProcessCreate>'), '!unknown-attribute'],
  [EF('<ProcessCreate onmatch="include"><Image><b/></Image></ProcessCreate>'), '!element-in-value'],
  [
    EF('<ProcessCreate onmatch="include"><Rule><Rule><Image>x</Image></Rule></Rule></ProcessCreate>'),
    '!misplaced-element',
  ],
  [EF('<ProcessCreate onmatch="include"><RULE><Image>x</Image></RULE></ProcessCreate>'), '!misspelt-element'],
  [EF('text'), '!stray-text'],
  [EF('<![CDATA[]]>'), '!stray-cdata'],
  [EF('&#32;<!-- x --><?y?>'), ''],
  [EF('&#65;'), '!stray-text'],
  [EF('') + '-->', '!stray-text'],
  [EF('<FileBlockShredding onmatch="include"/>'), '', '28 FileBlockShredding include and'],
];

const CONDITIONS: readonly Row[] = [
  [EF('<DnsQuery onmatch="include"><Image>x</Image></DnsQuery>'), '', '22 DnsQuery include and: Image is x'],
  [
    EF('<DnsQuery onmatch="include"><Image condition="">x</Image></DnsQuery>'),
    '',
    '22 DnsQuery include and: Image is x',
  ],
  [
    EF('<DnsQuery onmatch="include"><Image condition="Contains Any">x</Image></DnsQuery>'),
    '',
    '22 DnsQuery include and: Image contains any x',
  ],
  [
    EF('<DnsQuery onmatch="include"><Image condition="contains\nany">x</Image></DnsQuery>'),
    '',
    '22 DnsQuery include and: Image contains any x',
  ],
  [
    EF('<DnsQuery onmatch="include"><Image condition="contains  any">x</Image></DnsQuery>'),
    '!unknown-condition',
  ],
  [
    EF('<DnsQuery onmatch="include"><Image condition=" contains ">x</Image></DnsQuery>'),
    '!unknown-condition',
  ],
  [EF('<DnsQuery onmatch="include"><Image condition="ends with">x</Image></DnsQuery>'), '!unknown-condition'],
  [
    EF('<DnsQuery onmatch="include"><Image> a <!-- b --><![CDATA[<&]]>&#65; </Image></DnsQuery>'),
    '',
    '22 DnsQuery include and: Image is  a <&A ',
  ],
  [EF('<DnsQuery onmatch="include"><Image/></DnsQuery>'), '', '22 DnsQuery include and: Image is '],
  [EF('<DnsQuery default="include"><Image>x</Image></DnsQuery>'), '', '22 DnsQuery exclude and: Image is x'],
  [EF('<DnsQuery default="exclude"/>'), '', '22 DnsQuery include and'],
];

const NAMES: readonly Row[] = [
  [
    EF(
      '<RuleGroup name="g" groupRelation="or"><DnsQuery onmatch="include"><Image>x</Image></DnsQuery></RuleGroup>',
    ),
    '',
    '22 DnsQuery include or: Image is x (g)',
  ],
  [
    EF(
      '<RuleGroup name="g" groupRelation="or"><DnsQuery onmatch="include"><Rule name="r"><Image>x</Image></Rule></DnsQuery></RuleGroup>',
    ),
    '',
    '22 DnsQuery include or: 1/or Image is x (r)',
  ],
  [
    EF(
      '<RuleGroup name="g" groupRelation="or"><DnsQuery onmatch="include"><Rule name="r"><Image name="n">x</Image></Rule></DnsQuery></RuleGroup>',
    ),
    '',
    '22 DnsQuery include or: 1/or Image is x (n)',
  ],
  [
    EF(
      '<RuleGroup name="g" groupRelation="or"><DnsQuery onmatch="include"><Rule name="r"><Image name="">x</Image></Rule></DnsQuery></RuleGroup>',
    ),
    '',
    '22 DnsQuery include or: 1/or Image is x',
  ],
  [
    EF(
      '<RuleGroup name="g" groupRelation="or"><DnsQuery onmatch="include"><Rule name=""><Image>x</Image></Rule></DnsQuery></RuleGroup>',
    ),
    '',
    '22 DnsQuery include or: 1/or Image is x',
  ],
  [EF(`<DnsQuery onmatch="include"><Image name="${LONG}">x</Image></DnsQuery>`), '!name-too-long'],
  [EF(`<DnsQuery onmatch="include"><Image name="${UMLAUTS}">x</Image></DnsQuery>`), '!name-too-long'],
  [
    EF(`<DnsQuery onmatch="include"><Image name="${LONG.slice(1)}">x</Image></DnsQuery>`),
    '',
    `22 DnsQuery include and: Image is x (${LONG.slice(1)})`,
  ],
  [
    EF(
      `<RuleGroup name="${LONG}" groupRelation="or"><DnsQuery onmatch="include"><Image>x</Image><Image>y</Image></DnsQuery></RuleGroup>`,
    ),
    '!name-too-long',
  ],
  [
    EF(
      `<RuleGroup name="${LONG}" groupRelation="or"><DnsQuery onmatch="include"><Image name="">x</Image></DnsQuery></RuleGroup>`,
    ),
    '',
    '22 DnsQuery include or: Image is x',
  ],
];

const RULES: readonly Row[] = [
  [EF('<DnsQuery onmatch="include"><Rule/></DnsQuery>'), '!empty-rule'],
  [EF('<DnsQuery onmatch="include"><Rule></Rule></DnsQuery>'), '!empty-rule'],
  [EF('<DnsQuery onmatch="include"><Rule> </Rule></DnsQuery>'), '', '22 DnsQuery include and'],
  [EF('<DnsQuery onmatch="include"><Rule><!-- x --></Rule></DnsQuery>'), '', '22 DnsQuery include and'],
  [
    EF(
      '<DnsQuery onmatch="include"><Rule> </Rule><Rule groupRelation="and"><Image>x</Image></Rule></DnsQuery>',
    ),
    '',
    '22 DnsQuery include and: 1/and Image is x',
  ],
  [
    EF('<DnsQuery onmatch="include"><Rule groupRelation="OR"><Image>x</Image></Rule></DnsQuery>'),
    '',
    '22 DnsQuery include and: 1/or Image is x',
  ],
  [
    EF('<DnsQuery onmatch="include"><Rule groupRelation="whatever"><Image>x</Image></Rule></DnsQuery>'),
    '',
    '22 DnsQuery include and: 1/and Image is x',
  ],
  [
    EF('<DnsQuery onmatch="include"><Rule><Image>x</Image></Rule><User>y</User></DnsQuery>'),
    '',
    '22 DnsQuery include and: 1/or Image is x; User is y',
  ],
];

const DROPPED: readonly Row[] = [
  [
    EF('<DnsQuery><Image condition="nonsense">x</Image><Rule/></DnsQuery><DnsQuery onmatch="include"/>'),
    'missing-onmatch',
    '22 DnsQuery include and',
  ],
  [EF('<DnsQuery onmatch="include" default="include"/>'), 'onmatch-and-default'],
  [
    EF(
      '<DnsQuery onmatch="include"/><DnsQuery onmatch="include"><Rule><CommandLine>x</CommandLine></Rule></DnsQuery><DnsQuery onmatch="exclude"/>',
    ),
    'field-not-in-event block-after-dropped',
    '22 DnsQuery include and',
  ],
  [
    EF(
      '<DnsQuery onmatch="include"><Rule><CommandLine>x</CommandLine></Rule><Image condition="nonsense">x</Image><Rule/></DnsQuery>',
    ),
    'field-not-in-event',
  ],
  [
    EF(
      '<DnsQuery onmatch="include"><Image condition="nonsense">x</Image><Rule><CommandLine>x</CommandLine></Rule></DnsQuery>',
    ),
    '!unknown-condition field-not-in-event',
  ],
  [
    EF('<RegistryEvent onmatch="include"><Details>x</Details><NewName>y</NewName></RegistryEvent>'),
    'mixed-event-ids',
  ],
  [
    EF(
      '<RegistryEvent onmatch="include"><Rule><Details>x</Details></Rule><Rule><NewName>y</NewName></Rule></RegistryEvent><RegistryEvent onmatch="exclude"/>',
    ),
    'mixed-event-ids block-after-dropped',
  ],
  [
    EF('<RegistryEvent onmatch="include"><TargetObject>x</TargetObject></RegistryEvent>'),
    '',
    '12 RegistryEvent include and: TargetObject is x',
  ],
  [
    EF('<RegistryEvent onmatch="include"><TargetObject>x</TargetObject><Details>y</Details></RegistryEvent>'),
    '',
    '13 RegistryEvent include and: TargetObject is x; Details is y',
  ],
  [
    EF('<RegistryEvent onmatch="include"><NewName>x</NewName></RegistryEvent>'),
    '',
    '14 RegistryEvent include and: NewName is x',
  ],
  [
    EF('<WmiEvent onmatch="include"><Filter>x</Filter></WmiEvent>'),
    '',
    '21 WmiEvent include and: Filter is x',
  ],
  [EF('<WmiEvent onmatch="include"><Filter>x</Filter><Query>y</Query></WmiEvent>'), 'mixed-event-ids'],
];

const ORDER: readonly Row[] = [
  [
    EF(
      '<DnsQuery onmatch="include"/><ProcessCreate onmatch="exclude"/><RegistryEvent onmatch="include"><NewName>x</NewName></RegistryEvent><ProcessCreate onmatch="include"/><RegistryEvent onmatch="exclude"/>',
    ),
    '',
    '1 ProcessCreate exclude and',
    '1 ProcessCreate include and',
    '14 RegistryEvent include and: NewName is x',
    '12 RegistryEvent exclude and',
    '22 DnsQuery include and',
  ],
];

const OPTIONS: readonly Row[] = [
  ['<HashAlgorithms>MD5,sha-256,ImpHash</HashAlgorithms>', ''],
  ['<HashAlgorithms>*</HashAlgorithms>', ''],
  ['<HashAlgorithms>all</HashAlgorithms>', ''],
  ['<HashAlgorithms>md5,</HashAlgorithms>', ''],
  ['<HashAlgorithms>,md5</HashAlgorithms>', ''],
  ['<HashAlgorithms>md5,,sha1</HashAlgorithms>', '!bad-hash-algorithms'],
  ['<HashAlgorithms>MD5, SHA256</HashAlgorithms>', '!bad-hash-algorithms'],
  ['<HashAlgorithms>md5;sha1</HashAlgorithms>', '!bad-hash-algorithms'],
  ['<HashAlgorithms>sha512</HashAlgorithms>', '!bad-hash-algorithms'],
  ['<HashAlgorithms>md5,*</HashAlgorithms>', '!bad-hash-algorithms'],
  ['<HashAlgorithms>sha512</HashAlgorithms><HashAlgorithms>md5</HashAlgorithms>', 'option-repeated'],
  ['<CheckRevocation/><HashAlgorithms>sha512</HashAlgorithms>', 'option-after-empty'],
  ['<CheckRevocation><!-- x --></CheckRevocation><DnsLookup>False</DnsLookup>', 'option-after-empty'],
  ['<CheckRevocation> </CheckRevocation><DnsLookup>False</DnsLookup>', ''],
  ['<DnsLookup>False</DnsLookup><CheckRevocation/>', ''],
  ['<CaptureClipboard/>', ''],
  ['<CaptureClipboard>x</CaptureClipboard>', '!option-content'],
  ['<ArchiveDirectory>Sysmon</ArchiveDirectory>', ''],
  ['<ArchiveDirectory>C:\\Sysmon</ArchiveDirectory>', '!bad-archive-directory'],
  ['<FieldSizes>CommandLine:100,Image:3:4,</FieldSizes>', ''],
  ['<FieldSizes>Image</FieldSizes>', ''],
  ['<FieldSizes>Image:</FieldSizes>', '!bad-field-sizes'],
  ['<FieldSizes>Image:0</FieldSizes>', '!bad-field-sizes'],
  ['<FieldSizes>image:3</FieldSizes>', '!bad-field-sizes'],
  ['<ProcessAccessConfig>a,b,c,d,e,f,g,h,i</ProcessAccessConfig>', ''],
  ['<ProcessAccessConfig>a,b,c,d,e,f,g,h,i,j</ProcessAccessConfig>', '!too-many-process-access-entries'],
  ['<PipeMonitoringConfig>x</PipeMonitoringConfig>', ''],
  ['<CopyOnDeletePE/>', '!unknown-option'],
  ['<CopyOnDelete_PE/>', '!option-removed'],
  ['<DriverQueueSize>1</DriverQueueSize>', '!option-needs-version'],
  ['<ImageLoad>x</ImageLoad>', '!misplaced-element'],
  ['<PipeMonitoring>x</PipeMonitoring>', '!option-command-line-only'],
  ['<HashAlgorithms>md5<b/></HashAlgorithms>', '!element-in-value'],
  ['<HashAlgorithms x="1">md5</HashAlgorithms>', '!unknown-attribute'],
];

const GROUPS = { STRUCTURE, CONDITIONS, NAMES, RULES, DROPPED, ORDER, OPTIONS };

function expectLoads(result: ReturnType<typeof loading>, expected: string, blocks: readonly string[]): void {
  assert.equal(codesIn(result), expected.replace('!', ''));
  assert.equal(result.loaded.accepted, !expected.startsWith('!'));
  if (result.loaded.accepted) assert.deepEqual(blocksIn(result), blocks);
}

describe('load', () => {
  for (const [group, rows] of Object.entries(GROUPS)) {
    describe(group.toLowerCase(), () => {
      for (const [inside, codes, ...blocks] of rows) {
        it(`${codes.startsWith('!') ? 'refuses' : 'takes'} ${inside.slice(0, 120)}`, () => {
          expectLoads(loading(`<Sysmon schemaversion="4.90">${inside}</Sysmon>`), codes, blocks);
        });
      }
    });
  }

  /** A whole text and its problems. */
  const WHOLE: readonly (readonly [text: string, codes: string])[] = [
    ['<Sysmon/>', '!schemaversion-missing'],
    ['<Sysmon schemaVersion="4.90"/>', '!schemaversion-missing unknown-attribute'],
    ['<Sysmon schemaversion=""/>', '!schemaversion-not-a-number'],
    ['<Sysmon schemaversion="abc"/>', '!schemaversion-not-a-number'],
    ['<Sysmon schemaversion="0.5"/>', '!schemaversion-invalid'],
    ['<Sysmon schemaversion="-4"/>', '!schemaversion-invalid'],
    ['<Sysmon schemaversion="nan"/>', '!schemaversion-invalid'],
    ['<Sysmon schemaversion="65536"/>', '!schemaversion-invalid'],
    ['<Sysmon schemaversion="3.40"/>', '!schemaversion-unsupported'],
    ['<Sysmon schemaversion="4.90abc"/>', ''],
    ['<Sysmon schemaversion=" 4.50 "/>', ''],
    ['<Sysmon schemaversion="4,50"/>', ''],
    ['<Sysmon schemaversion=".5e1"/>', 'schemaversion-newer'],
    ['<Sysmon schemaversion="0x4"/>', ''],
    ['<Sysmon schemaversion="4.91"/>', ''],
    ['<Sysmon schemaversion="4.92"/>', 'schemaversion-newer'],
    [
      '<Sysmon schemaversion="5.0"><DriverQueueSize>1</DriverQueueSize></Sysmon>',
      '!schemaversion-newer option-needs-version',
    ],
    ['<Sysmon schemaversion="4.90" xmlns="urn:x"/>', '!unknown-attribute'],
    ['<sysmon schemaversion="4.90"/>', '!root-not-sysmon'],
    ['<Config/>', '!root-not-sysmon'],
    ['<!DOCTYPE Sysmon><Sysmon schemaversion="4.90"/>', '!doctype'],
    ['\ufeff<?xml version="1.0"?><!-- x --><Sysmon schemaversion="4.90"/><!-- y -->', ''],
    ['', '!xml-no-root'],
  ];
  for (const [text, codes] of WHOLE) {
    it(`${codes.startsWith('!') ? 'refuses' : 'takes'} ${text}`, () => expectLoads(loading(text), codes, []));
  }

  it('checks the file against the declared version and compiles it against the newest', () => {
    const inVersion = (version: string, inside: string): string =>
      `<Sysmon schemaversion="${version}">${EF(inside)}</Sysmon>`;
    const rule = '<ImageLoad onmatch="include"><Rule><User>x</User></Rule></ImageLoad>';
    expectLoads(loading(inVersion('4.22', rule)), '', ['7 ImageLoad include and: 1/or User is x']);
    const bare = '<ImageLoad onmatch="include"><User>x</User></ImageLoad>';
    expectLoads(loading(inVersion('4.22', bare)), '!field-needs-version', []);
    const path = '<ClipboardChange onmatch="include"><Path>x</Path></ClipboardChange>';
    expectLoads(loading(inVersion('4.22', path)), 'field-not-in-event', []);
    expectLoads(
      loading(inVersion('4.81', '<FileBlockExecutable onmatch="include"/>')),
      '!event-needs-version',
      [],
    );
    expectLoads(loading(inVersion('4.00', '<FileDelete onmatch="include"/>')), '', [
      '23 FileDelete include or',
    ]);
  });

  it('takes a block without a RuleGroup as OR up to 4.10 and as AND from 4.11 on', () => {
    for (const [version, relation] of [
      ['4.0', 'or'],
      ['4.1', 'or'],
      ['4.10', 'or'],
      ['4.11', 'and'],
      ['4.2', 'and'],
    ]) {
      const result = loading(
        `<Sysmon schemaversion="${version}">${EF('<DriverLoad onmatch="include"/>')}</Sysmon>`,
      );
      assert.deepEqual(blocksIn(result), [`6 DriverLoad include ${relation}`]);
    }
  });

  it('measures the file against the target', () => {
    const text = '<Sysmon schemaversion="4.90"/>';
    expectLoads(loading(text, { version: '4.81' }), 'schemaversion-newer', []);
    const blocking = `<Sysmon schemaversion="4.82">${EF('<FileBlockExecutable onmatch="include"/>')}</Sysmon>`;
    expectLoads(loading(blocking, { version: '4.81' }), '!schemaversion-newer event-needs-version', []);
  });

  it('loses less on Linux', () => {
    const text = `<Sysmon schemaversion="4.81"><DriverName>x</DriverName>${EF(
      `<ProcessCreate onmatch="include"><Image condition="nonsense">x</Image><Image name="${LONG}">y</Image><User>z</User></ProcessCreate>`,
    )}</Sysmon>`;
    expectLoads(loading(text, { platform: 'linux' }), 'option-not-on-linux condition-dropped name-dropped', [
      '1 ProcessCreate include and: User is z',
    ]);
  });

  it('refuses 65,535 blocks of one event', () => {
    const blocks = (n: number): string =>
      `<Sysmon schemaversion="4.90">${EF('<DnsQuery onmatch="include"/>'.repeat(n))}</Sysmon>`;
    assert.equal(loading(blocks(65534)).loaded.accepted, true);
    assert.equal(codesIn(loading(blocks(65535))), 'too-many-blocks');
  });
});
