import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { shippedManifests } from '../../../server/src/schema/data.ts';
import { createSchemaSet } from '../../../server/src/schema/schema.ts';
import { readTestFile, type TestFile } from '../../../server/src/testFiles/testFile.ts';

const known = createSchemaSet(shippedManifests());
const root = new URL('../../../', import.meta.url);

/** All problems of a file, `line:column message`, counted from 1. */
function problemsIn({ problems, cases }: TestFile): string[] {
  return [...problems, ...cases.flatMap(each => each.problems)].map(
    ({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${message}`,
  );
}

const CASE = '{name: a, event: {eventId: 1}, expect: {logged: true}}';
const withCase = (text: string): string => `configuration: a.xml\ncases:\n  - ${text}\n`;
const withEvent = (event: string): string =>
  `configuration: a.xml\ncases:\n  - name: a\n    expect: {logged: true}\n    event: ${event}\n`;
const withExpect = (expect: string): string =>
  `configuration: a.xml\ncases:\n  - name: a\n    event: {eventId: 1}\n    expect: ${expect}\n`;

/** Mistakes, with the place and the sentence that tells of each. */
const MISTAKES: readonly (readonly [text: string, ...problems: string[]])[] = [
  ['', '1:1 The file is empty, where a mapping is expected.'],
  ['- a', '1:1 The file is a list, where a mapping is expected.'],
  [
    'a: [',
    '1:5 This is no YAML. Flow sequence in block collection must be sufficiently indented and end with a ].',
  ],
  [
    'configuration: "C:\\Windows"',
    '1:19 This is no YAML. Invalid escape sequence \\W. Between double quotes a backslash begins an escape: write paths between single quotes.',
  ],
  ['configuration: a.xml\n---\ncases: []', '2:1 A test file is one document: leave out what begins here.'],
  [`a: ${'['.repeat(20_000)}`, '1:1 This is nested too deeply.'],
  [
    `a: [b]\n${'] '.repeat(3)}`,
    ...[1, 3, 5].map(
      column => `2:${column} This is no YAML. Unexpected flow-seq-end token in YAML stream: "]".`,
    ),
  ],
  [
    `a: [b]\n${'] '.repeat(3000)}`,
    ...Array.from(
      { length: 10 },
      (_, at) => `2:${2 * at + 1} This is no YAML. Unexpected flow-seq-end token in YAML stream: "]".`,
    ),
  ],
  ['configuration: a.xml\nconfiguration: b.xml', '2:1 This is no YAML. Map keys must be unique.'],
  ['configuration: a.xml', '1:1 “cases” is missing.'],
  [
    `confguration: a.xml\ncases: [${CASE}]`,
    '1:1 A test file has no key “confguration”. Did you mean “configuration”?',
  ],
  [
    `configuration: a.xml\nzzz: 1\ncases: [${CASE}]`,
    '2:1 A test file has no key “zzz”. The keys there are configuration, platform, target, environment or cases.',
  ],
  [`configuration:\ncases: [${CASE}]`, '1:1 “configuration” is empty, where a text is expected.'],
  [`configuration: [a]\ncases: [${CASE}]`, '1:16 “configuration” is a list, where a text is expected.'],
  ...['/etc/a.xml', '\\\\host\\a.xml', 'C:\\a.xml', '~/a.xml', 'https://x/a.xml'].map(
    path =>
      [
        `configuration: ${path}\ncases: [${CASE}]`,
        '1:16 “configuration” has to be a path relative to this file.',
      ] as const,
  ),
  [`configuration: a.xml\ncases: 1`, '2:8 “cases” is “1”, where a list is expected.'],
  [`configuration: a.xml\ncases: []`, '2:8 “cases” holds no case.'],
  [
    `configuration: a.xml\nplatform: mac\ncases: [${CASE}]`,
    '2:11 “platform” is “mac”. Write windows or linux.',
  ],
  ...['3.4', '9.99', 'x', '4'].map(
    target =>
      [
        `configuration: a.xml\ntarget: ${target}\ncases: [${CASE}]`,
        `2:9 “target” is “${target}”. Write a schema version from 4.0 to ${known.newest.version}.`,
      ] as const,
  ),
  [
    `configuration: a.xml\nenvironment: {A: {B: 1}}\ncases: [${CASE}]`,
    '2:18 “A” is a mapping, where a text is expected. Put a value that begins with “{” or “[” between single quotes.',
  ],
  [withCase('x'), '3:5 The case is “x”, where a mapping is expected.'],
  [withCase('{}'), '3:5 “name” is missing.', '3:5 “event” is missing.', '3:5 “expect” is missing.'],
  [
    withCase('{nam: a, event: {eventId: 1}, expect: {logged: true}}'),
    '3:6 A case has no key “nam”. Did you mean “name”?',
  ],
  [withExpect('true'), '5:13 “expect” is “true”, where a mapping is expected.'],
  [withExpect('{}'), '5:13 “logged” is missing.'],
  [withExpect('{logged: yes}'), '5:22 “logged” is “yes”. Write true or false.'],
  [
    withExpect('{logged: true, zzz: a}'),
    '5:28 “expect” has no key “zzz”. The keys there are logged, ruleName or by.',
  ],
  [withExpect('{logged: true, ruleName: [a]}'), '5:38 “ruleName” is a list, where a text is expected.'],
  [
    withExpect('{logged: true, by: x}'),
    '5:32 “by” is “x”. Write the line of the configuration, or null where nothing matches.',
  ],
  [
    withExpect('{logged: true, by: 0}'),
    '5:32 “by” is “0”. Write the line of the configuration, or null where nothing matches.',
  ],
  [withEvent(''), '5:5 “event” is empty, where an event is expected.'],
  [withEvent('[a]'), '5:12 “event” is a list, where an event is expected.'],
  [withEvent('nonsense'), '5:12 The event cannot be read, since it is neither JSON nor an event in XML.'],
  [
    withEvent('{EventID: 4624, SourceName: Security}'),
    '5:12 The event cannot be read, since it is of another provider than Sysmon.',
  ],
  [withEvent('{a: 1}'), '5:12 The event cannot be read, since it has the shape of no known log.'],
  [
    withEvent('{event: ProcesCreate}'),
    '5:20 Sysmon has no event “ProcesCreate”. Did you mean “ProcessCreate”?',
  ],
  [
    withEvent('{event: RegistryEvent}'),
    '5:20 “RegistryEvent” stands for several events. Say which with “eventId”: 12, 13 or 14.',
  ],
  [withEvent('{event: DnsQuery, eventId: 1}'), '5:39 “eventId” is 1, which is no DnsQuery: that is 22.'],
  [withEvent('{eventId: 99}'), '5:22 “eventId” is “99”, which is the id of no Sysmon event.'],
  [withEvent('{eventId: 1, Imag: x}'), '5:25 Event 1 has no field “Imag”. Did you mean “Image”?'],
  [withEvent('{eventId: 1, fields: {Imag: x}}'), '5:34 Event 1 has no field “Imag”. Did you mean “Image”?'],
  [
    withEvent('{eventId: 1, fields: {}, Image: x}'),
    '5:37 An event with “fields” has no key “Image”. The keys there are fields.',
  ],
  [
    withEvent('{eventId: 1, ProcessGuid: {a}}'),
    '5:38 “ProcessGuid” is a mapping, where a text is expected. Put a value that begins with “{” or “[” between single quotes.',
  ],
  [
    withEvent('&a {winlog: {event_id: 1, event_data: *a}}'),
    '5:15 The event cannot be read, since it holds too much.',
  ],
];

/** Events as they may be written, each the same in the end. */
const EVENTS: readonly (readonly [what: string, event: string])[] = [
  ['by its element', '{event: ProcessAccess, GrantedAccess: 0x1410, SourceProcessId: 07}'],
  ['by its id', '{eventId: 10, GrantedAccess: "0x1410", SourceProcessId: 07}'],
  [
    'by both, with fields',
    '{event: ProcessAccess, eventId: 10, fields: {GrantedAccess: 0x1410, SourceProcessId: 07}}',
  ],
  [
    'as NXLog',
    '{EventID: 10, SourceName: Microsoft-Windows-Sysmon, GrantedAccess: 0x1410, SourceProcessId: 07}',
  ],
  ['as Winlogbeat', '{winlog: {event_id: 10, event_data: {GrantedAccess: 0x1410, SourceProcessId: 07}}}'],
  ['as JSON', `'{"eventId":10,"fields":{"GrantedAccess":"0x1410","SourceProcessId":"07"}}'`],
  [
    'as XML',
    `'<Event><System><EventID>10</EventID></System><EventData><Data Name="GrantedAccess">0x1410</Data><Data Name="SourceProcessId">07</Data></EventData></Event>'`,
  ],
];

describe('a test file', () => {
  for (const [text, ...problems] of MISTAKES) {
    it(`says what is wrong with ${JSON.stringify(text)}`, async () => {
      assert.deepEqual(problemsIn(await readTestFile(text, known)), problems);
    });
  }

  it('gives what it says', async () => {
    const text =
      'configuration: ../a.xml\nplatform: linux\ntarget: 4.90\nenvironment:\n  OWN: D:\\own\n  N: 010\ncases:\n' +
      '  - name: 007\n    event: {eventId: 22}\n    expect: {logged: false, ruleName: "-", by: null}\n' +
      '  - name: b\n    event: {eventId: 22, Image: null}\n    expect: {logged: true, ruleName: 1.0, by: 7}\n';
    const file = await readTestFile(text, known);
    assert.deepEqual(problemsIn(file), []);
    const { configuration, platform, target, environment, cases } = file;
    assert.equal(configuration?.path, '../a.xml');
    assert.deepEqual({ platform, target }, { platform: 'linux', target: '4.90' });
    assert.deepEqual(environment, { OWN: 'D:\\own', N: '010' });
    assert.deepEqual(
      cases.map(({ name, test, range }) => [name, range.start.line, test?.event.fields, test?.expect]),
      [
        ['007', 7, {}, { logged: false, ruleName: null, by: null }],
        ['b', 10, { Image: '' }, { logged: true, ruleName: '1.0', by: 7 }],
      ],
    );
  });

  for (const [what, event] of EVENTS) {
    it(`reads an event ${what}, its values as they are written`, async () => {
      const file = await readTestFile(withEvent(event), known);
      assert.deepEqual(problemsIn(file), []);
      const read = file.cases[0]?.test?.event;
      assert.equal(read?.eventId, 10);
      assert.equal(read.fields['GrantedAccess'], '0x1410');
      assert.equal(read.fields['SourceProcessId'], '07');
    });
  }

  it('runs the other cases where one has a mistake', async () => {
    const file = await readTestFile(`configuration: a.xml\ncases: [{name: x}, ${CASE}]`, known);
    assert.deepEqual(
      file.cases.map(({ name, test }) => [name, test !== null]),
      [
        ['x', false],
        ['a', true],
      ],
    );
    assert.deepEqual(file.problems, []);
  });

  it('takes anchors and aliases, also thousands of them', async () => {
    const cases = Array.from(
      { length: 5000 },
      (_, i) => `  - {name: c${i}, event: *e, expect: {logged: true}}\n`,
    );
    const text = `configuration: a.xml\ncases:\n  - {name: a, event: &e {eventId: 1, Image: x}, expect: {logged: true}}\n${cases.join('')}`;
    const file = await readTestFile(text, known);
    assert.deepEqual(problemsIn(file), []);
    assert.equal(file.cases.at(-1)?.test?.event.fields['Image'], 'x');
  });

  it('is read, however deeply it is nested', async () => {
    const file = await readTestFile(`a: ${'['.repeat(100_000)}`, known);
    assert.equal(file.problems.length > 0, true);
  });
});

describe('the JSON schema of test files', () => {
  const schema = JSON.parse(readFileSync(new URL('schemas/sysmon-test.schema.json', root), 'utf8')) as {
    definitions: { shortEvent: { properties: { event: { anyOf: [{ enum: string[] }] } } } };
  };

  it('offers the events of the newest schema', () => {
    assert.deepEqual(schema.definitions.shortEvent.properties.event.anyOf[0].enum, [
      ...known.newest.tags.keys(),
    ]);
  });

  it('refuses no file that is read without a problem, and most that are not', async () => {
    const takes = new Ajv({ strict: false }).compile(schema);
    const good = EVENTS.map(([, event]) => withEvent(event));
    for (const text of good) assert.ok(takes(parse(text)), JSON.stringify(takes.errors));
    for (const [text] of MISTAKES) {
      const { problems, cases } = await readTestFile(text, known);
      // What an event is, the schema leaves open; and what is no YAML, it does not see.
      const isOfEvent =
        text.startsWith(withEvent('').trimEnd()) && cases[0]?.name === 'a' && !/event: (?:\[|$)/m.test(text);
      const isOfYaml = problems.some(({ message }) =>
        /^(?:This is no YAML|This is nested|A test file is one)/.test(message),
      );
      const isOfNumber = problems.some(({ message }) => message.startsWith('“target”'));
      if (!isOfEvent && !isOfYaml && !isOfNumber) assert.ok(!takes(parse(text)), text);
    }
  });

  it('is contributed to the editor', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    assert.deepEqual(manifest.contributes.yamlValidation, [
      { fileMatch: '*.sysmon-test.yaml', url: './schemas/sysmon-test.schema.json' },
    ]);
  });
});
