import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { code, codeCell, link, plain, sourceLinks } from '../../../server/src/features/describe/markdown.ts';
import { hoverAt, knowledge, schemasFor, type Settings } from '../kit.ts';

const filtering = (blocks: string, version = '4.50'): string =>
  `<Sysmon schemaversion="${version}">\n<EventFiltering>\n${blocks}\n</EventFiltering>\n</Sysmon>`;
const block = (content: string, tag = 'ProcessCreate'): string =>
  `<${tag} onmatch="include">${content}</${tag}>`;
const option = (content: string): string => `<Sysmon schemaversion="4.50">${content}</Sysmon>`;

type Row = readonly [
  title: string,
  marked: string,
  about: string,
  contains: readonly (string | RegExp)[],
  lacks?: readonly (string | RegExp)[],
  settings?: Settings,
];

function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    for (const [name, marked, about, contains, lacks = [], settings = {}] of table) {
      test(name, () => {
        const found = hoverAt(marked, settings);
        assert.ok(found, 'there is a hover');
        assert.equal(found.about, about);
        for (const text of contains)
          assert.ok(holds(found.markdown, text), `${String(text)} in\n${found.markdown}`);
        for (const text of lacks)
          assert.ok(!holds(found.markdown, text), `${String(text)} not in\n${found.markdown}`);
      });
    }
  });
}

function holds(markdown: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? markdown.includes(text) : text.test(markdown);
}

rows('events', [
  [
    'title, id, kernel source, API',
    filtering(block('').replace('<P', '<|P')),
    'ProcessCreate',
    [
      '(event 1)',
      '**Kernel source:**',
      'process-notify callback',
      '`PsSetCreateProcessNotifyRoutineEx`',
      'Without a block this event is logged all the same',
    ],
  ],
  [
    'the end tag',
    filtering('<DnsQuery onmatch="include">\n</Dns|Query>'),
    'DnsQuery',
    ['(event 22)', '**Kernel source:**', 'Without a block this event is not logged'],
  ],
  [
    'limits with links',
    filtering('<Regi|stryEvent onmatch="include"/>'),
    'RegistryEvent',
    [
      '**What it misses**',
      '[MicrosoftDocs/sysinternals](https://github.com/MicrosoftDocs/sysinternals/issues/725)',
      'OTRF Security-Datasets',
    ],
  ],
  [
    'every id of an element',
    filtering('<Regi|stryEvent onmatch="include"/>'),
    'RegistryEvent',
    ['events 12, 13, 14', '- **13** ', '- **14** ', '`Details` (13)', '`NewName` (14)'],
  ],
  [
    'since which schema and release',
    filtering('<File|ExecutableDetected onmatch="include"/>', '4.91'),
    'FileExecutableDetected',
    ['Since schema 4.90 (Sysmon 15.0)'],
    ['It needs'],
  ],
  [
    'newer than the file',
    filtering('<File|ExecutableDetected onmatch="include"/>'),
    'FileExecutableDetected',
    ['It needs schema 4.90 (Sysmon 15.0); this file is checked against 4.50'],
  ],
  [
    'reserved before it was released',
    filtering('<File|Delete onmatch="include"/>'),
    'FileDelete',
    ['Since schema 4.30 (Sysmon 11.0)', 'The manifests name it from schema'],
  ],
  [
    'cost',
    filtering('<File|BlockExecutable onmatch="include"/>', '4.91'),
    'FileBlockExecutable',
    ['**Cost**', 'Windows Update'],
  ],
  ['Linux hook', filtering('<Process|Create onmatch="include"/>'), 'ProcessCreate', ['**Linux:**', 'execve']],
  ['not on Linux', filtering('<Dns|Query onmatch="include"/>'), 'DnsQuery', ['**Linux:** Not produced.']],
  [
    'fields, and those that came later',
    filtering('<Process|Create onmatch="include"/>'),
    'ProcessCreate',
    ['**Fields:** `RuleName`', '**Fields that came later:** `ParentUser` (4.80)'],
  ],
  [
    'the blocks of the file',
    filtering('<Process|Create onmatch="include"/>\n<ProcessCreate onmatch="exclude"/>'),
    'ProcessCreate',
    ['**In this file:** 2 blocks for `ProcessCreate` (lines 3, 4). Logs nothing'],
  ],
]);

rows('fields', [
  [
    'meaning, example, type, events',
    block('<Command|Line condition="is">x</CommandLine>'),
    'CommandLine',
    [
      '**`CommandLine`** (ProcessCreate, event 1)',
      '**Example:** `',
      '**Type:** text',
      '**In the events:** ProcessCreate (1)',
    ],
    ['default'],
  ],
  [
    'the end tag',
    block('<CommandLine condition="is">x</Comm|andLine>'),
    'CommandLine',
    ['(ProcessCreate, event 1)'],
  ],
  [
    'since when in this event',
    filtering(
      block('<User condition="is">|x</User>', 'DnsQuery').replace('<User', '<|User').replace('|x', 'x'),
    ),
    'User',
    ['It needs schema 4.80 (Sysmon 13.30)'],
  ],
  [
    'the ids that have it',
    block('<Det|ails condition="is">x</Details>', 'RegistryEvent'),
    'Details',
    ['(RegistryEvent, event 13)'],
  ],
  [
    'many events by id',
    block('<Ima|ge condition="is">x</Image>'),
    'Image',
    ['**In the events:** 1, 2, 3, 5'],
  ],
  [
    'known values of this event',
    block('<Event|Type condition="is">x</EventType>', 'PipeEvent'),
    'EventType',
    ['`CreatePipe` (event 17)', '`ConnectPipe` (event 18)'],
    ['- `SetValue`'],
  ],
  [
    'a closed set',
    block('<Proto|col condition="is">x</Protocol>', 'NetworkConnect'),
    'Protocol',
    ['It has no other value than these', '- `tcp`'],
  ],
  [
    'beginnings',
    block('<Target|Object condition="is">x</TargetObject>', 'RegistryEvent'),
    'TargetObject',
    ['Common beginnings and parts', '- `HKLM\\`'],
  ],
  [
    'of another event',
    block('<Parent|Image condition="is">x</ParentImage>', 'ImageLoad'),
    'ParentImage',
    ['`ParentImage` is not a field of `ImageLoad`'],
  ],
  [
    'without a condition',
    block('<Ima|ge>x</Image>'),
    'Image',
    ['the condition is "is"', '| value in the file |'],
  ],
]);

rows('conditions', [
  [
    'meaning and truth table',
    block('<Image condition="beg|in with">x</Image>'),
    'begin with',
    [
      '**`begin with`**',
      '| value in the file | field of the event | holds |',
      '| --- | --- | --- |',
      /\| yes \|/,
      /\| no \|/,
    ],
  ],
  [
    'an empty value in the table',
    block('<Image condition="beg|in with">x</Image>'),
    'begin with',
    ['| (empty) |'],
  ],
  [
    'Microsoft has it the other way round',
    block('<Image condition="exclu|des all">x</Image>'),
    'excludes all',
    ['the other way round'],
  ],
  [
    'whatever its case',
    block('<Image condition="Contains| Any">x</Image>'),
    'Contains Any',
    ['**`contains any`**'],
  ],
  [
    'newer than the file',
    filtering(block('<Image condition="not| end with">x</Image>')),
    'not end with',
    ['It needs schema 4.70 (Sysmon 13.20)', 'does not enforce it'],
  ],
  [
    'since when',
    filtering(block('<Image condition="not| end with">x</Image>'), '4.90'),
    'not end with',
    ['Since schema 4.70 (Sysmon 13.20)'],
    ['does not enforce'],
  ],
  [
    'the attribute itself',
    block('<Image cond|ition="is">x</Image>'),
    'condition',
    ['**`condition`**', '**`is`**'],
  ],
  ['empty', block('<Image cond|ition="">x</Image>'), 'condition', ['the condition is "is"', '**`is`**']],
  [
    'unknown',
    block('<Image condition="starts| with">x</Image>'),
    'starts with',
    ['`starts with` is no condition', 'rejects a file with an unknown condition'],
  ],
]);

const or = (blocks: string): string => filtering(`<RuleGroup groupRelation="or">${blocks}</RuleGroup>`);
const image = '<Image condition="is">x</Image>';
const user = '<User condition="is">x</User>';

rows('onmatch as the block stands', [
  [
    'an empty include',
    filtering('<ProcessCreate onmatch="inc|lude"/>'),
    'include',
    ['Logs nothing: an include block without conditions'],
  ],
  [
    'an empty exclude',
    filtering('<ProcessCreate onmatch="exc|lude"/>'),
    'exclude',
    ['Alone it logs everything'],
  ],
  [
    'one condition',
    or(`<ProcessCreate onmatch="inc|lude">${image}</ProcessCreate>`),
    'include',
    ['This block logs what its 1 condition matches.'],
    ['blocks for'],
  ],
  [
    'exclude with conditions by OR',
    or(`<ProcessCreate onmatch="exc|lude">${image.repeat(12)}</ProcessCreate>`),
    'exclude',
    [
      'This block logs everything except what one of its 12 conditions matches.',
      'at least one of its conditions or Rules',
    ],
  ],
  [
    'exclude beside an include',
    or(
      `<ProcessCreate onmatch="exc|lude">${image}${user}</ProcessCreate><ProcessCreate onmatch="include">${image}</ProcessCreate>`,
    ),
    'exclude',
    [
      'This block leaves out what at least one of its 2 conditions matches.',
      '2 blocks for `ProcessCreate`',
      'An exclude that matches wins',
    ],
  ],
  [
    'conditions and Rules',
    or(`<ProcessCreate onmatch="inc|lude">${image}<Rule>${image}</Rule></ProcessCreate>`),
    'include',
    ['at least one of its 1 condition and 1 Rule'],
  ],
  [
    'AND without a RuleGroup',
    filtering(`<ProcessCreate onmatch="inc|lude">${image}${image}${user}</ProcessCreate>`),
    'include',
    [
      'what meets its 3 conditions together',
      'Each of these fields must fit: `Image`, `User`',
      'newer than 4.10',
      'That is so here for `Image`',
    ],
  ],
  [
    'OR without a RuleGroup in an old file',
    filtering(`<ProcessCreate onmatch="inc|lude">${image}${user}</ProcessCreate>`, '4.1'),
    'include',
    ['at least one of its 2 conditions', '4.10 or older'],
  ],
  [
    'include and empty exclude',
    filtering(`<ProcessCreate onmatch="inc|lude">${image}</ProcessCreate><ProcessCreate onmatch="exclude"/>`),
    'include',
    ['the empty exclude adds nothing'],
  ],
  [
    'empty include and exclude',
    filtering(`<ProcessCreate onmatch="include"/><ProcessCreate onmatch="exc|lude">${image}</ProcessCreate>`),
    'exclude',
    ['the empty include matches none'],
  ],
  [
    'two includes',
    filtering(
      `<ProcessCreate onmatch="inc|lude">${image}</ProcessCreate><ProcessCreate onmatch="include">${image}</ProcessCreate>`,
    ),
    'include',
    ['Logs what one or the other include block matches'],
  ],
  [
    'two excludes',
    filtering(
      `<ProcessCreate onmatch="exc|lude">${image}</ProcessCreate><ProcessCreate onmatch="exclude">${image}</ProcessCreate>`,
    ),
    'exclude',
    ['Logs nothing', 'Put the conditions into one exclude block'],
  ],
  [
    'default is the inverse',
    filtering(`<ProcessCreate def|ault="include">${image}</ProcessCreate>`),
    'default',
    ['The same as onmatch="exclude"', 'logs everything except'],
  ],
  [
    'both attributes',
    filtering(`<ProcessCreate onm|atch="include" default="exclude">${image}</ProcessCreate>`),
    'onmatch',
    ['silently drops the block'],
  ],
  [
    'fields of different ids',
    filtering('<RegistryEvent onmatch="inc|lude"><Details>x</Details><NewName>y</NewName></RegistryEvent>'),
    'include',
    ['silently drops this block: `NewName`'],
  ],
  [
    'behind a dropped block',
    filtering(
      '<ImageLoad onmatch="include"><Rule><ParentImage>x</ParentImage></Rule></ImageLoad>\n<ImageLoad onmatch="inc|lude"><Signed>true</Signed></ImageLoad>',
    ),
    'include',
    ['because it drops an earlier block', 'None of them is loaded'],
  ],
  [
    'blocks that are dropped do not count',
    filtering(
      `<ProcessCreate>${image}</ProcessCreate><ProcessCreate onmatch="inc|lude">${image}</ProcessCreate>`,
    ),
    'include',
    ['Of them 1 are silently dropped', 'Logs only the events that match'],
  ],
  [
    'a module',
    '<RuleGroup groupRelation="or"><DnsQuery onmatch="include"/><DnsQuery onmatch="exc|lude"/></RuleGroup>',
    'exclude',
    ['Blocks in other files'],
  ],
]);

rows('groupRelation and the elements that have it', [
  [
    'of a RuleGroup',
    filtering(
      `<RuleGroup group|Relation="and"><ProcessCreate onmatch="include">${image}${image}</ProcessCreate></RuleGroup>`,
    ),
    'groupRelation',
    ['Several bare conditions on the same field are alternatives', '- `ProcessCreate`: This block logs'],
  ],
  [
    'its value',
    or(`<ProcessCreate onmatch="include">${image}</ProcessCreate>`).replace('"or"', '"o|r"'),
    'or',
    ['at least one of its conditions or Rules'],
  ],
  [
    'invalid',
    '<RuleGroup groupRelation="AN|D"><DnsQuery onmatch="include"/></RuleGroup>',
    'AND',
    ['`AND` is neither'],
  ],
  [
    'of a Rule by AND',
    block(`<Rule groupRelation="a|nd">${image}${image}</Rule>`),
    'and',
    [
      'all of its conditions hold, also those on the same field',
      'Here: 2 conditions, on `Image`',
      'this Rule and everything else',
    ],
  ],
  [
    'of a Rule in an OR block',
    or(block(`<Rule groupRelation="a|nd">${image}${user}</Rule>`)),
    'and',
    ['this Rule alone is enough'],
  ],
  [
    'a Rule without it',
    block(`<Ru|le>${image}${image}</Rule>`),
    'Rule',
    ['Without groupRelation a Rule joins by OR'],
  ],
  ['an empty Rule', block('<Ru|le></Rule>'), 'Rule', ['crashes']],
  ['a blank Rule', block('<Ru|le> </Rule>'), 'Rule', ['adds nothing']],
  [
    'a RuleGroup',
    or(block(image)).replace('<RuleGroup', '<Rule|Group'),
    'RuleGroup',
    ['Holds event blocks only', '- `ProcessCreate`'],
  ],
  [
    'a RuleGroup without it',
    filtering('<Rule|Group name=""></RuleGroup>'),
    'RuleGroup',
    ['It holds no event block', 'the whole file is rejected'],
  ],
  ['Sysmon', '<Sys|mon schemaversion="4.50"/>', 'Sysmon', ['root element']],
  [
    'EventFiltering',
    '<Sysmon schemaversion="4.50"><Event|Filtering/></Sysmon>',
    'EventFiltering',
    ['every event keeps its default'],
  ],
]);

rows('names', [
  [
    'a technique',
    block('<Image name="technique_id=T10|59.001,technique_name=PowerShell">x</Image>'),
    'T1059.001',
    [
      '[T1059.001](https://attack.mitre.org/techniques/T1059/001/)',
      'Command and Scripting Interpreter: PowerShell',
      'Tactic: execution',
    ],
  ],
  [
    'beside a technique',
    block('<Image name="technique_id=T1059.001,techn|ique_name=PowerShell">x</Image>'),
    'technique_id=T1059.001,technique_name=PowerShell',
    ['https://attack.mitre.org/techniques/T1059/001/', 'RuleName of an event'],
  ],
  ['several tactics', block('<Image name="T10|55">x</Image>'), 'T1055', ['Tactics: ']],
  [
    'a technique that is gone',
    block('<Image name="T10|60">x</Image>'),
    'T1060',
    ['`T1060` is not in ATT&CK Enterprise 17.1'],
  ],
  ['a name', block('<Image na|me="x">x</Image>'), 'name', ['RuleName', 'Comes before the names of the Rule']],
  [
    'of a RuleGroup',
    '<RuleGroup na|me="x" groupRelation="or"/>',
    'name',
    ['neither the condition that matched nor its Rule'],
  ],
  [
    'of a Rule',
    block('<Rule na|me="x"><Image>x</Image></Rule>'),
    'name',
    ['Used for conditions that have no name'],
  ],
  ['too long', block(`<Image na|me="${'ä'.repeat(128)}">x</Image>`), 'name', ['More than 255 UTF-8 bytes']],
  ['empty', block('<Image na|me="">x</Image>'), 'name', ['This is normal']],
]);

rows('schemaversion', [
  [
    'a version',
    '<Sysmon schema|version="4.90"/>',
    'schemaversion',
    ['schema 4.90 (Sysmon 15.0)', '(2023-06-27)', 'checked against schema 4.90 (Sysmon 15.0)'],
    ['no such schema'],
  ],
  [
    'between two',
    '<Sysmon schemaversion="4.|55"/>',
    '4.55',
    ['checked against schema 4.50 (Sysmon 13.00)', 'There is no such schema'],
  ],
  [
    'too new',
    '<Sysmon schemaversion="5.|0"/>',
    '5.0',
    ['checked against schema 4.90', 'the schema before the newest'],
  ],
  [
    'newer than the target',
    '<Sysmon schemaversion="4.|90"/>',
    '4.90',
    ['checked against schema 4.80', 'the schema before the newest'],
    [],
    { target: '4.81' },
  ],
  [
    'in another form',
    '<Sysmon schemaversion="4.|90abc"/>',
    '4.90abc',
    ['Only the decimal number at the beginning'],
  ],
  [
    'unsupported',
    '<Sysmon schemaversion="3.|4"/>',
    '3.4',
    ['rejected as unsupported'],
    ['checked against schema'],
  ],
  ['no number', '<Sysmon schemaversion="ab|c"/>', 'abc', ['aborts']],
]);

rows('options and values', [
  [
    'an option',
    option('<Hash|Algorithms>md5</HashAlgorithms>'),
    'HashAlgorithms',
    ['`sha256`', 'joined by commas'],
  ],
  [
    'a value of an option',
    option('<HashAlgorithms>md5,SHA|256</HashAlgorithms>'),
    'SHA256',
    ['**`sha256`**: The SHA-256 hash'],
  ],
  ['the text of an option', option('<ArchiveDirectory>A|b</ArchiveDirectory>'), 'Ab', ['not a path']],
  [
    'newer than the file',
    option('<Driver|QueueSize>1</DriverQueueSize>'),
    'DriverQueueSize',
    ['It needs schema 4.91'],
  ],
  [
    'a mask',
    block('<GrantedAccess condition="is">0x1|410</GrantedAccess>', 'ProcessAccess'),
    '0x1410',
    ['`PROCESS_VM_READ`', '`PROCESS_QUERY_INFORMATION`'],
    ['padded', '`PROCESS_VM_WRITE`'],
  ],
  [
    'all access',
    block('<GrantedAccess>0x1FFF|FF</GrantedAccess>', 'ProcessAccess'),
    '0x1FFFFF',
    ['PROCESS_ALL_ACCESS'],
  ],
  [
    'a padded mask',
    block('<GrantedAccess>0x08|10</GrantedAccess>', 'ProcessAccess'),
    '0x0810',
    ['padded with zeros', '`0x810`', 'never equals'],
  ],
  [
    'unknown bits',
    block('<GrantedAccess>0xf00|0000000000001</GrantedAccess>', 'ProcessAccess'),
    '0xf000000000000001',
    ['`0xf000000000000000`: bits without a name', '`PROCESS_TERMINATE`'],
  ],
  ['no right', block('<GrantedAccess>0x|0</GrantedAccess>', 'ProcessAccess'), '0x0', ['grants no right']],
  [
    'a mask of a list',
    block('<GrantedAccess condition="is any">0x1410;0x4|0;0x20</GrantedAccess>', 'ProcessAccess'),
    '0x40',
    ['`PROCESS_DUP_HANDLE`'],
  ],
  [
    'a known value',
    block('<Initiated>tr|ue</Initiated>', 'NetworkConnect'),
    'true',
    ['opened the connection'],
  ],
  [
    'a known value with references',
    block('<Image condition="is any">a;&lt;unknown pro|cess&gt;</Image>', 'NetworkConnect'),
    '&lt;unknown process&gt;',
    ['`<unknown process>`'],
  ],
]);

describe('where there is nothing to say', () => {
  const table: readonly (readonly [title: string, marked: string])[] = [
    ['another format', '<proj|ect/>'],
    ['an empty document', '|'],
    ['a comment', filtering('<!-- Process|Create -->')],
    ['between elements', filtering(' | ')],
    ['an unknown element', filtering('<RuleGroup groupRelation="or"><Fo|o onmatch="include"/></RuleGroup>')],
    ['an unknown field', block('<Fo|o condition="is">x</Foo>')],
    ['an unknown attribute', block('<Image fo|o="is">x</Image>')],
    ['free text', block('<Image condition="is">C:\\fo|o.exe</Image>')],
    ['a mask that is none', block('<GrantedAccess>PROC|ESS</GrantedAccess>', 'ProcessAccess')],
    ['the < of a tag', filtering('|<ProcessCreate onmatch="include"/>')],
    ['behind a start tag', filtering('<ProcessCreate onmatch="include">|\n\n</ProcessCreate>')],
  ];
  for (const [title, marked] of table) test(title, () => assert.equal(hoverAt(marked), null));
});

describe('a file cannot inject markdown', () => {
  const hostile = '`](command:x) **b** <img src=x> | \\` ``';
  const encoded = hostile.replaceAll('<', '&lt;').replaceAll('&lt;', '&lt;');
  const documents = [
    block(`<Image condition="|${encoded}">x</Image>`),
    `<RuleGroup groupRelation="|${encoded}"><DnsQuery onmatch="include"/></RuleGroup>`,
    `<Sysmon schemaversion="|4.90${encoded}"/>`,
    block(`<GrantedAccess>0x|1${encoded}</GrantedAccess>`, 'ProcessAccess'),
  ];
  for (const marked of documents) {
    test(marked.slice(0, 60), () => {
      const markdown = hoverAt(marked)?.markdown ?? '';
      assert.doesNotMatch(outsideCode(markdown), /command:|<img|\*\*b\*\*/);
    });
  }
});

/** The markdown without its code spans. */
function outsideCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, '');
}

describe('markdown', () => {
  const table: readonly (readonly [title: string, actual: string, expected: string])[] = [
    ['code', code('a'), '`a`'],
    ['code with backticks', code('a`b``c'), '```a`b``c```'],
    ['code that begins with a backtick', code('`a'), '`` `a ``'],
    ['code with blanks at its ends', code(' a '), '`  a  `'],
    ['code of blanks only', code(' '), '` `'],
    ['code on one line', code('a\r\n\nb'), '`a b`'],
    ['code without marks that turn text round', code('a\u202eb'), '`a b`'],
    ['long code', code('x'.repeat(300)), `\`${'x'.repeat(200)}…\``],
    ['no code', code(''), ''],
    ['code in a table', codeCell('a|b'), '`a\\|b`'],
    [
      'plain text',
      plain('*a* [b](c) `d` <e> &lt; _f_ g_h'),
      '\\*a\\* \\[b\\](c) \\`d\\` \\<e> \\&lt; \\_f\\_ g_h',
    ],
    ['a backslash before a letter', plain('HKLM\\SOFTWARE'), 'HKLM\\SOFTWARE'],
    ['a backslash before a sign', plain('A\\{b}'), 'A\\\\{b}'],
    ['no list', plain('1. a'), '1\\. a'],
    ['a version', plain('4.80'), '4.80'],
    ['no heading', plain('# a'), '\\# a'],
    ['a link', link('a]b', 'https://x/(y) z'), '[a\\]b](https://x/%28y%29%20z)'],
    [
      'sources',
      sourceLinks('https://github.com/a/b/issues/1; a/b:c.md'),
      '[a/b](https://github.com/a/b/issues/1), a/b:c.md',
    ],
    ['a source with a remark', sourceLinks('https://www.x.org/y (z)'), '[x.org](https://www.x.org/y)'],
  ];
  for (const [title, actual, expected] of table) test(title, () => assert.equal(actual, expected));
});

describe('phrases', () => {
  const folder = new URL('../../../server/src/features/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(new URL(name.replaceAll('\\', '/'), folder), 'utf8'));
  // The keys that the code names as they are, and the beginnings of those that it puts together.
  const code = sources.join('\n');
  const put = [
    'label.',
    'type.',
    'block.include.',
    'block.exclude.',
    'block.excludeAlone.',
    'rule.in.',
    'lens.',
  ];

  test('all that the code asks for are there', () => {
    const asked = [...code.matchAll(/\b(?:say|phrase)\(\s*[\w.]+,\s*'([^']+)'/g)].map(match => match[1]!);
    const labels = [...code.matchAll(/\b(?:label|labelled|section)\(\s*known,\s*'(\w+)'/g)].map(
      match => `label.${match[1]!}`,
    );
    assert.ok(asked.length > 20 && labels.length > 8);
    for (const key of [...asked, ...labels]) assert.ok(knowledge.phrases[key], key);
  });

  test('the code asks for all that are there', () => {
    for (const key of Object.keys(knowledge.phrases)) {
      const isAsked = code.includes(`'${key}'`) || put.some(beginning => key.startsWith(beginning));
      assert.ok(isAsked, key);
    }
  });
});

describe('everything that is known', () => {
  const { newest } = schemasFor();
  test('every event has a hover without gaps', () => {
    for (const tag of newest.tags.keys()) {
      const found = hoverAt(filtering(`<|${tag} onmatch="include"/>`, '4.91'));
      assert.ok(found, tag);
      assert.match(found.markdown, /\*\*Kernel source:\*\*/, tag);
      assert.match(found.markdown, /\*\*Linux:\*\* \S/, tag);
      assert.match(found.markdown, /\*\*Fields:\*\* `/, tag);
      assert.doesNotMatch(found.markdown, /undefined|null|\*\*\*\*|\{(?!guid)\w+\}/, tag);
    }
  });

  test('every field of every event has a hover', () => {
    for (const tag of newest.tags.values()) {
      for (const field of tag.fieldList) {
        const found = hoverAt(block(`<|${field} condition="is">x</${field}>`, tag.tag));
        assert.ok(found, `${tag.tag} ${field}`);
        assert.match(found.markdown, /\*\*Type:\*\* [a-zG]/, `${tag.tag} ${field}`);
      }
    }
  });

  test('every condition, option and version has a hover', () => {
    for (const condition of newest.conditions) {
      assert.match(
        hoverAt(block(`<Image condition="|${condition}">x</Image>`))?.markdown ?? '',
        /\| yes \|/,
        condition,
      );
    }
    for (const name of newest.options.keys()) assert.ok(hoverAt(option(`<|${name}>x</${name}>`)), name);
    for (const { version, number } of schemasFor().known.all) {
      if (number < 400) continue;
      const found = hoverAt(`<Sysmon schemaversion="|${version}"/>`);
      assert.match(found?.markdown ?? '', new RegExp(`checked against schema ${version}`), version);
    }
  });

  test('phrases that state a fact name their source, and none is empty', () => {
    for (const [key, { text, source }] of Object.entries(knowledge.phrases)) {
      assert.ok(text, key);
      if (
        /Sysmon|rejects|drops|logs |loader/.test(text) &&
        !/^(?:version|label|linux|since|needs)/.test(key)
      ) {
        assert.ok(source, `${key} has a source`);
      }
    }
  });
});
