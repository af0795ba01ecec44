import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveCompletion } from '../../../server/src/features/completion.ts';
import {
  accepted,
  completeAt,
  expectCompletion,
  itemNamed,
  knowledge,
  labels,
  schemasFor,
  type Expected,
  type Settings,
} from '../kit.ts';

/** A whole configuration of schema 4.50 around some event blocks. */
const filtering = (blocks: string, version = '4.50'): string =>
  `<Sysmon schemaversion="${version}">\n<EventFiltering>\n${blocks}\n</EventFiltering>\n</Sysmon>`;
/** A module with one block. */
const block = (content: string, tag = 'ProcessCreate'): string =>
  `<${tag} onmatch="include">${content}</${tag}>`;
const network = (content: string): string => block(content, 'NetworkConnect');
const registry = (content: string): string => block(content, 'RegistryEvent');
const access = (content: string): string => block(content, 'ProcessAccess');
const option = (content: string): string => `<Sysmon schemaversion="4.50">${content}</Sysmon>`;

type Row = readonly [title: string, marked: string, expected: Expected];
/** A document with the cursor, what is chosen, and the document after it. */
type Accept = readonly [marked: string, label: string, after: string, settings?: Settings];

function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    for (const [name, marked, expected] of table) test(name, () => expectCompletion(marked, expected));
  });
}

function accepts(title: string, table: readonly Accept[]): void {
  describe(title, () => {
    for (const [marked, label, after, settings] of table) {
      test(`${marked.replace(/\s+/g, ' ').slice(0, 90)} → ${label}`, () =>
        assert.equal(accepted(marked, label, settings), after));
    }
  });
}

const SKELETON = '<Sysmon schemaversion="4.91">\n\t<EventFiltering>\n\t\t\n\t</EventFiltering>\n</Sysmon>';
const IMAGE = '<Image condition="is"></Image>';

accepts('an empty document', [
  ['|', 'Sysmon', SKELETON],
  ['<|', 'Sysmon', SKELETON],
  ['<Sys|', 'Sysmon', SKELETON],
  ['<Sys|>', 'Sysmon', SKELETON],
  ['Sys|', 'Sysmon', SKELETON],
  ['<!-- mine -->\n|', 'Sysmon', `<!-- mine -->\n${SKELETON}`],
  ['<?xml version="1.0"?>\n<|', 'Sysmon', `<?xml version="1.0"?>\n${SKELETON}`],
  ['|', 'Sysmon', SKELETON.replace('4.91', '4.83'), { target: '4.83' }],
  ['<|', 'RuleGroup', '<RuleGroup name="" groupRelation="or">\n\t\n</RuleGroup>'],
]);

rows('which elements', [
  ['the skeleton comes first', '|', { first: ['Sysmon', 'EventFiltering', 'RuleGroup', 'ProcessCreate'] }],
  ['nothing in front of the declaration', '|<?xml version="1.0"?>', { all: [] }],
  ['nothing behind the root', '<Sysmon schemaversion="4.50"></Sysmon>\n|', { all: [] }],
  [
    'options and EventFiltering in Sysmon',
    option('\n<|\n'),
    {
      has: ['HashAlgorithms', 'DnsLookup', 'EventFiltering'],
      lacks: ['RuleGroup', 'ProcessCreate', 'NetworkConnect'],
    },
  ],
  ['no option twice', option('<HashAlgorithms>md5</HashAlgorithms>\n|\n'), { lacks: ['HashAlgorithms'] }],
  ['newer options last', option('\n|\n'), { last: ['DriverQueueSize', 'SigningQueueSize', 'FieldSizes'] }],
  [
    'options that are gone only where they were',
    option('\n|\n').replace('4.50', '4.22'),
    { has: ['CopyOnDelete_PE'], first: ['ArchiveDirectory'] },
  ],
  ['options that are gone', option('\n|\n'), { lacks: ['CopyOnDelete_PE'] }],
  [
    'RuleGroup and events in EventFiltering, by id, newer ones last',
    filtering('|'),
    {
      first: ['RuleGroup', 'ProcessCreate', 'FileCreateTime', 'NetworkConnect', 'ProcessTerminate'],
      last: ['FileDeleteDetected', 'FileBlockExecutable', 'FileBlockShredding', 'FileExecutableDetected'],
      lacks: ['Rule', 'Image', 'EventFiltering'],
    },
  ],
  [
    'nothing that is newer than the target',
    filtering('|'),
    { lacks: ['FileBlockExecutable', 'FileExecutableDetected'], settings: { target: '4.81' } },
  ],
  [
    'events in a RuleGroup',
    filtering('<RuleGroup groupRelation="or"><|</RuleGroup>'),
    { lacks: ['RuleGroup'], first: ['ProcessCreate'] },
  ],
  [
    'half-typed',
    filtering('<ProcessT|'),
    { has: ['ProcessTerminate', 'ProcessTampering'], lacks: ['FileCreate'] },
  ],
  [
    'fields of the event in schema order',
    filtering(block('\n<|\n')),
    {
      first: ['RuleName', 'UtcTime', 'ProcessGuid', 'ProcessId', 'Image'],
      last: ['Rule', 'ParentUser', '/ProcessCreate'],
    },
  ],
  ['fields may repeat', block('<Image condition="is">x</Image><|'), { has: ['Image'] }],
  ['fields of its own event only', block('<|'), { lacks: ['TargetFilename', 'DestinationIp', 'ID'] }],
  [
    'fields of the event in a Rule, and no Rule in it',
    block('<Rule groupRelation="and"><|</Rule>'),
    { has: ['CommandLine'], lacks: ['Rule', 'TargetObject'] },
  ],
  ['fields that the newest schema dropped', block('<|', 'ClipboardChange'), { lacks: ['Path'] }],
  ['union of the fields of several ids', registry('<|'), { has: ['TargetObject', 'Details', 'NewName'] }],
  [
    'fields that do not fit the others come later',
    filtering(registry('<Details condition="is">x</Details>\n<|\n')),
    { last: ['Details', 'Rule', 'NewName', 'User', '/RegistryEvent'] },
  ],
  [
    'fields in another Rule count as well',
    registry('<Rule groupRelation="or"><NewName>x</NewName></Rule><Rule groupRelation="or"><|</Rule>'),
    { last: ['User', 'NewName', 'Details', '/Rule'] },
  ],
  ['the element under the cursor does not count', registry('<Details|'), { first: ['Details'] }],
  [
    'events of Linux first',
    filtering('|', '4.91'),
    {
      last: ['FileBlockShredding', 'FileExecutableDetected'],
      first: ['RuleGroup', 'ProcessCreate', 'NetworkConnect'],
      settings: { platform: 'linux' },
    },
  ],
  ['nothing but the end tag in a field', block('<Image condition="is">x<|</Image>'), { all: ['/Image'] }],
  ['a value stands on one line', block('<Image condition="is">foo\n<|'), { has: ['User', 'Rule'] }],
  [
    'an unclosed block still holds the cursor',
    filtering('<ProcessCreate onmatch="include">\n|'),
    { has: ['Image', '/ProcessCreate'] },
  ],
  [
    'behind an unclosed inner block',
    filtering('<RuleGroup groupRelation="or">\n<ProcessCreate onmatch="include">\n</RuleGroup>\n|'),
    { has: ['RuleGroup'], lacks: ['Image'] },
  ],
  ['modules: EventFiltering', '<EventFiltering>|</EventFiltering>', { has: ['RuleGroup', 'DnsQuery'] }],
  [
    'modules: RuleGroup',
    '<RuleGroup groupRelation="or">\n<|\n</RuleGroup>',
    { has: ['DnsQuery'], lacks: ['RuleGroup'] },
  ],
  ['an unknown element holds nothing', filtering('<Foo><|</Foo>'), { lacks: ['Image', 'ProcessCreate'] }],
]);

accepts('elements', [
  [filtering('<Pro|'), 'ProcessCreate', filtering('<ProcessCreate onmatch="include">\n\t\n</ProcessCreate>')],
  [filtering('Pro|'), 'ProcessCreate', filtering('<ProcessCreate onmatch="include">\n\t\n</ProcessCreate>')],
  [filtering('|'), 'RuleGroup', filtering('<RuleGroup name="" groupRelation="or">\n\t\n</RuleGroup>')],
  [
    filtering('<|'),
    'FileExecutableDetected',
    filtering('<FileExecutableDetected onmatch="include">\n\t\n</FileExecutableDetected>', '4.90'),
  ],
  [
    filtering(block('<|')),
    'ParentUser',
    filtering(block('<ParentUser condition="is"></ParentUser>'), '4.80'),
  ],
  [
    filtering('<|', '9.0'),
    'FileExecutableDetected',
    filtering('<FileExecutableDetected onmatch="include">\n\t\n</FileExecutableDetected>', '9.0'),
  ],
  [block('<|'), 'Image', block(IMAGE)],
  [block('|'), 'Image', block(IMAGE)],
  [block('Im|'), 'Image', block(IMAGE)],
  [block('<Im|'), 'Image', block(IMAGE)],
  [block('<Im|>'), 'Image', block(IMAGE)],
  [block('<|>'), 'Image', block(IMAGE)],
  [block('<Im|></Im>'), 'Image', block(IMAGE)],
  [block('<Im|/>'), 'Image', block(IMAGE)],
  [
    block('<Im|\n<Image condition="is">y</Image>'),
    'Image',
    block(`${IMAGE}\n<Image condition="is">y</Image>`),
  ],
  [block('<Im| condition="is">x</Image>'), 'Image', block('<Image condition="is">x</Image>')],
  [
    block('<Image| condition="is">x</Image>'),
    'ParentImage',
    block('<ParentImage condition="is">x</ParentImage>'),
  ],
  [
    block('<Im|age condition="is">x</Image>'),
    'ParentImage',
    block('<ParentImage condition="is">x</ParentImage>'),
  ],
  [block('<|'), 'Rule', block('<Rule groupRelation="and">\n\t\n</Rule>')],
  [option('\n|\n'), 'CaptureClipboard', option('\n<CaptureClipboard/>\n')],
  [option('\n|\n'), 'HashAlgorithms', option('\n<HashAlgorithms></HashAlgorithms>\n')],
  [option('\n|\n'), 'EventFiltering', option('\n<EventFiltering>\n\t\n</EventFiltering>\n')],
  [option('<Dns|'), 'DnsLookup', option('<DnsLookup></DnsLookup>')],
  [
    '<Sysmon schemaversion="4.50">\r\n\t<Hash|\r\n</Sysmon>',
    'HashAlgorithms',
    '<Sysmon schemaversion="4.50">\r\n\t<HashAlgorithms></HashAlgorithms>\r\n</Sysmon>',
  ],
  [
    filtering('<ProcessCreate onmatch="include">\n<|'),
    '/ProcessCreate',
    filtering('<ProcessCreate onmatch="include">\n</ProcessCreate>'),
  ],
]);

describe('snippets', () => {
  const snippets = true;
  const conditions =
    'is,is not,contains,contains any,is any,contains all,excludes,excludes any,excludes all,begin with,end with,less than,more than,image';
  const table: readonly Accept[] = [
    [
      filtering(block('<Im|')),
      'Image',
      filtering(block(`<Image condition="\${1|${conditions}|}">$0</Image>`)),
    ],
    [
      filtering('<Pro|'),
      'ProcessCreate',
      filtering('<ProcessCreate onmatch="${1|include,exclude|}">\n\t$0\n</ProcessCreate>'),
    ],
    [
      filtering('|'),
      'RuleGroup',
      filtering('<RuleGroup name="${1}" groupRelation="${2|or,and|}">\n\t$0\n</RuleGroup>'),
    ],
    [filtering(block('|')), 'Rule', filtering(block('<Rule groupRelation="${1|and,or|}">\n\t$0\n</Rule>'))],
    [option('\n|\n'), 'HashAlgorithms', option('\n<HashAlgorithms>$0</HashAlgorithms>\n')],
    [option('\n|\n'), 'CaptureClipboard', option('\n<CaptureClipboard/>\n')],
    [filtering('<ProcessCreate |>'), 'onmatch', filtering('<ProcessCreate onmatch="${1|include,exclude|}">')],
    [block('<Image |>x</Image>'), 'name', block('<Image name="${1}">x</Image>')],
  ];
  for (const [marked, label, after] of table) {
    test(label, () => assert.equal(accepted(marked, label, { snippets }), after));
  }
  test('only what has places to fill in is a snippet', () => {
    assert.equal(itemNamed(option('|'), 'CaptureClipboard', { snippets }).insertTextFormat, undefined);
    assert.equal(itemNamed(option('|'), 'DnsLookup', { snippets }).insertTextFormat, 2);
    assert.equal(itemNamed(option('|'), 'DnsLookup').insertTextFormat, undefined);
  });
});

rows('end tags', [
  [
    'the innermost open element',
    block('<Image condition="is">x</|'),
    { all: ['/Image'], accept: { '/Image': block('<Image condition="is">x</Image>') } },
  ],
  [
    'half-typed',
    block('<Image condition="is">x</Im|>'),
    { accept: { '/Image': block('<Image condition="is">x</Image>') } },
  ],
  [
    'with another name',
    block('<Image condition="is">x</|User>'),
    { accept: { '/Image': block('<Image condition="is">x</Image>') } },
  ],
  [
    'of a block',
    filtering('<ProcessCreate onmatch="include">\n</|'),
    { accept: { '/ProcessCreate': filtering('<ProcessCreate onmatch="include">\n</ProcessCreate>') } },
  ],
  ['by the trigger', block('<Image condition="is">x</|'), { all: ['/Image'], settings: { trigger: '/' } }],
  ['behind a start tag', block('<Image condition="is">|'), { has: ['</Image>'], settings: { trigger: '>' } }],
  ['nothing is open', '<Sysmon schemaversion="4.50"></Sysmon></|', { all: [] }],
]);

rows('attributes', [
  ['of Sysmon', '<Sysmon |', { all: ['schemaversion'] }],
  ['of RuleGroup', '<RuleGroup |', { all: ['name', 'groupRelation'] }],
  ['of an event', filtering('<ProcessCreate |'), { all: ['onmatch', 'default'] }],
  ['onmatch or default, not both', filtering('<ProcessCreate onmatch="include" |'), { all: [] }],
  ['of Rule', block('<Rule |></Rule>'), { all: ['groupRelation', 'name'] }],
  ['of a field', block('<Image |>x</Image>'), { all: ['condition', 'name'] }],
  ['not twice', block('<Image condition="is" |>x</Image>'), { all: ['name'] }],
  ['none of an option', option('<HashAlgorithms |></HashAlgorithms>'), { all: [] }],
  ['none of EventFiltering', '<EventFiltering |', { all: [] }],
  ['at the end of the file', '<ProcessCreate onmatch="include"><Image co|', { all: ['condition'] }],
  ['on a line of its own', filtering('<RuleGroup\n  |'), { all: ['name', 'groupRelation'] }],
  ['by a blank', block('<Image |>x</Image>'), { all: ['condition', 'name'], settings: { trigger: ' ' } }],
  [
    'not by the closing quote',
    block('<Image condition="is"|>x</Image>'),
    { all: [], settings: { trigger: '"' } },
  ],
  ['not between / and >', option('<CaptureClipboard/|>'), { all: [] }],
]);

accepts('attributes', [
  [block('<Image con|>x</Image>'), 'condition', block('<Image condition="is">x</Image>')],
  [block('<Image condition="is"|>x</Image>'), 'name', block('<Image condition="is" name="">x</Image>')],
  [block('<Image |condition="is">x</Image>'), 'name', block('<Image name="" condition="is">x</Image>')],
  [block('<Image con|="is">x</Image>'), 'condition', block('<Image condition="is">x</Image>')],
  [block('<Image co|ndition="is">x</Image>'), 'condition', block('<Image condition="is">x</Image>')],
  ['<Sysmon |>', 'schemaversion', '<Sysmon schemaversion="4.91">'],
]);

const FIRST_CONDITIONS = ['is', 'is not', 'contains', 'contains any', 'is any', 'contains all'];
rows('values of attributes', [
  ['condition', block('<Image condition="|">x</Image>'), { first: FIRST_CONDITIONS, last: ['image'] }],
  [
    'newer conditions last',
    filtering(block('<Image condition="|">x</Image>')),
    { last: ['not begin with', 'not end with'] },
  ],
  [
    'no condition that the target lacks',
    block('<Image condition="|">x</Image>'),
    { lacks: ['not begin with'], settings: { target: '4.60' } },
  ],
  ['two words', block('<Image condition="begin w|">x</Image>'), { all: ['begin with', 'not begin with'] }],
  [
    'a complete value first, then all others',
    block('<Image condition="contains|">x</Image>'),
    { first: ['contains', 'contains any', 'contains all', 'is', 'is not'] },
  ],
  [
    'a whole value, whatever its case',
    block('<Image condition="Contains Any|">x</Image>'),
    { first: ['contains any', 'is'] },
  ],
  ['onmatch', filtering('<ProcessCreate onmatch="|"/>'), { all: ['include', 'exclude'] }],
  ['default', filtering('<ProcessCreate default="|"/>'), { all: ['include', 'exclude'] }],
  ['groupRelation of a RuleGroup', '<RuleGroup groupRelation="|"/>', { all: ['or', 'and'] }],
  ['groupRelation of a Rule', block('<Rule groupRelation="|"></Rule>'), { all: ['and', 'or'] }],
  [
    'schemaversion, newest first',
    '<Sysmon schemaversion="|"/>',
    { first: ['4.91', '4.90', '4.83'], last: ['4.1', '4.0'] },
  ],
  [
    'schemaversion up to the target',
    '<Sysmon schemaversion="|"/>',
    { first: ['4.82'], settings: { target: '4.82' } },
  ],
  ['no value for an attribute of another element', block('<Image onmatch="|">x</Image>'), { all: [] }],
  [
    'by a quote',
    block('<Image condition="|">x</Image>'),
    { first: FIRST_CONDITIONS, settings: { trigger: '"' } },
  ],
  ['by =', block('<Image condition=|>x</Image>'), { first: FIRST_CONDITIONS, settings: { trigger: '=' } }],
  [
    'by a blank in it',
    block('<Image condition="begin |">x</Image>'),
    { all: ['begin with', 'not begin with'], settings: { trigger: ' ' } },
  ],
]);

accepts('values of attributes', [
  [
    block('<Image condition="begin w|">x</Image>'),
    'begin with',
    block('<Image condition="begin with">x</Image>'),
  ],
  [
    block('<Image condition="beg|in with">x</Image>'),
    'not begin with',
    block('<Image condition="not begin with">x</Image>'),
  ],
  [block('<Image condition="|contains any">x</Image>'), 'is', block('<Image condition="is">x</Image>')],
  [
    block("<Image condition='beg|'>x</Image>"),
    'begin with',
    block("<Image condition='begin with'>x</Image>"),
  ],
  [block('<Image condition=|>x</Image>'), 'is', block('<Image condition="is">x</Image>')],
  [
    block('<Image condition=|'),
    'is',
    '<ProcessCreate onmatch="include"><Image condition="is"</ProcessCreate>',
  ],
  [block('<Image condition=beg|>x</Image>'), 'begin with', block('<Image condition="begin with">x</Image>')],
  [
    block('<Image condition="beg|>x</Image>\n<User condition="is">y</User>'),
    'begin with',
    block('<Image condition="begin with">x</Image>\n<User condition="is">y</User>'),
  ],
  [block('<Image condition="| name="n">x</Image>'), 'is', block('<Image condition="is" name="n">x</Image>')],
  [
    '<ProcessCreate onmatch="include"><Image condition="beg|',
    'begin with',
    '<ProcessCreate onmatch="include"><Image condition="begin with"',
  ],
  [
    filtering(block('<Image condition="not b|">x</Image>')),
    'not begin with',
    filtering(block('<Image condition="not begin with">x</Image>'), '4.70'),
  ],
  ['<Sysmon schemaversion="4.5|"/>', '4.50', '<Sysmon schemaversion="4.50"/>'],
]);

describe('details', () => {
  const table: readonly (readonly [marked: string, label: string, detail: string, settings?: Settings])[] = [
    ['<Sysmon schemaversion="|"/>', '4.90', 'Sysmon 15.0'],
    [filtering('|'), 'FileExecutableDetected', 'needs 4.90, event 29'],
    [filtering('|'), 'WmiEvent', 'events 19, 20, 21'],
    [filtering(block('|')), 'ParentUser', 'needs 4.80'],
    [registry('|'), 'Details', 'event 13'],
    [block('|', 'WmiEvent'), 'Name', 'events 19, 20'],
    [
      access('<GrantedAccess>|</GrantedAccess>'),
      '0x1010',
      'PROCESS_VM_READ, PROCESS_QUERY_LIMITED_INFORMATION',
    ],
    [registry('<EventType>|</EventType>'), 'SetValue', 'event 13: A value was written.'],
    [
      block('<Image name="technique_id=T1059.001|">x</Image>'),
      'T1059.001',
      'Command and Scripting Interpreter: PowerShell',
    ],
    [filtering('|'), 'DnsQuery', 'event 22, not on Linux', { platform: 'linux' }],
  ];
  for (const [marked, label, detail, settings] of table) {
    test(`${label}: ${detail}`, () => assert.equal(itemNamed(marked, label, settings).detail, detail));
  }
});

rows('values of options', [
  [
    'hash algorithms',
    option('<HashAlgorithms>|</HashAlgorithms>'),
    { all: ['md5', 'sha1', 'sha256', 'imphash', '*', 'all'] },
  ],
  [
    'those that are not in the list',
    option('<HashAlgorithms>MD5,SHA-256,|</HashAlgorithms>'),
    { all: ['sha1', 'imphash'] },
  ],
  [
    'by a comma',
    option('<HashAlgorithms>md5,|</HashAlgorithms>'),
    { all: ['sha1', 'sha256', 'imphash'], settings: { trigger: ',' } },
  ],
  [
    'the item at the cursor',
    option('<HashAlgorithms>md5,sh|a1,imphash</HashAlgorithms>'),
    { accept: { sha256: option('<HashAlgorithms>md5,sha256,imphash</HashAlgorithms>') } },
  ],
  ['a single one', option('<DnsLookup>|</DnsLookup>'), { all: ['True', 'False'] }],
  [
    'the other one',
    option('<DnsLookup>True|</DnsLookup>'),
    { accept: { False: option('<DnsLookup>False</DnsLookup>') } },
  ],
  [
    'field names',
    option('<FieldSizes>CommandLine:100,Ima|</FieldSizes>').replace('4.50', '4.91'),
    { has: ['Image'], lacks: ['CommandLine'] },
  ],
  ['any text', option('<ArchiveDirectory>|</ArchiveDirectory>'), { all: [] }],
]);

rows('values of fields', [
  ['a closed set', network('<Protocol>|</Protocol>'), { all: ['tcp', 'udp'] }],
  [
    'by the start tag',
    network('<Initiated>|</Initiated>'),
    { all: ['true', 'false'], settings: { trigger: '>' } },
  ],
  [
    'the other value',
    network('<Protocol>tcp|</Protocol>'),
    { all: ['tcp', 'udp'], accept: { udp: network('<Protocol>udp</Protocol>') } },
  ],
  ['Signed', block('<Signed>|</Signed>', 'ImageLoad'), { first: ['true', 'false'] }],
  ['SignatureStatus', block('<SignatureStatus>|</SignatureStatus>', 'DriverLoad'), { first: ['Valid'] }],
  [
    'IntegrityLevel',
    block('<IntegrityLevel>|</IntegrityLevel>'),
    { first: ['Low', 'Medium', 'High', 'System'] },
  ],
  [
    'EventType of pipes',
    block('<EventType>|</EventType>', 'PipeEvent'),
    { all: ['CreatePipe', 'ConnectPipe'] },
  ],
  [
    'EventType of the registry',
    registry('<EventType>|</EventType>'),
    { first: ['CreateKey', 'DeleteKey'], lacks: ['CreatePipe'] },
  ],
  [
    'EventType that fits the other fields',
    registry('<EventType>|</EventType><Details>x</Details>'),
    { first: ['SetValue', 'CreateKey'] },
  ],
  [
    'registry roots',
    registry('<TargetObject condition="begin with">|</TargetObject>'),
    { first: ['HKLM\\', 'HKU\\', 'HKCR\\'] },
  ],
  [
    'no beginnings for end with',
    registry('<TargetObject condition="end with">|</TargetObject>'),
    { lacks: ['HKLM\\'] },
  ],
  [
    'paths',
    block('<Image condition="begin with">C:\\Win|</Image>'),
    { all: ['C:\\Windows\\', 'C:\\Windows\\System32\\'] },
  ],
  [
    'masks',
    access('<GrantedAccess>|</GrantedAccess>'),
    { first: ['0x1fffff', '0x1f0fff', '0x1410'], has: ['0x10'] },
  ],
  [
    'masks by what they grant',
    access('<GrantedAccess>VM_WRITE|</GrantedAccess>'),
    { has: ['0x20', '0x1438'], lacks: ['0x10'] },
  ],
  [
    'items of a list',
    access('<GrantedAccess condition="is any">0x1410;0x1|010;0x40</GrantedAccess>'),
    {
      accept: { '0x1438': access('<GrantedAccess condition="is any">0x1410;0x1438;0x40</GrantedAccess>') },
      settings: {},
    },
  ],
  [
    'escaped',
    network('<Image condition="is">|</Image>'),
    { accept: { '<unknown process>': network('<Image condition="is">&lt;unknown process&gt;</Image>') } },
  ],
  [
    'escaped, half-typed',
    network('<Image condition="is">unk|</Image>'),
    { accept: { '<unknown process>': network('<Image condition="is">&lt;unknown process&gt;</Image>') } },
  ],
  [
    'escaped, begun with a reference',
    network('<Image condition="is">&lt;unk|</Image>'),
    { accept: { '<unknown process>': network('<Image condition="is">&lt;unknown process&gt;</Image>') } },
  ],
  [
    'the ; of a reference is no separator',
    network('<Image condition="is any">&lt;a&gt;;|</Image>'),
    { accept: { System: network('<Image condition="is any">&lt;a&gt;;System</Image>') } },
  ],
  [
    'by ; in a list',
    network('<Image condition="contains any">a;|</Image>'),
    { has: ['System'], settings: { trigger: ';' } },
  ],
  [
    'not by ; elsewhere',
    network('<Image condition="is">a;|</Image>'),
    { all: [], settings: { trigger: ';' } },
  ],
  [
    'not by a blank in a text',
    network('<Image condition="is">a |</Image>'),
    { all: [], settings: { trigger: ' ' } },
  ],
  [
    'not by / in a text',
    network('<Image condition="is">/|</Image>'),
    { all: [], settings: { trigger: '/' } },
  ],
  [
    'not by a quote in a text',
    block('<CommandLine condition="is">"|</CommandLine>'),
    { all: [], settings: { trigger: '"' } },
  ],
  [
    'a text beside a comment',
    network('<Protocol><!-- a -->|</Protocol>'),
    { accept: { udp: network('<Protocol><!-- a -->udp</Protocol>') } },
  ],
  [
    'an unclosed field',
    '<NetworkConnect onmatch="include"><Protocol>|',
    { has: ['tcp', 'udp', '</Protocol>'] },
  ],
  ['free text', block('<ProcessId condition="is">4|</ProcessId>'), { all: [] }],
]);

rows('techniques', [
  [
    'by id',
    block('<Image name="technique_id=T1059.00|">x</Image>'),
    { first: ['T1059.001', 'T1059.002'], lacks: ['T1003'] },
  ],
  ['by name', block('<Image name="technique_id=powersh|">x</Image>'), { has: ['T1059.001'] }],
  ['by =', block('<Image name="technique_id=|">x</Image>'), { first: ['T1001'], settings: { trigger: '=' } }],
  ['in a bare name', block('<Image name="T1059|">x</Image>'), { first: ['T1059', 'T1059.001'] }],
  ['not by a quote', block('<Image name="|">x</Image>'), { all: [], settings: { trigger: '"' } }],
  ['not in free names', block('<Image name="Office spawns |">x</Image>'), { all: [] }],
  ['not in other words', block('<Image name="Test|">x</Image>'), { all: [] }],
  [
    'the name that goes with the id',
    block('<Image name="technique_id=T1059.001,technique_name=Pow|">x</Image>'),
    { all: ['T1059.001'] },
  ],
  ['names without an id', block('<Image name="technique_name=PowerShe|">x</Image>'), { has: ['T1059.001'] }],
  ['in a RuleGroup', '<RuleGroup groupRelation="or" name="T1003.001|"/>', { all: ['T1003.001'] }],
]);

accepts('techniques', [
  [
    block('<Image name="technique_id=T1059.0|">x</Image>'),
    'T1059.001',
    block('<Image name="technique_id=T1059.001,technique_name=PowerShell">x</Image>'),
  ],
  [
    block('<Image name="technique_id=T1059|.003,technique_name=A">x</Image>'),
    'T1059.001',
    block('<Image name="technique_id=T1059.001,technique_name=A">x</Image>'),
  ],
  [
    block('<Image name="technique_id=T1059.001,technique_name=|">x</Image>'),
    'T1059.001',
    block('<Image name="technique_id=T1059.001,technique_name=PowerShell">x</Image>'),
  ],
  [
    block('<Image name="technique_id=T1059.001,technique_name=Foo|">x</Image>'),
    'T1059.001',
    block('<Image name="technique_id=T1059.001,technique_name=PowerShell">x</Image>'),
  ],
  [
    block('<Image name="T1059.0|">x</Image>'),
    'T1059.001',
    block('<Image name="technique_id=T1059.001,technique_name=PowerShell">x</Image>'),
  ],
  [
    block('<Image name="tech|">x</Image>'),
    'T1001',
    block('<Image name="technique_id=T1001,technique_name=Data Obfuscation">x</Image>'),
  ],
  [
    block('<Image name="MR=T1059.0|,Tec=a">x</Image>'),
    'T1059.001',
    block('<Image name="MR=T1059.001,Tec=a">x</Image>'),
  ],
  [
    block('<Image name="technique_id=T1059.010|">x</Image>'),
    'T1059.010',
    block('<Image name="technique_id=T1059.010,technique_name=AutoHotKey &amp; AutoIT">x</Image>'),
  ],
]);

describe('where there is nothing to complete', () => {
  const table: readonly (readonly [title: string, marked: string, settings?: Settings])[] = [
    ['a comment', filtering('<!-- <| -->')],
    ['an unclosed comment', filtering('<!-- a |')],
    ['a comment that begins', filtering('<!-|')],
    ['CDATA', block('<Image><![CDATA[|]]></Image>')],
    ['an instruction', '<?xml |?><Sysmon schemaversion="4.50"/>'],
    ['another format', '<project><|</project>'],
    ['another format, in a tag', '<project |><a/></project>'],
    ['another format, with the name of an element', '<Rule><|<a/></Rule>'],
    ['by > of an end tag', block('<Image condition="is">x</Image>|'), { trigger: '>' }],
    [
      'by > of a container that is closed',
      filtering('<ProcessCreate onmatch="include">|</ProcessCreate>'),
      { trigger: '>' },
    ],
    ['by a blank between elements', filtering(' |'), { trigger: ' ' }],
    ['in junk of a tag', block('<Image ??|>x</Image>')],
  ];
  for (const [title, marked, settings] of table)
    test(title, () => assert.deepEqual(labels(marked, settings), []));
});

describe('a list', () => {
  test('is complete, unless techniques were cut', () => {
    assert.equal(completeAt(filtering('|')).list.isIncomplete, false);
    assert.equal(completeAt(block('<Image condition="|">x</Image>')).list.isIncomplete, false);
    const { list } = completeAt(block('<Image name="technique_id=|">x</Image>'));
    assert.equal(list.isIncomplete, true);
    assert.ok(list.items.length <= 200);
  });

  test('holds no documentation', () => {
    for (const item of completeAt(filtering('|')).list.items) assert.equal(item.documentation, undefined);
  });
});

describe('resolving', () => {
  const table: readonly (readonly [marked: string, label: string, contains: RegExp])[] = [
    [filtering('|'), 'ProcessCreate', /process-notify callback/],
    [filtering('|'), 'RuleGroup', /Holds event blocks only/],
    [block('|'), 'Image', /\*\*Example:\*\*/],
    [option('|'), 'HashAlgorithms', /sha256/],
    [block('<Image condition="|">x</Image>'), 'excludes any', /the other way round/],
    [block('<Image |>x</Image>'), 'condition', /comparison/],
    ['<RuleGroup |', 'groupRelation', /Required/],
    ['<Sysmon schemaversion="|"/>', '4.90', /FileExecutableDetected/],
    ['<Sysmon schemaversion="|"/>', '4.90', /2023-06-27/],
    [filtering('<ProcessCreate onmatch="|"/>'), 'exclude', /Leaves out/],
    [block('<Rule groupRelation="|"></Rule>'), 'and', /all of its conditions/],
    [access('<GrantedAccess>|</GrantedAccess>'), '0x1410', /PROCESS_VM_READ/],
    [network('<Initiated>|</Initiated>'), 'true', /opened the connection/],
    [option('<HashAlgorithms>|</HashAlgorithms>'), 'md5', /MD5/],
    [
      block('<Image name="T1059.001|">x</Image>'),
      'T1059.001',
      /attack\.mitre\.org\/techniques\/T1059\/001\//,
    ],
  ];
  for (const [marked, label, contains] of table) {
    test(`${label} ${String(contains)}`, () => {
      const item = itemNamed(marked, label);
      const sent: typeof item = JSON.parse(JSON.stringify(item));
      const { documentation } = resolveCompletion(sent, knowledge, schemasFor());
      assert.ok(typeof documentation === 'object' && documentation.kind === 'markdown');
      assert.match(documentation.value, contains);
    });
  }

  test('every item of some lists has something to say', () => {
    const documents = [
      filtering('|'),
      block('|'),
      option('|'),
      block('<Image condition="|">x</Image>'),
      registry('|'),
    ];
    for (const marked of documents) {
      for (const item of completeAt(marked).list.items) {
        if (item.label.startsWith('/')) continue;
        assert.ok(resolveCompletion(item, knowledge, schemasFor()).documentation, item.label);
      }
    }
  });

  test('an item that is not ours comes back as it is', () => {
    for (const data of [undefined, null, 'x', 1, {}, { of: 'nothing' }, { of: 'event', name: 'Nothing' }]) {
      const item = { label: 'x', data };
      assert.equal(resolveCompletion(item, knowledge, schemasFor()), item);
    }
  });
});
