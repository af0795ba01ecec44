import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Hover } from 'vscode-languageserver-protocol';
import type { Atlas } from '../../../server/src/features/atlas.ts';
import type { Coverage } from '../../../server/src/features/coverage.ts';
import { startClient } from './client.ts';

const uri = 'file:///views.xml';
const text =
  '<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include"><Image name="T1105" condition="is">a</Image></DnsQuery></EventFiltering></Sysmon>';

describe('what the views ask the server', () => {
  const started = startClient({}, { initializationOptions: { commandLinks: true } });
  after(async () => (await started).stop());

  it('is the coverage of an open document', async () => {
    const client = await started;
    client.open(uri, text);
    const coverage = await client.connection.sendRequest<Coverage>('sysmon/coverage', { uri });
    assert.equal(coverage.events.length, 30);
    const place = coverage.techniques[0]?.places[0];
    assert.deepEqual(place?.range.start, { line: 0, character: text.indexOf('<Image') });
  });

  it('is nothing for a document that is not open', async () => {
    const { connection } = await started;
    const params = { uri: 'file:///none.xml', format: 'svg', name: 'x' };
    assert.equal(await connection.sendRequest('sysmon/coverage', params), null);
    assert.equal(await connection.sendRequest('sysmon/coverageExport', params), null);
  });

  it('is the coverage as a layer or a picture', async () => {
    const { connection } = await started;
    const ask = (format: string): Promise<string> =>
      connection.sendRequest('sysmon/coverageExport', { uri, format, name: 'views.xml' });
    assert.match(await ask('svg'), /^<svg /);
    assert.equal((JSON.parse(await ask('layer')) as { name: string }).name, 'views.xml');
  });

  it('is the atlas, with a document and without', async () => {
    const { connection } = await started;
    for (const of of [uri, null]) {
      const atlas = await connection.sendRequest<Atlas>('sysmon/atlas', { uri: of });
      assert.equal(atlas.events.length, 30);
      assert.equal(atlas.platform, 'windows');
    }
  });

  it('is also led to by a hover, for a client that asked for command links', async () => {
    const { connection } = await started;
    const params = {
      textDocument: { uri },
      position: { line: 0, character: text.indexOf('DnsQuery') + 1 },
    };
    const linked = await connection.sendRequest<Hover>('textDocument/hover', params);
    assert.match(JSON.stringify(linked.contents), /command:sysmon\.atlas/);
    const other = await startClient({});
    other.open(uri, text);
    const plain = await other.connection.sendRequest<Hover>('textDocument/hover', params);
    assert.doesNotMatch(JSON.stringify(plain.contents), /command:/);
    await other.stop();
  });
});
