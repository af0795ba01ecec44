import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ClientCapabilities, SymbolInformation } from 'vscode-languageserver-protocol';
import { MAX_SYMBOLS } from '../../../server/src/features/symbols.ts';
import { inBlock } from '../features/editing/kit.ts';
import { startClient, type TestClient } from './client.ts';

const URI = 'file:///a.xml';
const OTHER = 'file:///pom.xml';
const TEXT = inBlock('<Image name="a">x</Image>', '<Image condition="is">');

describe('editing', () => {
  let client: TestClient;
  const ask = <T>(method: string, params: object, uri = URI): Promise<T> =>
    client.connection.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, ...params });
  const position = { line: 3, character: 8 };

  before(async () => {
    const capabilities: ClientCapabilities = {
      textDocument: { foldingRange: { lineFoldingOnly: true, rangeLimit: 2 } },
    };
    client = await startClient(capabilities);
    client.open(URI, TEXT);
    client.open(OTHER, '<project>\n<a>\n</a></project>');
  });
  after(() => client.stop());

  it('is announced', () => {
    const { capabilities } = client.initialized;
    assert.equal(capabilities.documentSymbolProvider, true);
    assert.equal(capabilities.foldingRangeProvider, true);
    assert.equal(capabilities.selectionRangeProvider, true);
    assert.equal(capabilities.documentHighlightProvider, true);
    assert.equal(capabilities.linkedEditingRangeProvider, true);
  });

  it('gives a flat outline to a client that knows no trees', async () => {
    const symbols = await ask<SymbolInformation[]>('documentSymbol', {});
    assert.deepEqual(
      symbols.map(({ name, containerName }) => [name, containerName]),
      [
        ['DnsQuery · include', undefined],
        ['a', 'DnsQuery · include'],
      ],
    );
  });

  it('keeps to what the client can show', async () => {
    assert.deepEqual(await ask('foldingRange', {}), [
      { startLine: 0, endLine: 6 },
      { startLine: 1, endLine: 5 },
    ]);
  });

  it('answers what the protocol has requests for', async () => {
    assert.equal((await ask<unknown[]>('documentHighlight', { position })).length, 2);
    assert.equal((await ask<{ ranges: unknown[] }>('linkedEditingRange', { position })).ranges.length, 2);
    assert.equal((await ask<unknown[]>('selectionRange', { positions: [position, position] })).length, 2);
  });

  it('answers what the commands of the client ask', async () => {
    const end = { line: 4, character: 28 };
    const send = (method: string, params: object): Promise<unknown> =>
      client.connection.sendRequest(method, { uri: URI, ...params });
    assert.deepEqual(await send('sysmon/autoClose', { position: end }), {
      range: { start: end, end },
      snippet: '$0</Image>',
    });
    assert.deepEqual(await send('sysmon/matchingTag', { position }), { line: 3, character: 25 });
    const ranges = [{ start: position, end: position }];
    const edits = (await send('sysmon/toggleComment', { ranges, style: 'line' })) as { newText: string }[];
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      ['<!-- ', ' -->'],
    );
  });

  it('leaves other XML to the editor', async () => {
    assert.deepEqual(await ask('documentSymbol', {}, OTHER), []);
    assert.equal(await ask('foldingRange', {}, OTHER), null);
    assert.equal(await ask('documentHighlight', { position }, OTHER), null);
    assert.equal(await ask('linkedEditingRange', { position }, OTHER), null);
    assert.equal(await ask('selectionRange', { positions: [position] }, OTHER), null);
  });

  it('says once that an outline is cut', async () => {
    const uri = 'file:///large.xml';
    client.open(uri, inBlock(...Array.from({ length: MAX_SYMBOLS }, () => '<Image name="n">x</Image>')));
    await ask('documentSymbol', {}, uri);
    await ask('documentSymbol', {}, uri);
    assert.deepEqual(
      client.log.filter(each => each.includes('outline')),
      [`The outline of ${uri} ends after ${MAX_SYMBOLS} entries.`],
    );
  });
});
