import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import { createCliFolder, type CliFolder } from './kit.ts';

const CONFIGURATION = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <DnsQuery onmatch="include">
      <Image condition="begin with" name="own">%OWN%\\</Image>
    </DnsQuery>
  </EventFiltering>
</Sysmon>
`;
const tests = (configuration: string, ...cases: readonly string[]): string =>
  `configuration: ${configuration}\ncases:\n${cases.map(each => `  - ${each}\n`).join('')}`;
const PASSES = `{name: passes, event: {eventId: 22, Image: 'D:\\x'}, expect: {logged: false}}`;
const OWN = `{name: own, event: {eventId: 22, Image: 'D:\\own\\x'}, expect: {logged: true, ruleName: own}}`;
const HOSTILE = '<a b="c">&amp;]]>\\u0001\\ud800\\n\\t\\ufffe';
const FAILS = `{name: "${HOSTILE.replaceAll('"', '\\"')}", event: {eventId: 22, Image: 'D:\\x'}, expect: {logged: true}}`;
const CANNOT = '{name: cannot, event: {eventId: 22}, expekt: 1}';

let folder: CliFolder;
before(() => {
  folder = createCliFolder({
    'conf/a.xml': CONFIGURATION,
    'conf/refused.xml': '<Sysmon/>',
    'pass/a.sysmon-test.yaml': tests('../conf/a.xml', PASSES),
    'pass/deeper/b.sysmon-test.yaml': tests('../../conf/a.xml', PASSES),
    'pass/node_modules/c.sysmon-test.yaml': 'nonsense',
    'pass/.git/d.sysmon-test.yaml': 'nonsense',
    'fail.sysmon-test.yaml': tests('conf/a.xml', PASSES, FAILS),
    'cannot.sysmon-test.yaml': tests('conf/a.xml', CANNOT, FAILS),
    'own.sysmon-test.yaml': `environment: {OWN: 'D:\\own'}\n${tests('conf/a.xml', OWN)}`,
    'linux.sysmon-test.yaml': `platform: linux\nenvironment: {OWN: 'D:\\own'}\n${tests('conf/a.xml', OWN)}`,
    'missing.sysmon-test.yaml': tests('conf/none.xml', PASSES),
    'refused.sysmon-test.yaml': tests('conf/refused.xml', PASSES),
    'broken.sysmon-test.yaml': 'configuration: [\n',
    'empty/x.txt': '',
    'hostile/a.yaml': `"\\e[31mred": 1\n${tests('../conf/a.xml', '{name: "\\e[2J", event: {eventId: 22}, expect: {logged: false}}')}`,
    'hostile/b.yaml': tests(
      '../conf/a.xml',
      '{name: "\\e[2J\\u202e", event: {eventId: 22}, expect: {logged: false}}',
    ),
    'hostile/c.yaml': `a: [b]\n] ${'x'.repeat(5000)}\n`,
  });
});
after(() => folder.remove());

/** The arguments, the exit code, and what the output holds. */
const RUNS: readonly (readonly [args: readonly string[], code: number, out: RegExp])[] = [
  [
    ['pass'],
    0,
    /^pass\/a\.sysmon-test\.yaml\n {2}✓ passes\n\npass\/deeper\/b\.sysmon-test\.yaml\n {2}✓ passes\n\n2 passed\n$/,
  ],
  [['pass/*.sysmon-test.yaml'], 0, /^pass\/a\.sysmon-test\.yaml\n {2}✓ passes\n\n1 passed\n$/],
  [
    ['fail.sysmon-test.yaml'],
    1,
    / {4}Event 22 is not logged and should be: nothing matches it\.\n {4}expected {2}logged: true\n {4}actual {4}logged: false\n[^]*\n1 passed, 1 failed\n$/,
  ],
  [['pass', 'fail.sysmon-test.yaml'], 1, /\n3 passed, 1 failed\n$/],
  [
    ['cannot.sysmon-test.yaml'],
    2,
    / {4}cannot\.sysmon-test\.yaml:3:42: A case has no key “expekt”\. Did you mean “expect”\?\n[^]*\n0 passed, 1 failed, 1 could not be run\n$/,
  ],
  [['own.sysmon-test.yaml'], 0, /✓ own/],
  [['--env', 'OWN=E:', 'own.sysmon-test.yaml'], 1, /1 failed/],
  [['--platform', 'linux', 'own.sysmon-test.yaml'], 1, /1 failed/],
  [['linux.sysmon-test.yaml'], 1, /1 failed/],
  [['--platform', 'windows', 'linux.sysmon-test.yaml'], 0, /✓ own/],
  [
    ['missing.sysmon-test.yaml'],
    2,
    /^missing\.sysmon-test\.yaml\n {2}error missing\.sysmon-test\.yaml:1:16: conf\/none\.xml: there is no such file\.\n\n0 passed, 1 could not be run\n$/,
  ],
  [['refused.sysmon-test.yaml'], 2, /:1:16: conf\/refused\.xml: Sysmon refuses this configuration/],
  [['broken.sysmon-test.yaml'], 2, /:2:1: This is no YAML\. [^]*\n0 passed, 1 could not be run\n$/],
];

describe('sysmon-config test', () => {
  it('shows what a terminal would obey, and shortens what is long', () => {
    const { out } = folder.run(['test', 'hostile/a.yaml', 'hostile/b.yaml', 'hostile/c.yaml']);
    assert.match(out, /A test file has no key “␛\[31mred”/);
    assert.match(out, /✓ ␛\[2J\ufffd\n/);
    assert.ok(!out.includes('\u001b'));
    assert.ok(out.split('\n').every(line => line.length < 300));
  });

  for (const [args, code, out] of RUNS) {
    it(`ends with ${code} for ${args.join(' ')}`, () => {
      const ran = folder.run(['test', ...args]);
      assert.equal(ran.err, '');
      assert.match(ran.out, out);
      assert.equal(ran.code, code);
    });
  }

  it('looks below the current folder where none is named, and passes over what is installed', () => {
    const { code, out } = folder.run(['test']);
    assert.equal(code, 2);
    const files = [...out.matchAll(/^(\S+\.yaml)$/gm)].map(match => match[1]);
    assert.deepEqual(files, [
      ...['broken', 'cannot', 'fail', 'linux', 'missing', 'own'].map(name => `${name}.sysmon-test.yaml`),
      'pass/a.sysmon-test.yaml',
      'pass/deeper/b.sysmon-test.yaml',
      'refused.sysmon-test.yaml',
    ]);
  });

  it('says in one line why it cannot run', () => {
    const { code, out, err } = folder.run(['test', 'empty', 'nowhere.sysmon-test.yaml']);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.equal(
      err,
      'sysmon-config: empty: no .sysmon-test.yaml file is in this folder.\nsysmon-config: nowhere.sysmon-test.yaml: there is no such file.\n',
    );
  });

  it('runs the sample', () => {
    const sample = fileURLToPath(new URL('../../../samples', import.meta.url));
    const { code, out } = folder.run(['test', sample]);
    assert.match(out, /\n5 passed\n$/);
    assert.equal(code, 0);
  });

  it('writes JSON', () => {
    const { out } = folder.run([
      'test',
      '--format',
      'json',
      'cannot.sysmon-test.yaml',
      'missing.sysmon-test.yaml',
    ]);
    const [cannot, missing] = JSON.parse(out) as Record<string, unknown>[];
    assert.equal(cannot?.['configuration'], 'conf/a.xml');
    const [first, second] = cannot?.['cases'] as Record<string, unknown>[];
    assert.deepEqual(first?.['problems'], [
      { message: 'A case has no key “expekt”. Did you mean “expect”?', line: 3, column: 42 },
    ]);
    assert.equal(second?.['status'], 'failed');
    assert.equal(second?.['line'], 4);
    assert.deepEqual((second?.['decided'] as unknown[])[0], {
      text: 'Nothing matched. The event has a single block, an include, and an include block leaves out what it does not match.',
      line: null,
    });
    assert.deepEqual(missing?.['problems'], [
      { message: 'conf/none.xml: there is no such file.', line: 1, column: 16 },
    ]);
  });

  it('writes JUnit’s XML: well-formed whatever names hold, with counts that are right', () => {
    const { out, code } = folder.run(['test', '--format', 'junit']);
    assert.equal(code, 2);
    const root = new DOMParser({ onError: onWarningStopParsing }).parseFromString(
      out,
      'text/xml',
    ).documentElement;
    assert.equal(root?.nodeName, 'testsuites');
    const children = (of: Element, name: string): Element[] =>
      [...of.childNodes].filter((node): node is Element => node.nodeName === name);
    const suites = children(root, 'testsuite');
    assert.equal(suites.length, 9);
    let sums = [0, 0, 0];
    for (const suite of suites) {
      const cases = children(suite, 'testcase');
      const count = (name: string): number => cases.filter(each => children(each, name).length > 0).length;
      const counts = [cases.length, count('failure'), count('error')];
      const told = ['tests', 'failures', 'errors'].map(name => Number(suite.getAttribute(name)));
      assert.deepEqual(told, counts, suite.getAttribute('name') ?? '');
      sums = sums.map((sum, index) => sum + (counts[index] ?? 0));
      for (const each of cases) assert.match(each.getAttribute('line') ?? '', /^[1-9]\d*$/);
    }
    assert.deepEqual(
      ['tests', 'failures', 'errors'].map(name => Number(root.getAttribute(name))),
      sums,
    );
    const failing = suites.find(suite => suite.getAttribute('name') === 'fail.sysmon-test.yaml');
    const [, hostile] = failing ? children(failing, 'testcase') : [];
    assert.equal(hostile?.getAttribute('name'), '<a b="c">&amp;]]>??\n\t?');
    assert.equal(hostile.getAttribute('classname'), 'fail.sysmon-test.yaml');
    assert.match(
      hostile.textContent ?? '',
      /^expected:\nlogged: true\nruleName: none\nby: nothing\nactual:\nlogged: false\n/,
    );
  });

  it('has a sample that names its schema', () => {
    const sample = readFileSync(
      new URL('../../../samples/minimal.sysmon-test.yaml', import.meta.url),
      'utf8',
    );
    const path = /^# yaml-language-server: \$schema=(\S+)$/m.exec(sample)?.[1];
    assert.ok(path);
    readFileSync(new URL(path, new URL('../../../samples/', import.meta.url)));
  });
});
