import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { knowledge, shippedManifests } from '../../../server/src/schema/data.ts';
import { createSchemaSet } from '../../../server/src/schema/schema.ts';
import { addCase, type NewCase } from '../../../server/src/testFiles/addCase.ts';
import { runCases, withoutRun, type CaseResult } from '../../../server/src/testFiles/run.ts';
import { contextOf, readTestFile } from '../../../server/src/testFiles/testFile.ts';
import { schemasFor } from '../kit.ts';
import { loading } from '../loader/loading.ts';

const known = createSchemaSet(shippedManifests());

const CONFIGURATION = `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup name="" groupRelation="or">
<DnsQuery onmatch="include">
<Image condition="end with" name="one">\\a.exe</Image>
<Rule groupRelation="and" name="two">
<QueryName condition="end with">.example</QueryName>
<Image condition="contains">%OWN%</Image>
</Rule>
</DnsQuery></RuleGroup></EventFiltering></Sysmon>`;

async function run(cases: string, head = ''): Promise<CaseResult[]> {
  const file = await readTestFile(`configuration: a.xml\n${head}cases:\n${cases}`, known);
  assert.deepEqual(file.problems, []);
  const { parsed, loaded } = loading(CONFIGURATION);
  return runCases(file, parsed, knowledge, file.environment, loaded);
}

const caseOf = (fields: string, expect: string): string =>
  `  - name: c\n    event: {eventId: 22, ${fields}}\n    expect: {${expect}}\n`;

/** A case, and what is told of it; nothing where it passes. */
const CASES: readonly (readonly [fields: string, expect: string, message: string, ...decided: string[]])[] = [
  [`Image: '\\A.EXE'`, 'logged: true', ''],
  [`Image: '\\A.EXE'`, 'logged: true, ruleName: one, by: 3', ''],
  ['Image: b', 'logged: false, ruleName: null, by: null', ''],
  [
    `Image: '\\a.exe'`,
    'logged: false',
    'Event 22 is logged and should not be: line 3 decides.',
    'Line 2: DnsQuery include. The block matches, so the event is logged.',
    'Line 3: Image end with “\\a.exe”. It holds: Image is “\\a.exe” in the event.',
  ],
  [
    'Image: b, QueryName: x.example',
    'logged: true',
    'Event 22 is not logged and should be: nothing matches it.',
    'Nothing matched. The event has a single block, an include, and an include block leaves out what it does not match.',
    'Line 6: Image contains “%OWN%”. It fails: Image is “b” in the event. With its variables replaced the value is “D:\\own”.',
  ],
  [
    `Image: '\\a.exe'`,
    'logged: true, ruleName: two',
    'Event 22 is logged as expected, but its RuleName is “one”, not “two”.',
    'Line 2: DnsQuery include. The block matches, so the event is logged.',
    'Line 3: Image end with “\\a.exe”. It holds: Image is “\\a.exe” in the event.',
  ],
  [
    `Image: 'D:\\own\\a.exe', QueryName: x.example`,
    'logged: true, ruleName: null, by: 5',
    'Event 22 is logged as expected, but its RuleName is “one”, not none, and line 3 decides, not line 5.',
    'Line 2: DnsQuery include. The block matches, so the event is logged.',
    'Line 3: Image end with “\\a.exe”. It holds: Image is “D:\\own\\a.exe” in the event.',
    'Line 5: QueryName end with “.example”. It holds: QueryName is “x.example” in the event. It is not asked, since what comes before it has decided.',
  ],
];

describe('the cases of a test file', () => {
  for (const [fields, expect, message, ...decided] of CASES) {
    it(`come out for {${fields}} with {${expect}}: ${message || 'passed'}`, async () => {
      const [result] = await run(caseOf(fields, expect), 'environment: {own: D:\\own}\n');
      assert.equal(result?.status, message === '' ? 'passed' : 'failed');
      assert.equal(result.message, message);
      assert.deepEqual(
        result.decided.map(({ text }) => text),
        decided,
      );
    });
  }

  it('are held against what is expected line by line, and what is not expected is the same', async () => {
    const [result] = await run(caseOf(`Image: '\\a.exe'`, 'logged: false'));
    assert.equal(result?.expected, 'logged: false\nruleName: one\nby: line 3');
    assert.equal(result.actual, 'logged: true\nruleName: one\nby: line 3');
  });

  it('are run beside those that have a mistake, which say it', async () => {
    const results = await run(`  - name: x\n${caseOf('Image: b', 'logged: false')}`);
    assert.deepEqual(
      results.map(({ name, status, message }) => [name, status, message]),
      [
        ['x', 'error', '“event” is missing. “expect” is missing.'],
        ['c', 'passed', ''],
      ],
    );
  });

  it('say why none can be run', async () => {
    const file = await readTestFile(`configuration: a.xml\ncases:\n${caseOf('', 'logged: true')}`, known);
    assert.deepEqual(
      withoutRun(file, 'No.').map(({ status, message }) => [status, message]),
      [['error', 'No.']],
    );
  });

  it('are for the Sysmon that the file means', () => {
    const otherwise = schemasFor({ target: '4.50', platform: 'linux' });
    assert.equal(contextOf({}, otherwise), otherwise);
    const told = (settings: Parameters<typeof contextOf>[0]): string => {
      const { platform, newest } = contextOf(settings, otherwise);
      return `${platform} ${newest.version}`;
    };
    assert.equal(told({ platform: 'windows' }), 'windows 4.50');
    assert.equal(told({ target: '4.90' }), 'linux 4.90');
  });
});

const NEW: NewCase = {
  name: 'new',
  event: { eventId: 22, fields: { Image: 'C:\\a.exe', QueryName: '', ProcessId: '07' } },
  expect: { logged: true, ruleName: null },
};

const WRITTEN = [
  '- name: new',
  '  event:',
  '    event: DnsQuery',
  '    eventId: 22',
  '    fields:',
  "      Image: 'C:\\a.exe'",
  '      ProcessId: "07"',
  '  expect:',
  '    logged: true',
  '    ruleName: null',
];
const written = (indent = '  ', eol = '\n'): string => WRITTEN.map(line => `${indent}${line}${eol}`).join('');

/** A test file, and what it becomes; null where it is left alone. */
const ADDED: readonly (readonly [what: string, before: string | null, after: string | null])[] = [
  ['no file', null, `configuration: ../a.xml\ncases:\n${written()}`],
  ['an empty file', '\n', `configuration: ../a.xml\ncases:\n${written()}`],
  [
    'comments and odd blanks',
    '# head\nconfiguration:   a.xml # x\ncases:\n\n  # one\n  - {name: a} # last\n\n# end\n',
    `# head\nconfiguration:   a.xml # x\ncases:\n\n  # one\n  - {name: a} # last\n${written()}\n# end\n`,
  ],
  [
    'a list that is not indented',
    'cases:\n- name: a\nplatform: linux\n',
    `cases:\n- name: a\n${written('')}platform: linux\n`,
  ],
  ['no line end at the end', 'cases:\n    - name: a', `cases:\n    - name: a\n${written('    ')}`],
  ['Windows line ends', 'cases:\r\n  - name: a\r\n', `cases:\r\n  - name: a\r\n${written('  ', '\r\n')}`],
  [
    'a text of several lines at the end',
    'cases:\n  - event: |\n      <a>\n',
    `cases:\n  - event: |\n      <a>\n${written()}`,
  ],
  ['no case', 'configuration: b.xml # x\ncases: []\n', `configuration: b.xml # x\ncases:\n${written()}`],
  ['nothing behind cases', 'configuration: b.xml\ncases:\n', `configuration: b.xml\ncases:\n${written()}`],
  ['no cases', 'configuration: b.xml\n', `configuration: b.xml\ncases:\n${written()}`],
  ['no YAML', 'a: [', null],
  ['a list', '- a', null],
  ['cases that are a text', 'cases: x', null],
];

describe('a case that is added', () => {
  for (const [what, before, after] of ADDED) {
    it(`leaves the rest as it is, with ${what}`, () => {
      const { text, problem, line } = addCase(before, '../a.xml', NEW, 'DnsQuery');
      assert.equal(text, after);
      assert.equal(problem === null, after !== null);
      if (text !== null) assert.match(text.split('\n')[line] ?? '', /- name: new/);
    });
  }

  it('is read as it was, whatever its texts hold, and the others with it', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.constantFrom(
        '',
        'null',
        '0x10',
        '07',
        '- a',
        '{a}',
        'a\nb\n',
        ' a',
        'a: b # c',
        '"',
        "'",
        '|',
        '\t',
        'a\r\nb',
        '%',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        texts,
        texts,
        fc.option(texts),
        fc.boolean(),
        fc.boolean(),
        async (name, image, ruleName, logged, old) => {
          const event = { eventId: 22, fields: { Image: image } };
          const expect = { logged, ruleName };
          const before = old
            ? 'configuration: a.xml\ncases:\n    - {name: a, event: {eventId: 1}, expect: {logged: true}}\n'
            : null;
          const { text } = addCase(before, 'a.xml', { name, event, expect }, null);
          const file = await readTestFile(text ?? '', known);
          assert.deepEqual(file.problems, []);
          assert.equal(file.cases.length, old ? 2 : 1);
          const added = file.cases.at(-1);
          // A case needs a name, which is asked for.
          if (name !== '') assert.equal(added?.name, name);
          if (name !== '') assert.equal(added?.test?.event.fields['Image'] ?? '', image);
          if (name !== '')
            assert.equal(added?.test?.expect.ruleName, ruleName === '' || ruleName === '-' ? null : ruleName);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});
