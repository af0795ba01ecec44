import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ReplayAnswer } from '../../../server/src/requests/replay.ts';
import type { ReplayReport } from '../../../server/src/features/replay.ts';
import { eventLines } from '../../bench/events.ts';
import { nextNotification, startClient } from './client.ts';

const uri = 'file:///replay.xml';
const text = `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup groupRelation="or">
<DnsQuery onmatch="include">
<Image condition="end with">svchost.exe</Image>
<Image condition="is">never</Image>
</DnsQuery>
</RuleGroup></EventFiltering></Sysmon>`;

describe('a replay in the editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sysmon-config-replay-'));
  const next = eventLines(1);
  const small = Array.from({ length: 2000 }, next).join('\n');
  const log = join(folder, 'a.jsonl');
  writeFileSync(log, small);
  const packed = join(folder, 'b.jsonl.gz');
  writeFileSync(packed, gzipSync(small));
  const large = join(folder, 'large.jsonl.gz');
  writeFileSync(large, gzipSync(`${small}\n`.repeat(100)));
  const started = startClient({});
  after(async () => {
    await (await started).stop();
    rmSync(folder, { recursive: true });
  });

  const reportOf = (answer: ReplayAnswer | null): ReplayReport => {
    assert.ok(answer && 'report' in answer, JSON.stringify(answer));
    return answer.report;
  };

  it('counts logs, tells how far it is, and counts again after an edit', async () => {
    const client = await started;
    const { connection } = client;
    client.open(uri, text);
    const progress = nextNotification<{ part: number }>(connection, 'sysmon/replayProgress');
    const report = reportOf(await connection.sendRequest('sysmon/replay', { uri, logs: [log, packed] }));
    assert.ok((await progress).part >= 0);
    assert.equal(report.seen, 4000);
    const dns = report.events.find(({ event }) => event === 'DnsQuery');
    assert.ok(dns && dns.logged > 0 && dns.logged < dns.seen);
    const [block] = report.blocks;
    assert.equal(block?.hits, dns.logged);
    assert.deepEqual(
      block?.parts.map(({ range, hits }) => [range.start.line, hits]),
      [[2, dns.logged]],
    );
    assert.deepEqual(
      report.dead.map(({ range }) => range.start.line),
      [3],
    );
    assert.deepEqual(report.kept.events, 4000);

    const again = async (): Promise<ReplayReport> =>
      reportOf(await connection.sendRequest('sysmon/replayAgain', { uri }));
    const same = await again();
    assert.deepEqual(same, { ...report, again: true });

    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: text.replace('svchost.exe', '.exe') }],
    });
    const all = await again();
    assert.equal(all.events.find(({ event }) => event === 'DnsQuery')?.logged, dns.seen);
  });

  it('writes an exclude', async () => {
    const { connection } = await started;
    const params = { uri, eventId: 22, field: 'Image', process: 'C:\\a.exe' };
    const found: { edits: readonly { newText: string }[] } = await connection.sendRequest(
      'sysmon/replayExclude',
      params,
    );
    assert.match(found.edits[0]!.newText, /<DnsQuery onmatch="exclude">\s*<Image condition="is">C:\\a\.exe/);
  });

  it('can be cancelled, and lets others be answered meanwhile', async () => {
    const { connection } = await started;
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol');
    const source = new CancellationTokenSource();
    const replay = connection.sendRequest('sysmon/replay', { uri, logs: [large] }, source.token);
    await nextNotification(connection, 'sysmon/replayProgress');
    assert.ok(await connection.sendRequest('sysmon/documentInfo', { uri }));
    source.cancel();
    await assert.rejects(Promise.resolve(replay), /cancelled/);
  });

  it('says what is wrong', async () => {
    const client = await started;
    const { connection } = client;
    const ask = (of: string, path: string): Promise<ReplayAnswer | null> =>
      connection.sendRequest('sysmon/replay', { uri: of, logs: [path] });
    assert.match(JSON.stringify(await ask(uri, join(folder, 'nowhere'))), /cannot be read/);
    client.open('file:///refused.xml', '<Sysmon/>');
    assert.match(JSON.stringify(await ask('file:///refused.xml', log)), /Sysmon refuses/);
    assert.equal(await ask('file:///closed.xml', log), null);
    await connection.sendRequest('sysmon/replayClear', { uri });
    assert.equal(await connection.sendRequest('sysmon/replayAgain', { uri }), null);
  });
});
