import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCliFolder, type CliFolder } from './kit.ts';

const CONFIGURATION = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RuleGroup name="" groupRelation="or">
      <DnsQuery onmatch="include">
        <Image condition="begin with" name="windows">%SystemRoot%\\</Image>
        <Image condition="begin with" name="own">%OWN%\\</Image>
      </DnsQuery>
    </RuleGroup>
  </EventFiltering>
</Sysmon>
`;
const EVENTS = [
  '{"EventID":22,"SourceName":"Microsoft-Windows-Sysmon","Image":"C:\\\\Windows\\\\a.exe"}',
  'nonsense',
  '{"EventID":4624,"SourceName":"Microsoft-Windows-Security-Auditing"}',
  '{"EventID":22,"SourceName":"Microsoft-Windows-Sysmon","Image":"D:\\\\own\\\\a.exe"}',
  '{"EventID":4,"SourceName":"Microsoft-Windows-Sysmon","State":"Started"}',
].join('\n');

let folder: CliFolder;
before(() => {
  folder = createCliFolder({
    'a.xml': CONFIGURATION,
    'refused.xml': '<Sysmon/>',
    'events.jsonl': EVENTS,
    'none.jsonl': '{"EventID":4624,"SourceName":"Security"}\n',
  });
});
after(() => folder.remove());

const LOGGED = { event: 'DnsQuery', eventId: 22, logged: true, ruleName: 'windows', line: 5 };
const NOT_LOGGED = { event: 'DnsQuery', eventId: 22, logged: false, ruleName: null, line: null };
const OWN = { ...LOGGED, ruleName: 'own', line: 6 };
const SERVICE = { event: null, eventId: 4, logged: true, ruleName: null, line: null };

const lines = (out: string): unknown[] =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);

describe('sysmon-config eval', () => {
  it('judges a log, and goes on behind what it cannot read', () => {
    const { code, out, err } = folder.run(['eval', 'a.xml', 'events.jsonl']);
    assert.equal(code, 0);
    assert.deepEqual(lines(out), [LOGGED, NOT_LOGGED, SERVICE]);
    assert.match(
      err,
      /^events\.jsonl, line 2: it cannot be read, since it is neither JSON nor an event in XML\.\n/,
    );
    assert.match(err, /1 event of another provider was passed over\.\n$/);
  });

  it('expands variables that it is given, and none on Linux', () => {
    assert.deepEqual(
      lines(folder.run(['eval', '--env', 'own=D:\\own', 'a.xml', 'events.jsonl']).out)[1],
      OWN,
    );
    const linux = lines(folder.run(['eval', '--platform', 'linux', 'a.xml', 'events.jsonl']).out);
    assert.deepEqual(linux[0], NOT_LOGGED);
  });

  it('answers JSON lines', () => {
    const events = [{ event: 'DnsQuery', eventId: 22, fields: { Image: 'C:\\Windows\\a.exe' } }];
    const input = [
      { id: 1, xml: CONFIGURATION, events },
      { id: 2, xml: '<Sysmon/>', events },
      { id: 3, xml: CONFIGURATION },
      { id: 4, xml: CONFIGURATION, events: [] },
    ];
    const { code, out } = folder.run(
      ['eval', '--stdin-jsonl'],
      input.map(line => JSON.stringify(line)).join('\n'),
    );
    const [first, second, third, fourth] = lines(out) as Record<string, unknown>[];
    assert.equal(code, 2);
    assert.deepEqual(first, { id: 1, results: [LOGGED] });
    assert.deepEqual(second?.['results'], []);
    assert.match(String(second?.['error']), /^Sysmon refuses this configuration/);
    assert.match(String(third?.['error']), /^Line 3 cannot be read: “events” is missing/);
    assert.deepEqual(fourth, { id: 4, results: [] });
  });

  /** What cannot run, and the one line that says so. */
  const FAILURES: readonly (readonly [args: readonly string[], error: RegExp])[] = [
    [['eval'], /^sysmon-config: eval: name a configuration and a log: .*\n$/],
    [['eval', 'a.xml'], /^sysmon-config: eval: name a configuration and a log: .*\n$/],
    [['eval', 'a.xml', 'nowhere.jsonl'], /^sysmon-config: nowhere\.jsonl: there is no such file\.\n$/],
    [
      ['eval', 'refused.xml', 'events.jsonl'],
      /^sysmon-config: refused\.xml: Sysmon refuses this configuration.*\n$/,
    ],
    [['eval', '--env', 'x', 'a.xml', 'events.jsonl'], /^sysmon-config: .*Write it as NAME=VALUE\.\n$/],
  ];
  for (const [args, error] of FAILURES) {
    it(`says in one line why it cannot run: ${args.join(' ')}`, () => {
      const { code, err } = folder.run(args);
      assert.equal(code, 2);
      assert.match(err, error);
    });
  }

  it('tells the first entries that cannot be read, and counts the others', () => {
    folder.write('torn.jsonl', 'torn {\n'.repeat(3000));
    const { code, err } = folder.run(['eval', 'a.xml', 'torn.jsonl']);
    assert.equal(code, 2);
    assert.equal(err.split('\n').length, 23);
    assert.match(err, /^2,980 more entries cannot be read\.\n.*no Sysmon event was found in it\.\n$/m);
    const { err: ofReplay } = folder.run(['replay', 'a.xml', 'torn.jsonl']);
    assert.match(
      ofReplay,
      /^sysmon-config: torn\.jsonl: no Sysmon event was found\. 3,000 entries cannot be read, first in torn\.jsonl on line 1, since it is neither JSON nor an event in XML\.\n$/,
    );
  });

  it('says so when a log holds no event of Sysmon', () => {
    const { code, err } = folder.run(['eval', 'a.xml', 'none.jsonl']);
    assert.equal(code, 2);
    assert.match(err, /none\.jsonl: no Sysmon event was found in it\.\n$/);
  });
});
