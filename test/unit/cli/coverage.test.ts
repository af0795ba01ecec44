import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCliFolder, type CliFolder } from './kit.ts';

const GOOD = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <DnsQuery onmatch="include">
      <QueryName name="technique_id=T1071.004,technique_name=DNS" condition="end with">.example</QueryName>
      <QueryName name="technique_id=T9999" condition="end with">.test</QueryName>
    </DnsQuery>
    <FileCreate onmatch="exclude"/>
  </EventFiltering>
</Sysmon>
`;
const HOSTILE =
  '<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include"><Image name="technique_id=&#x9b;31m&#x85;x" condition="is">a</Image></DnsQuery></EventFiltering></Sysmon>';

let folder: CliFolder;
before(() => {
  folder = createCliFolder({
    'good.xml': GOOD,
    'refused.xml': GOOD.replaceAll('DnsQuery', 'DnsQueries'),
    'part.smc': '<DnsQuery onmatch="include"/>',
    'hostile.xml': HOSTILE,
    'pom.xml': '<project/>',
    'utf16.xml': Buffer.from(GOOD, 'utf16le'),
  });
});
after(() => folder.remove());

interface Json {
  readonly file: string;
  readonly accepted: boolean;
  readonly remarks: readonly string[];
  readonly events: readonly { readonly id: number; readonly state: string; readonly includes: number }[];
  readonly techniques: readonly { readonly id: string; readonly rules: number }[];
  readonly unknown: readonly { readonly id: string }[];
}

describe('sysmon-config coverage', () => {
  it('prints events and techniques', () => {
    const { code, out, err } = folder.run(['coverage', 'good.xml']);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^good\.xml\n\nEvents: 7 of 30 are logged\n {4}1 {2}ProcessCreate +by default/);
    assert.match(out, /\n {3}11 {2}FileCreate +everything\n/);
    assert.match(out, /\n {3}22 {2}DnsQuery +include 2\n/);
    assert.match(out, /\n {3}24 {2}ClipboardChange +off +Without a block this event is not logged\.\n/);
    assert.match(out, /\nATT&CK 17\.1: 1 techniques? in 1 tactics?\n {2}Command and Control \(1 of \d+\)\n/);
    assert.match(out, /\n {4}T1071\.004 +1 {2}Application Layer Protocol: DNS\n/);
    assert.match(out, /\n {2}Not in ATT&CK 17\.1\n {4}T9999 +1\n$/);
    assert.doesNotMatch(out, / \n/);
  });

  it('prints JSON', () => {
    const { code, out } = folder.run(['coverage', '--format', 'json', 'good.xml']);
    assert.equal(code, 0);
    const found = JSON.parse(out) as Json;
    assert.equal(found.file, 'good.xml');
    assert.equal(found.events.length, 30);
    assert.deepEqual(
      found.events.filter(({ id }) => id === 22).map(({ state, includes }) => [state, includes]),
      [['include', 2]],
    );
    assert.deepEqual(
      found.techniques.map(({ id, rules }) => [id, rules]),
      [['T1071.004', 1]],
    );
    assert.deepEqual(
      found.unknown.map(({ id }) => id),
      ['T9999'],
    );
  });

  it('prints a layer and a picture that are called like the file', () => {
    const layer = folder.run(['coverage', '--format', 'layer', 'good.xml']);
    assert.equal((JSON.parse(layer.out) as { name: string }).name, 'good.xml');
    const svg = folder.run(['coverage', '--format=svg', 'good.xml']);
    assert.match(svg.out, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^]*<\/svg>\n$/);
    assert.match(svg.out, />good\.xml<\/text>/);
  });

  it('reads standard input, and other encodings', () => {
    assert.match(folder.run(['coverage', '-'], GOOD).out, /^-\n\nEvents: 7 of 30/);
    assert.match(folder.run(['coverage', 'utf16.xml']).out, /Events: 7 of 30/);
  });

  it('goes by the target and the platform', () => {
    assert.match(folder.run(['coverage', '--target', '4.32', 'good.xml']).out, /Events: 7 of 25/);
    const { out } = folder.run(['coverage', '--platform', 'linux', 'good.xml']);
    assert.match(out, /22 {2}DnsQuery +off +Sysmon for Linux accepts the block but never writes/);
  });

  it('says when Sysmon refuses the file, and when it is a part of one', () => {
    const refused = folder.run(['coverage', 'refused.xml']);
    assert.equal(refused.code, 0);
    assert.match(refused.out, /^refused\.xml\n {2}Sysmon refuses this file/);
    assert.match(folder.run(['coverage', 'part.smc']).out, /This is a part of a configuration/);
  });

  it('lets nothing of the file reach the terminal that moves its cursor', () => {
    const { out } = folder.run(['coverage', 'hostile.xml']);
    assert.match(out, /\ufffd31M\ufffdX/);
    assert.doesNotMatch(out, /(?!\n)\p{Cc}/u);
  });

  it('answers JSON lines', () => {
    const lines = [
      { id: 1, xml: GOOD },
      { id: 2, xml: '<project/>' },
    ].map(line => JSON.stringify(line));
    const { code, out } = folder.run(['coverage', '--stdin-jsonl'], `${lines.join('\n')}\n`);
    assert.equal(code, 2);
    const [good, bad] = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Json & { readonly id: number; readonly error?: string });
    assert.equal(good?.id, 1);
    assert.equal(good.events.length, 30);
    assert.match(String(bad?.error), /no Sysmon configuration/);
  });

  it('exits with 2 when it cannot run, and says why in one line', () => {
    const cases: readonly [args: readonly string[], says: RegExp][] = [
      [['coverage'], /^sysmon-config: coverage: name a file, or - for standard input\.\n$/],
      [['coverage', 'none.xml'], /^sysmon-config: none\.xml: there is no such file\.\n$/],
      [['coverage', 'pom.xml'], /^sysmon-config: pom\.xml: this is no Sysmon configuration\.\n$/],
      [['coverage', '.'], /^sysmon-config: \.: [^\n]+\n$/],
      [['coverage', '--format', 'pdf', 'good.xml'], /^sysmon-config: [^\n]*'pdf' is invalid[^\n]*\n$/],
      [['coverage', 'good.xml', 'part.smc'], /^sysmon-config: too many arguments[^\n]*\n$/],
    ];
    for (const [args, says] of cases) {
      const { code, out, err } = folder.run(args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err, says);
    }
  });
});
