import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createCliFolder, type CliFolder } from './kit.ts';

const CONFIGURATION = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RuleGroup name="" groupRelation="or">
      <DnsQuery onmatch="include">
        <Image condition="begin with" name="windows">%SystemRoot%\\</Image>
        <Image condition="is">never</Image>
      </DnsQuery>
    </RuleGroup>
  </EventFiltering>
</Sysmon>
`;
const SOURCE = '"SourceName":"Microsoft-Windows-Sysmon"';
const LOG = [
  `{"EventID":22,${SOURCE},"Image":"C:\\\\Windows\\\\a.exe"}`,
  'nonsense',
  '{"EventID":4624,"SourceName":"Security"}',
  `{"EventID":22,${SOURCE},"Image":"D:\\\\a.exe"}`,
].join('\n');

let folder: CliFolder;
before(() => {
  folder = createCliFolder({
    'a.xml': CONFIGURATION,
    'refused.xml': '<Sysmon/>',
    'a.jsonl': LOG,
    'b.jsonl.gz': gzipSync(`${LOG}\n`),
    'cut.gz': gzipSync(LOG).subarray(0, 40),
    'torn.gz': Buffer.from('1f8b0800000000000003ffffffff', 'hex'),
    'none.jsonl': '{"EventID":4624,"SourceName":"Security"}\n',
    'a.evtx': Buffer.concat([Buffer.from('ElfFile\0'), Buffer.alloc(4096)]),
  });
});
after(() => folder.remove());

describe('sysmon-config replay', () => {
  it('counts several logs, packed or not, as tables', () => {
    const { code, out } = folder.run(['replay', 'a.xml', 'a.jsonl', 'b.jsonl.gz']);
    assert.equal(code, 0);
    for (const line of [
      /^a\.xml on 2 logs$/m,
      /^2 of 4 events would be logged \(50 %\)\.$/m,
      /^2 events of other providers were passed over\.$/m,
      /^b\.jsonl\.gz, line 2: it cannot be read, since it is neither JSON/m,
      /^ +22 {2}DnsQuery +4 +2 +50 %$/m,
      /^ {2}line 5 +DnsQuery include +2 +50 % {2}%SystemRoot%\\$/m,
      /^Decided nothing: 1 of 2/m,
      /^ {2}lines 6$/m,
      /^ +2 of 2 +C:\\Windows\\a\.exe$/m,
      /^ +2 windows$/m,
    ]) {
      assert.match(out, line);
    }
  });

  it('gives the same as JSON', () => {
    const { code, out } = folder.run(['replay', '--json', 'a.xml', '*.jsonl']);
    assert.equal(code, 0);
    const found = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual(found['logs'], ['a.jsonl', 'none.jsonl']);
    assert.deepEqual([found['seen'], found['logged'], found['passedOver']], [2, 1, 2]);
    assert.deepEqual(found['dead'], [{ kind: 'condition', line: 6, hits: 0 }]);
    assert.deepEqual(found['blocks'], [
      {
        event: 'DnsQuery',
        onmatch: 'include',
        line: 4,
        hits: 1,
        seen: 2,
        parts: [
          { kind: 'condition', line: 5, hits: 1 },
          { kind: 'condition', line: 6, hits: 0 },
        ],
      },
    ]);
  });

  it('takes variables, and a log from standard input', () => {
    const { out } = folder.run(['replay', '--env', 'SystemRoot=D:', 'a.xml', '-'], LOG);
    assert.match(out, / +1 of 1 +D:\\a\.exe$/m);
  });

  const FAILURES: readonly (readonly [args: readonly string[], error: RegExp])[] = [
    [['replay'], /^sysmon-config: replay: name a configuration and logs: .*\n$/],
    [['replay', 'a.xml', 'nowhere.jsonl'], /^sysmon-config: nowhere\.jsonl: there is no such file\.\n$/],
    [
      ['replay', 'a.xml', 'cut.gz'],
      /^sysmon-config: cut\.gz: it is packed with gzip, and its end is missing\.\n$/,
    ],
    [['eval', 'a.xml', 'torn.gz'], /^sysmon-config: torn\.gz: it is packed with gzip, and damaged\.\n$/],
    [['replay', 'a.xml', '.'], /^sysmon-config: \.: this is a folder; .*\n$/],
    [['replay', 'refused.xml', 'a.jsonl'], /^sysmon-config: refused\.xml: Sysmon refuses .*\n$/],
    [
      ['replay', 'a.xml', 'none.jsonl'],
      /^sysmon-config: none\.jsonl: no Sysmon event was found\. 1 event is of another provider\.\n$/,
    ],
    [['replay', 'a.xml', 'a.evtx'], /^sysmon-config: a\.evtx: it is a binary event log .*wevtutil.*\n$/],
    [['eval', 'a.xml', 'a.evtx'], /^sysmon-config: a\.evtx: it is a binary event log .*Get-WinEvent.*\n$/],
  ];
  for (const [args, error] of FAILURES) {
    it(`says in one line why it cannot run: ${args.join(' ')}`, () => {
      const { code, err } = folder.run(args);
      assert.equal(code, 2);
      assert.match(err, error);
    });
  }
});
