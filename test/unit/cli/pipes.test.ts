import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createCliFolder, type CliFolder } from './kit.ts';

const CONFIGURATION =
  '<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include"><QueryName condition="is">x</QueryName></DnsQuery></EventFiltering></Sysmon>\n';
const LOG = '{"event":"DnsQuery","eventId":22,"fields":{"QueryName":"x"}}\n';
const TESTS =
  'configuration: config.xml\ncases:\n  - name: one\n    event: {event: DnsQuery, eventId: 22, fields: {QueryName: x}}\n    expect: {logged: true}\n';

describe('a pipe in place of a file', { skip: process.platform === 'win32' && 'Windows has none' }, () => {
  let folder: CliFolder;
  const writers: ChildProcess[] = [];
  before(() => {
    folder = createCliFolder({ 'config.xml': CONFIGURATION, 'log.json': LOG, 'tests.yaml': TESTS });
    for (const name of ['pipe', 'other-pipe'])
      assert.equal(spawnSync('mkfifo', [join(folder.path, name)]).status, 0);
  });
  after(() => {
    for (const writer of writers) writer.kill();
    folder.remove();
  });

  /** What `<(cat FILE)` is to a shell. It waits for somebody who reads. */
  function feed(file: string, pipe = 'pipe'): void {
    writers.push(spawn('sh', ['-c', `cat ${file} > ${pipe}`], { cwd: folder.path }));
  }

  const cases: readonly (readonly [args: readonly string[], file: string, out: RegExp])[] = [
    [['check', 'pipe'], 'config.xml', /^pipe\n {2}Sysmon accepts this file\. No problems\.$/m],
    [['compile', 'pipe'], 'config.xml', /^{"file":"pipe","accepted":true,/],
    [['format', 'pipe'], 'config.xml', /^<Sysmon schemaversion="4\.90">\n {2}<EventFiltering>\n/],
    [['coverage', 'pipe'], 'config.xml', /^Events: \d+ of \d+ are logged$/m],
    [['eval', 'config.xml', 'pipe'], 'log.json', /^{"event":"DnsQuery","eventId":22,"logged":true,/],
    [['replay', 'config.xml', 'log.json', 'pipe'], 'log.json', /^2 of 2 events would be logged/m],
    [['test', 'pipe'], 'tests.yaml', /^1 passed$/m],
  ];
  for (const [args, file, out] of cases) {
    it(`is read by “${args.join(' ')}”`, () => {
      feed(file);
      const ran = folder.run(args);
      assert.deepEqual([ran.code, ran.err], [0, '']);
      assert.match(ran.out, out);
    });
  }

  it('can stand for the configuration and the log at once', () => {
    feed('config.xml');
    feed('log.json', 'other-pipe');
    assert.match(folder.run(['eval', 'pipe', 'other-pipe']).out, /"logged":true/);
  });

  it('is not written to', () => {
    feed('config.xml');
    assert.deepEqual(folder.run(['format', '--write', 'pipe']), {
      code: 2,
      out: '',
      err: 'sysmon-config: pipe: not changed, as it is a pipe or a device and no file.\n',
    });
    assert.ok(statSync(join(folder.path, 'pipe')).isFIFO());
  });

  it('is passed over in a folder, where nobody may write to it', () => {
    assert.equal(spawnSync('mkfifo', [join(folder.path, 'waiting.xml')]).status, 0);
    assert.deepEqual(JSON.parse(folder.run(['check', '--format', 'json', '.']).out), [
      { file: 'config.xml', accepted: true, diagnostics: [] },
    ]);
  });

  it('is no socket, of which it is said', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(join(folder.path, 'socket'), resolve));
    try {
      for (const args of [
        ['check', 'socket'],
        ['format', 'socket'],
        ['replay', 'config.xml', 'socket'],
      ]) {
        assert.deepEqual(folder.run(args), {
          code: 2,
          out: '',
          err: 'sysmon-config: socket: this is a socket or a device without anything behind it, and a file is needed.\n',
        });
      }
    } finally {
      server.close();
    }
  });
});

describe('a folder in place of a file', () => {
  let folder: CliFolder;
  before(() => {
    folder = createCliFolder({ 'config.xml': CONFIGURATION, 'log.json': LOG, 'folder/note.txt': '' });
  });
  after(() => folder.remove());

  const needed = 'this is a folder, and a file is needed.';
  const cases: readonly (readonly [args: readonly string[], reason: string])[] = [
    [['check', 'folder'], 'no .xml or .smc file is in this folder.'],
    [['compile', 'folder'], 'no .xml or .smc file is in this folder.'],
    [['format', 'folder'], 'no .xml or .smc file is in this folder.'],
    [['test', 'folder'], 'no .sysmon-test.yaml file is in this folder.'],
    [['coverage', 'folder'], needed],
    [['eval', 'folder', 'log.json'], needed],
    [['eval', 'config.xml', 'folder'], needed],
    [['replay', 'folder', 'log.json'], needed],
    [['replay', 'config.xml', 'folder'], 'this is a folder; name the logs in it, or a pattern.'],
  ];
  for (const [args, reason] of cases) {
    it(`is said of “${args.join(' ')}”`, () => {
      assert.deepEqual(folder.run(args), { code: 2, out: '', err: `sysmon-config: folder: ${reason}\n` });
    });
  }
});
