import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCliFolder, type CliFolder } from './kit.ts';

const DROPPING = '<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery/></EventFiltering></Sysmon>\n';

interface Result {
  readonly file: string;
  readonly diagnostics: readonly { readonly code: string; readonly level: string }[];
}

let folder: CliFolder;

before(() => {
  folder = createCliFolder({
    'a.xml': DROPPING,
    '.sysmonrc.json': '{ "checks": { "missing-onmatch": "warning" } }',
    'old/.sysmonrc.json': '{ "target": "4.81", "checks": { "missing-onmatch": "off" } }',
    'old/deep/a.xml': DROPPING,
    'linux/.sysmonrc.json': '{ "platform": "linux" }',
    'linux/a.xml': DROPPING.replace('<EventFiltering>', '<DriverName>x</DriverName>$&'),
    'named.json': '{ "checks": { "missing-onmatch": "hint" } }',
    'own/.sysmonrc.json': '{ "schemaFiles": ["../none.xml"] }',
    'own/a.xml': DROPPING,
    'bad/.sysmonrc.json': '{ "target": "4.90", }',
    'bad/a.xml': DROPPING,
    'high/.sysmonrc.json': '{ "target": "99.0" }',
    'high/a.xml': DROPPING,
  });
});
after(() => folder.remove());

/** What `check` says of the files, `code:level` each. */
function checked(...args: readonly string[]): string[] {
  const { out, err } = folder.run(['check', '--format', 'json', ...args]);
  assert.equal(err, '');
  return (JSON.parse(out) as Result[]).map(({ diagnostics }) =>
    diagnostics.map(({ code, level }) => `${code}:${level}`).join(' '),
  );
}

describe('settings files on the command line', () => {
  it('are the nearest ones of each input', () => {
    assert.deepEqual(checked('a.xml', 'old', 'linux'), [
      'missing-onmatch:warning',
      'schemaversion-newer:warning',
      'option-not-on-linux:warning missing-onmatch:error',
    ]);
  });

  it('count less than the options', () => {
    assert.deepEqual(checked('--target', '4.90', '--platform', 'windows', 'old', 'linux'), [
      '',
      'missing-onmatch:error',
    ]);
  });

  it('can be named, or left out', () => {
    assert.deepEqual(checked('--config', 'named.json', 'a.xml', 'old'), [
      'missing-onmatch:hint',
      'missing-onmatch:hint',
    ]);
    assert.deepEqual(checked('--no-config', 'a.xml'), ['missing-onmatch:error']);
  });

  it('are not looked for where a text has no place', () => {
    const { out } = folder.run(['check', '-'], DROPPING);
    assert.match(out, /error .*missing-onmatch/);
    const line = `${JSON.stringify({ id: 1, xml: DROPPING })}\n`;
    assert.match(folder.run(['check', '--stdin-jsonl'], line).out, /"level":"error"/);
    assert.match(
      folder.run(['check', '--stdin-jsonl', '--config', 'named.json'], line).out,
      /"level":"hint"/,
    );
  });

  it('say the exit code by their levels', () => {
    assert.equal(folder.run(['check', 'a.xml']).code, 0);
    assert.equal(folder.run(['check', '--no-config', 'a.xml']).code, 1);
    const quiet = folder.run(['check', '--quiet', '--format', 'github', 'a.xml']);
    assert.deepEqual(quiet, { code: 0, out: '', err: '' });
  });

  /** What cannot be used, and the one line that says so. */
  const FAILURES: readonly (readonly [args: readonly string[], error: RegExp])[] = [
    [
      ['a.xml', 'bad'],
      /^sysmon-config: \S+bad.\.sysmonrc\.json is not used, as it is no JSON \(line 1, column 21\)\. No comma .*\n$/,
    ],
    [['own'], /^sysmon-config: The schema file \S+none\.xml cannot be used: there is no such file\. .*\n$/],
    [['high'], /^sysmon-config: The “target” of \S+, 99\.0, is newer than .* from 4\.0 to 4\.91\.\n$/],
    [
      ['--config', 'none.json', 'a.xml'],
      /^sysmon-config: The settings file \S+none\.json is not used: there is no such file\.\n$/,
    ],
  ];
  for (const command of ['check', 'compile']) {
    for (const [args, error] of FAILURES) {
      it(`stop everything where they cannot be used: ${command} ${args.join(' ')}`, () => {
        const { code, out, err } = folder.run([command, ...args]);
        assert.equal(code, 2);
        assert.equal(out, '');
        assert.match(err, error);
      });
    }
  }
});

describe('sysmon-config explain', () => {
  it('prints the page of a check', () => {
    const { code, out } = folder.run(['explain', 'missing-onmatch']);
    assert.equal(code, 0);
    assert.match(out, /^# .*\n[^]+\n$/);
  });

  it('lists all checks', () => {
    const { code, out } = folder.run(['explain']);
    assert.equal(code, 0);
    assert.match(out, /^unknown-event {2,}\S.*$/m);
  });

  it('says what may have been meant', () => {
    assert.deepEqual(folder.run(['explain', 'unknwn-event']), {
      code: 2,
      out: '',
      err: 'sysmon-config: “unknwn-event” is not the code of a check. Did you mean unknown-event?\n',
    });
    assert.match(folder.run(['explain', '../../README']).err, /Leave it out to see all codes\.\n$/);
  });
});
