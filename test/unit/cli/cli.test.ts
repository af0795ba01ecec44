import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';

const CLI = fileURLToPath(new URL('../../../server/src/cli.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

const GOOD = '<Sysmon schemaversion="4.90"><EventFiltering/></Sysmon>\n';
const BAD =
  '<Sysmon schemaversion="4.90">\n  <EventFiltering>\n    <ProcessCreated onmatch="include"/>\n  </EventFiltering>\n</Sysmon>\n';
const WARNED = '<Sysmon schemaversion="5.0"/>\n';
const DROPPING =
  '<Sysmon schemaversion="4.90">\n<HashAlgorithms>md5</HashAlgorithms><EventFiltering>\n<DnsQuery/>\n<DnsQuery onmatch="include"><Image condition="end with" name="n">x</Image></DnsQuery></EventFiltering></Sysmon>';

/** On Windows not everyone may make a link. */
const LINKS = process.platform !== 'win32';

let folder = '';

function run(
  args: readonly string[],
  input?: string | Uint8Array,
): { code: number; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, CLI, ...args], {
    cwd: folder,
    input: input ?? '',
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'sysmon-config-cli-'));
  mkdirSync(join(folder, 'sub/node_modules'), { recursive: true });
  for (const [name, text] of [
    ['good.xml', GOOD],
    ['bad.xml', BAD],
    ['warned.xml', WARNED],
    ['dropping.xml', DROPPING],
    ['sub/good.xml', GOOD],
    ['sub/other.smc', GOOD],
    ['sub/node_modules/bad.xml', BAD],
    ['sub/note.txt', 'x'],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  if (LINKS) symlinkSync('circle', join(folder, 'circle'));
  writeFileSync(join(folder, 'binary.bin'), Buffer.from(Array.from({ length: 5000 }, (_, at) => at % 251)));
  writeFileSync(join(folder, 'zeros.bin'), new Uint8Array(5000));
  writeFileSync(join(folder, 'utf16.xml'), Buffer.from(BAD, 'utf16le'));
  writeFileSync(
    join(folder, 'latin1.xml'),
    Buffer.from('<Sysmon schemaversion="4.90"/><!-- é -->', 'latin1'),
  );
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe('sysmon-config check', () => {
  for (const name of ['binary.bin', 'zeros.bin']) {
    it(`says once that a file is no text: ${name}`, () => {
      const { code, out } = run(['check', name]);
      assert.equal(code, 1);
      assert.match(out, /1:1 +error {2}The file is in a binary form and no text, which Sysmon does not read/);
      assert.match(out, /Sysmon refuses this file\. 1 error\.\n/);
      const [told] = JSON.parse(run(['check', '--format', 'json', name]).out) as {
        accepted: boolean;
        diagnostics: { effect: string }[];
      }[];
      assert.equal(told?.accepted, false);
      assert.deepEqual(
        told?.diagnostics.map(({ effect }) => effect),
        ['rejected'],
      );
    });
  }

  it('shows characters that a terminal would obey, and leaves none of them as it is', () => {
    const { out } = run(
      ['check', '-'],
      '<Sysmon schemaversion="4.90"><EventFiltering><A\u001b[31m/><B onmatch="\u202einclude\u009b2J"/>\u007f</EventFiltering></Sysmon>',
    );
    assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    assert.match(out, /<A\u241b\[31m\/>/);
  });

  it('says that a folder is no file where one is needed', () => {
    const { code, err } = run(['coverage', 'sub']);
    assert.equal(code, 2);
    assert.equal(err, 'sysmon-config: sub: this is a folder, and a file is needed.\n');
  });

  it('shows problems with their place, and the verdict', () => {
    const { code, out } = run(['check', 'bad.xml']);
    assert.equal(code, 1);
    assert.match(out, /^bad\.xml\n {2}3:6 {7}error {2}“ProcessCreated” is not an event .*unknown-event\n/);
    assert.match(out, / {7}3 \| {5}<ProcessCreated onmatch="include"\/>\n {9}\| {6}\^{14}\n/);
    assert.match(out, /Sysmon refuses this file\. 1 error\.\n/);
  });

  it('counts hints, and shows them on request', () => {
    const hinting =
      '<Sysmon schemaversion="4.90"><EventFiltering><ProcessCreate onmatch="include"><CommandLine condition="contains any">whoami</CommandLine></ProcessCreate></EventFiltering></Sysmon>';
    const counted = run(['check', '-'], hinting);
    assert.equal(counted.code, 0);
    assert.match(
      counted.out,
      /accepts this file\. 1 hint\.\n\nHints are counted only; --hints shows them\.\n$/,
    );
    assert.doesNotMatch(counted.out, /list-of-one/);
    assert.match(run(['check', '--hints', '-'], hinting).out, /hint {2}.*list-of-one/);
  });

  it('exits with 0 for a good file and for one with warnings only', () => {
    assert.deepEqual(run(['check', 'good.xml']), {
      code: 0,
      out: 'good.xml\n  Sysmon accepts this file. No problems.\n\n',
      err: '',
    });
    assert.equal(run(['check', 'warned.xml']).code, 0);
  });

  it('prints JSON', () => {
    const { code, out } = run(['check', '--format', 'json', 'good.xml', 'bad.xml']);
    assert.equal(code, 1);
    const [good, bad] = JSON.parse(out) as { diagnostics: object[] }[];
    assert.deepEqual(good, { file: 'good.xml', accepted: true, diagnostics: [] });
    assert.deepEqual(bad, {
      file: 'bad.xml',
      accepted: false,
      diagnostics: [
        {
          code: 'unknown-event',
          level: 'error',
          effect: 'rejected',
          message:
            '“ProcessCreated” is not an event of schema 4.90, so Sysmon refuses the whole file. Did you mean ProcessCreate?',
          range: { start: { line: 2, character: 5 }, end: { line: 2, character: 19 } },
          fixes: ['Change to “ProcessCreate”', 'Remove this ProcessCreated block'],
        },
      ],
    });
  });

  it('prints SARIF that fits its schema', () => {
    const { out } = run(['check', '--format', 'sarif', 'bad.xml', 'warned.xml', 'good.xml']);
    const log = JSON.parse(out) as { runs: { results: { ruleId: string; ruleIndex: number }[] }[] };
    const schema = JSON.parse(
      readFileSync(new URL('../../fixtures/sarif-subset.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv({ allErrors: true, strict: true }).compile(schema);
    assert.ok(validate(log), JSON.stringify(validate.errors));
    assert.deepEqual(
      log.runs[0]?.results.map(({ ruleId }) => ruleId),
      ['unknown-event', 'schemaversion-newer'],
    );
  });

  it('prints workflow commands for GitHub', () => {
    const { out } = run(['check', '--format', 'github', 'bad.xml', 'warned.xml']);
    const [first, second] = out.split('\n');
    assert.match(
      first ?? '',
      /^::error file=bad\.xml,line=3,endLine=3,col=6,endColumn=20,title=unknown-event::“Proc/,
    );
    assert.match(second ?? '', /^::warning file=warned\.xml,line=1,/);
  });

  it('reads folders, patterns, standard input and several encodings', () => {
    assert.match(run(['check', 'sub']).out, /2 files: 2 accepted, 0 refused\./);
    assert.match(run(['check', 'sub/**/g*.xml']).out, /^sub.good\.xml\n/);
    assert.match(run(['check', '*.xml']).out, /6 files: 3 accepted, 3 refused\./);
    assert.match(run(['check', '-'], BAD).out, /^-\n.*ProcessCreated/);
    assert.match(run(['check', 'utf16.xml']).out, /3:6 /);
    assert.match(run(['check', 'latin1.xml']).out, /1:1 .*unsupported-encoding/);
  });

  it('measures against the target and the platform', () => {
    assert.match(run(['check', '--target', '4.81', 'good.xml']).out, /newer than 4\.81/);
    assert.match(run(['check', '--platform', 'linux', 'dropping.xml']).out, /missing-onmatch/);
  });

  it('answers JSON lines in order, and goes on behind one that it cannot read', () => {
    const lines = [
      { id: 'a', xml: GOOD },
      { id: 2, xml: BAD },
    ].map(line => JSON.stringify(line));
    const { code, out } = run(['check', '--stdin-jsonl'], `${lines[0]}\n\nnonsense\n{"id":3}\n${lines[1]}\n`);
    const answers = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    assert.equal(code, 2);
    assert.deepEqual(answers[0], { id: 'a', accepted: true, diagnostics: [] });
    assert.match(String(answers[1]?.['error']), /^Line 3 cannot be read: /);
    assert.match(String(answers[2]?.['error']), /^Line 4 cannot be read: “xml” is missing/);
    assert.equal(answers[3]?.['id'], 2);
    assert.equal(answers[3]?.['accepted'], false);
  });

  /** What cannot run, and the one line that says so. */
  const FAILURES: readonly (readonly [args: readonly string[], error: RegExp])[] = [
    [['check'], /^sysmon-config: Name a file, a folder or a pattern, or - for standard input\.\n$/],
    ...(LINKS
      ? [[['check', 'circle'], /^sysmon-config: circle: this is a link that leads in a circle\.\n$/] as const]
      : []),
    [['check', 'none.xml'], /^sysmon-config: none\.xml: there is no such file\.\n$/],
    [['check', 'none*.xml'], /^sysmon-config: none\*\.xml: no file matches this pattern\.\n$/],
    [['check', 'sub/node_modules/none'], /^sysmon-config: .*there is no such file\.\n$/],
    [
      ['check', '--format', 'yaml', 'good.xml'],
      /^sysmon-config: option '--format <name>' argument 'yaml' is invalid.*\n$/,
    ],
    [
      ['check', '--target', '9.9', 'good.xml'],
      /^sysmon-config: .*Write a schema version from 4\.0 to 4\.91\.\n$/,
    ],
    [['check', '--platform', 'mac', 'good.xml'], /^sysmon-config: .*windows, linux\.\n$/],
    [['chek'], /^sysmon-config: unknown command 'chek'.*\n$/],
    [['server'], /^sysmon-config: server: say how to speak with it: .*\n$/],
  ];
  for (const [args, error] of FAILURES) {
    it(`says in one line why it cannot run: ${args.join(' ')}`, () => {
      const result = run(args);
      assert.equal(result.code, 2);
      assert.match(result.err, error);
    });
  }

  it('checks what it can read beside a file that it cannot', () => {
    const { code, out, err } = run(['check', 'none.xml', 'good.xml']);
    assert.equal(code, 2);
    assert.match(out, /^good\.xml\n/);
    assert.match(err, /none\.xml/);
  });
});

describe('sysmon-config compile', () => {
  it('prints what is loaded and what is lost', () => {
    const { code, out } = run(['compile', 'dropping.xml', 'bad.xml']);
    assert.equal(code, 0);
    const [dropping, bad] = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as object);
    assert.deepEqual(dropping, {
      file: 'dropping.xml',
      accepted: true,
      options: { HashAlgorithms: 'md5' },
      loaded: [
        {
          eventId: 22,
          event: 'DnsQuery',
          onmatch: 'include',
          relation: 'and',
          conditions: [['Image', 'end with', 'x', 'n', null, null]],
        },
      ],
      dropped: [{ event: 'DnsQuery', line: 3, code: 'missing-onmatch' }],
    });
    assert.deepEqual(bad, { file: 'bad.xml', accepted: false, options: {}, loaded: [], dropped: [] });
  });

  it('answers JSON lines', () => {
    const { out } = run(['compile', '--stdin-jsonl'], `${JSON.stringify({ id: 'x', xml: GOOD })}\n`);
    assert.deepEqual(JSON.parse(out), { id: 'x', accepted: true, options: {}, loaded: [], dropped: [] });
  });
});
