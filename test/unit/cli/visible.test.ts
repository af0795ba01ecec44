import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { visible } from '../../../server/src/cli/visible.ts';
import { createCliFolder, type CliFolder } from './kit.ts';

/** Recolours, turns round, and begins a line of its own. */
const EVIL = '\u001b[31m\u202e\n!';
const SHOWN = '␛[31m\ufffd␊!';
/** What a configuration can hold of it, since XML has no ESC. */
const EVIL_XML = '&#x202e;&#10;!';
const SHOWN_XML = '\ufffd␊!';

const CONFIGURATION = `<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include">
<QueryName name="name${EVIL_XML}" condition="contains">x</QueryName>
<QueryName name="technique_id=T${EVIL_XML}" condition="is">\u202e
!</QueryName></DnsQuery></EventFiltering></Sysmon>
`;
const BROKEN = `<Sysmon schemaversion="4.90\u001b\u202e"><EventFiltering><Dns\u202eQuery/></EventFiltering></Sysmon>\n`;
const event = (query: string): string =>
  `${JSON.stringify({ event: 'DnsQuery', eventId: 22, fields: { QueryName: query, Image: `C:\\a${EVIL}.exe` } })}\n`;
const LOG = `${event('x')}${event('\u202e\n!')}no JSON\u001b\u202e\n`;
const tests = (configuration: string): string =>
  JSON.stringify({
    configuration,
    cases: [
      {
        name: `case${EVIL}`,
        event: { event: 'DnsQuery', eventId: 22, fields: { QueryName: 'x', Image: EVIL } },
        expect: { logged: true, ruleName: `other${EVIL}` },
      },
    ],
  });

describe('visible', () => {
  it('keeps text as it is, and each character one character', () => {
    assert.equal(visible('C:\\Ünï ☃ 😀'), 'C:\\Ünï ☃ 😀');
    assert.equal(visible(EVIL), SHOWN);
    assert.equal(visible('\t\r\u007f\u0085\u2066'), '␉␍␡\ufffd\ufffd');
  });
});

describe('a terminal', { skip: process.platform === 'win32' && 'file names cannot hold this' }, () => {
  const config = `config${EVIL}.xml`;
  const broken = `broken${EVIL}.xml`;
  const log = `log${EVIL}.json`;
  const test = `a${EVIL}.sysmon-test.yaml`;
  let folder: CliFolder;
  before(() => {
    folder = createCliFolder({
      [config]: CONFIGURATION,
      [broken]: BROKEN,
      [log]: LOG,
      [test]: tests(config),
      'none.sysmon-test.yaml': tests(`none${EVIL}.xml`),
      [`pom${EVIL}.xml`]: '<project/>',
    });
  });
  after(() => folder.remove());

  const cases: readonly (readonly [args: readonly string[], ...told: readonly string[]])[] = [
    [['check', '--hints', config], `config${SHOWN}.xml`],
    [['check', broken], `broken${SHOWN}.xml`],
    [['check', '--fix', `pom${EVIL}.xml`], `pom${SHOWN}.xml: it is no`],
    [['format', '--write', broken], `broken${SHOWN}.xml`],
    [['format', '--check', `pom${EVIL}.xml`], `pom${SHOWN}.xml: it is no`],
    [['check', `none${EVIL}.xml`], `none${SHOWN}.xml: there is no such file.`],
    [['eval', 'none', `none${EVIL}`, `--env=${EVIL}`], 'sysmon-config: '],
    [['explain', EVIL], `“${SHOWN}” is not the code of a check.`],
    [['coverage', config], `config${SHOWN}.xml`],
    [['test', test], `case${SHOWN}`, `other${SHOWN}`, `name${SHOWN_XML}`, `a${SHOWN}.sysmon-test.yaml`],
    [['test', 'none.sysmon-test.yaml'], `none${SHOWN}.xml: there is no such file.`],
    [
      ['replay', config, log],
      `config${SHOWN}.xml on log${SHOWN}.json`,
      `log${SHOWN}.json, line 3`,
      `C:\\a${SHOWN}.exe`,
      `name${SHOWN_XML}`,
    ],
    [['replay', config, broken], `broken${SHOWN}.xml`],
  ];
  for (const [args, ...told] of cases) {
    it(`is shown and does not obey what “${visible(args.join(' '))}” tells`, () => {
      const { out, err } = folder.run(args);
      const text = out + err;
      for (const each of told)
        assert.ok(text.includes(each), `${JSON.stringify(each)} in ${JSON.stringify(text)}`);
      assert.equal(visible(text.replaceAll('\n', '')), text.replaceAll('\n', ''));
      assert.doesNotMatch(text, /^!/m);
    });
  }

  it('is told of each line of a log that cannot be read', () => {
    const { err } = folder.run(['eval', config, log]);
    assert.match(err, /^log␛\[31m\ufffd␊!\.json, line 3: it cannot be read, since /);
  });
});
