import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type {
  CompletionList,
  Diagnostic,
  Hover,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import type { DocumentInfo } from '../../../server/src/languageService.ts';
import { nextNotification, startClient, type TestClient } from './client.ts';

const PULL = { textDocument: { diagnostic: {} }, workspace: { configuration: true } };
const CONFIGURATION =
  '<Sysmon schemaversion="4.90"><EventFiltering><ProcessCreated onmatch="include"/></EventFiltering></Sysmon>';

interface Report {
  readonly kind: string;
  readonly items: Diagnostic[];
}

const pull = (client: TestClient, uri: string): Promise<Report> =>
  client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
const codes = (items: readonly Diagnostic[]): unknown[] => items.map(({ code }) => code);

describe('the server, for a client that pulls diagnostics', () => {
  let client: TestClient;
  before(async () => {
    client = await startClient(PULL);
  });
  after(() => client.stop());

  it('says what it can do', () => {
    const { capabilities, serverInfo } = client.initialized;
    assert.equal(serverInfo?.name, 'sysmon-config');
    assert.ok(capabilities.hoverProvider);
    assert.ok(capabilities.completionProvider?.resolveProvider);
    assert.ok(capabilities.diagnosticProvider);
  });

  it('gives diagnostics of a configuration that is open as plain XML, and follows its edits', async () => {
    client.open('file:///a.xml', CONFIGURATION);
    assert.deepEqual(codes((await pull(client, 'file:///a.xml')).items), ['unknown-event']);
    const end = CONFIGURATION.indexOf('ProcessCreated') + 'ProcessCreate'.length;
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///a.xml', version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: end }, end: { line: 0, character: end + 1 } }, text: '' },
      ],
    });
    assert.deepEqual(codes((await pull(client, 'file:///a.xml')).items), []);
  });

  it('leaves XML alone that is no configuration, unless its language says so', async () => {
    client.open('file:///b.xml', '<Rule><Image>x</Imag></Rule>');
    assert.deepEqual((await pull(client, 'file:///b.xml')).items, []);
    client.open('file:///b.smc', '<Rule/>', 'sysmon');
    assert.deepEqual(codes((await pull(client, 'file:///b.smc')).items), ['root-not-sysmon']);
  });

  it('answers empty for a document that is not open', async () => {
    const position = { line: 0, character: 0 };
    const textDocument = { uri: 'file:///none.xml' };
    assert.deepEqual(await pull(client, 'file:///none.xml'), { kind: 'full', items: [] });
    assert.equal(await client.connection.sendRequest('textDocument/hover', { textDocument, position }), null);
    assert.equal(
      await client.connection.sendRequest('textDocument/completion', { textDocument, position }),
      null,
    );
    assert.equal(
      await client.connection.sendRequest('sysmon/documentInfo', { uri: 'file:///none.xml' }),
      null,
    );
  });

  it('tells the status of a document', async () => {
    client.open('file:///c.xml', CONFIGURATION.replace('4.90', '4.85'));
    const info = await client.connection.sendRequest<DocumentInfo>('sysmon/documentInfo', {
      uri: 'file:///c.xml',
    });
    assert.deepEqual(info, {
      isSysmon: true,
      declared: '4.85',
      validatedAgainst: '4.83',
      target: '4.91',
      platform: 'windows',
      accepted: false,
    });
  });

  it('explains an event with its kernel source', async () => {
    client.open(
      'file:///d.xml',
      '<Sysmon schemaversion="4.90"><EventFiltering><DriverLoad onmatch="include"/></EventFiltering></Sysmon>',
    );
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri: 'file:///d.xml' },
      position: { line: 0, character: 48 },
    });
    assert.match((hover.contents as { value: string }).value, /PsSetLoadImageNotifyRoutine/);
  });

  it('completes and resolves', async () => {
    const text = '<Sysmon schemaversion="4.90"><EventFiltering><';
    client.open('file:///e.xml', text);
    const list = await client.connection.sendRequest<CompletionList>('textDocument/completion', {
      textDocument: { uri: 'file:///e.xml' },
      position: { line: 0, character: text.length },
    });
    const item = list.items.find(({ label }) => label === 'ProcessCreate');
    assert.ok(item);
    assert.equal(item.documentation, undefined);
    const resolved = await client.connection.sendRequest<typeof item>('completionItem/resolve', item);
    assert.match((resolved.documentation as { value: string }).value, /PsSetCreateProcessNotifyRoutine/);
  });

  /** Documents that are made to break a server. */
  const HOSTILE: readonly (readonly [what: string, text: string])[] = [
    ['empty', ''],
    ['one character', '<'],
    ['binary', '\0\u0001\ufffe\ud800<\u0000Sysmon'],
    [
      '5 MB on one line',
      `<Sysmon schemaversion="4.90"><EventFiltering><ProcessCreate onmatch="include">${'<Image condition="is">x</Image>'.repeat(160_000)}`,
    ],
    [
      'unclosed everything',
      '<Sysmon schemaversion="<EventFiltering <ProcessCreate onmatch=\'<Image><!-- <![CDATA[',
    ],
    ['100,000 nested elements', '<Sysmon schemaversion="4.90">'.repeat(100_000)],
    ['100,000 errors', `<Sysmon schemaversion="4.90">${'<a b=c>&</d>'.repeat(100_000)}`],
  ];
  for (const [what, text] of HOSTILE) {
    it(`survives a document: ${what}`, async () => {
      const uri = `file:///hostile/${encodeURIComponent(what)}.smc`;
      client.open(uri, text, 'sysmon');
      const textDocument = { uri };
      assert.equal((await pull(client, uri)).kind, 'full');
      const last = text.split('\n').length - 1;
      for (const character of [0, 1, Math.floor(text.length / 2), text.length, text.length + 10]) {
        const position = { line: last, character };
        await client.connection.sendRequest('textDocument/hover', { textDocument, position });
        await client.connection.sendRequest('textDocument/completion', { textDocument, position });
      }
      await client.connection.sendNotification('textDocument/didClose', { textDocument });
      assert.deepEqual(client.log, []);
    });
  }
});

describe('the server, for a client that is told diagnostics', () => {
  it('pushes them, again after an edit, and takes them back when the document closes', async t => {
    const client = await startClient(
      {},
      { initializationOptions: { sysmon: { target: '4.81', platform: 'linux' } } },
    );
    t.after(() => client.stop());
    const published = (
      fits: (params: PublishDiagnosticsParams) => boolean,
    ): Promise<PublishDiagnosticsParams> =>
      nextNotification(client.connection, 'textDocument/publishDiagnostics', fits);
    const first = published(({ diagnostics }) => codes(diagnostics).includes('schemaversion-newer'));
    client.open('file:///a.xml', CONFIGURATION);
    assert.deepEqual(codes((await first).diagnostics), ['schemaversion-newer', 'unknown-event']);
    const second = published(({ version }) => version === 2);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///a.xml', version: 2 },
      contentChanges: [{ text: '<Sysmon schemaversion="4.50"/>' }],
    });
    assert.deepEqual((await second).diagnostics, []);
    const third = published(() => true);
    await client.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: 'file:///a.xml' },
    });
    assert.deepEqual((await third).diagnostics, []);
    assert.equal(await client.stop(), 0);
  });
});

describe('a schema of the user’s own', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sysmon-config-schemas-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const MANIFEST = `System Monitor v99\n<manifest schemaversion="9.00" binaryversion="20"><configuration><options><option name="HashAlgorithms" switch="h" argument="required"/></options><filters default="is">is,contains</filters></configuration><events><event name="SYSMONEVENT_NEW" value="77" level="Informational" template="New" rulename="BrandNew" version="1"><data name="Shiny" inType="win:UnicodeString" outType="xs:string"/></event></events></manifest>`;

  it('takes part in everything', async t => {
    const file = join(folder, 'own.xml');
    writeFileSync(file, Buffer.from(`\ufeff${MANIFEST}`, 'utf16le'));
    const client = await startClient(PULL, {}, { schemaFiles: [file] });
    t.after(() => client.stop());
    await nextNotification(client.connection, 'sysmon/configured');
    const text =
      '<Sysmon schemaversion="9.0"><EventFiltering><BrandNew onmatch="include"><Shin>x</Shin></BrandNew></EventFiltering></Sysmon>';
    client.open('file:///a.xml', text);
    const [problem] = (await pull(client, 'file:///a.xml')).items;
    assert.match(JSON.stringify(problem?.message), /“Shin” is not a field of BrandNew.*Did you mean Shiny\?/);
  });

  it('that cannot be used is one clear message, and the shipped ones stay', async t => {
    const file = join(folder, 'bad.xml');
    writeFileSync(file, '<manifest>');
    const client = await startClient(
      PULL,
      {},
      { schemaFiles: [file, join(folder, 'none.xml')], target: 'newest' },
    );
    t.after(() => client.stop());
    const messages: string[] = [];
    client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      messages.push(message);
    });
    await nextNotification(client.connection, 'sysmon/configured');
    assert.equal(messages.length, 3);
    assert.match(messages[0] ?? '', /sysmon\.target is “newest”/);
    assert.match(
      messages[1] ?? '',
      /^The schema file .*bad\.xml cannot be used: .+ The shipped schemas stay in use\.$/,
    );
    assert.match(messages[2] ?? '', /none\.xml cannot be used: there is no such file\./);
    client.open('file:///a.xml', CONFIGURATION);
    assert.deepEqual(codes((await pull(client, 'file:///a.xml')).items), ['unknown-event']);
  });
});
