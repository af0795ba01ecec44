/** All configurations of a workspace: symbols, problems, and schema files that change. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type {
  RegistrationParams,
  SymbolInformation,
  WorkspaceDiagnosticReport,
  WorkspaceFullDocumentDiagnosticReport,
} from 'vscode-languageserver-protocol';
import { URI } from 'vscode-uri';
import type { DocumentInfo } from '../../../server/src/languageService.ts';
import { nextNotification, startClient, type TestClient } from './client.ts';

const CAPABILITIES = {
  textDocument: { diagnostic: {} },
  workspace: {
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
  },
};

const block = (tag: string, name = ''): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup name="${name}" groupRelation="or"><${tag} onmatch="include"><Image name="T1059" condition="is">a</Image></${tag}></RuleGroup></EventFiltering></Sysmon>`;
const broken = block('DnsQueri');

describe('a workspace', () => {
  const root = mkdtempSync(join(tmpdir(), 'sysmon-config-workspace-'));
  const path = (name: string): string => join(root, name);
  const uri = (name: string): string => URI.file(path(name)).toString();
  let settings: Record<string, unknown> = { workspaceDiagnostics: true };
  let client: TestClient;
  const registrations: RegistrationParams['registrations'] = [];
  /** Each write has a time of its own, however coarse the clock of the file system is. */
  let time = 1_700_000_000;

  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    utimesSync(path(name), ++time, time);
  };
  const tellChange = (name: string): Promise<void> =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri(name), type: 2 }],
    });
  const pull = (previous: readonly WorkspaceFullDocumentDiagnosticReport[] = []) =>
    client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: previous.map(report => ({ uri: report.uri, value: report.resultId })),
    });
  const told = ({ items }: WorkspaceDiagnosticReport): string[] =>
    (items as WorkspaceFullDocumentDiagnosticReport[])
      .map(
        report =>
          `${report.uri.slice(uri('').length + 1)}: ${report.items.map(({ code }) => code).join(' ')}`,
      )
      .sort();

  before(async () => {
    write('one/a.xml', broken);
    write('one/fine.xml', block('DnsQuery', 'First group'));
    write('one/node_modules/left-out.xml', broken);
    write('one/other.xml', '<project><Rule/></project>');
    write('two/b.smc', '<Rule/>');
    write('outside.xml', broken);
    client = await startClient(
      CAPABILITIES,
      {
        workspaceFolders: ['one', 'two'].map(name => ({ uri: uri(name), name })),
      },
      () => settings,
    );
    client.connection.onRequest('client/registerCapability', (params: RegistrationParams) => {
      registrations.push(...params.registrations);
      return null;
    });
  });
  after(async () => {
    await client.stop();
    rmSync(root, { recursive: true });
  });

  it('finds blocks and names in all its folders, open or not', async () => {
    const search = async (query: string): Promise<string[]> => {
      const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query });
      return found.map(({ name, containerName, location }) =>
        [name, containerName, location.uri.slice(uri('').length + 1)].filter(Boolean).join(' | '),
      );
    };
    assert.deepEqual(await search('first'), ['First group | one/fine.xml']);
    assert.deepEqual(await search('dnsinc'), ['DnsQuery include | First group | one/fine.xml']);
    client.open(uri('open.xml'), block('FileCreate', 'Opened'));
    assert.deepEqual(await search('opened'), ['Opened | open.xml']);
    assert.equal((await search('T1059')).length, 3);
    assert.deepEqual(await search('no such name'), []);
  });

  it('tells the problems of what is not open, and then only what changed', async () => {
    const first = await pull();
    assert.deepEqual(told(first), ['one/a.xml: unknown-event', 'two/b.smc: root-not-sysmon']);
    const known = first.items as WorkspaceFullDocumentDiagnosticReport[];
    // Nothing is new, so the answer comes when there is something.
    const second = pull(known);
    write('one/a.xml', block('DnsQuery'));
    await tellChange('one/a.xml');
    assert.deepEqual(told(await second), ['one/a.xml: ']);
    rmSync(path('two/b.smc'));
    await tellChange('two/b.smc');
    assert.deepEqual(told(await pull(known)), ['one/a.xml: ', 'two/b.smc: ']);
  });

  it('leaves what is open to the client, and takes it back', async () => {
    write('one/a.xml', broken);
    await tellChange('one/a.xml');
    client.open(uri('one/a.xml'), broken);
    write('one/c.xml', broken);
    await tellChange('one/c.xml');
    const items = (await pull()) as { items: WorkspaceFullDocumentDiagnosticReport[] };
    assert.deepEqual(told(items), ['one/c.xml: unknown-event']);
    const next = pull(items.items);
    await client.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: uri('one/a.xml') },
    });
    assert.deepEqual(told(await next), ['one/a.xml: unknown-event']);
  });

  it('can be left alone, which is so unless it is set', async () => {
    const known = (await pull()).items as WorkspaceFullDocumentDiagnosticReport[];
    const next = pull(known);
    settings = {};
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(told(await next), ['one/a.xml: ', 'one/c.xml: ']);
  });

  it('leaves XML alone where that is set', async () => {
    write('two/b.smc', '<Rule/>');
    await tellChange('two/b.smc');
    settings = { workspaceDiagnostics: true, files: { associate: 'off' } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(told(await pull()), ['two/b.smc: root-not-sysmon']);
  });

  it('reads a schema file again when it has changed on disk', async () => {
    const shipped = readFileSync(new URL('../../../schemas/windows/4.91.xml', import.meta.url), 'utf8');
    write('schema/own.xml', shipped.replace('schemaversion="4.91"', 'schemaversion="9.10"'));
    const document = uri('schema-user.xml');
    settings = { schemaFiles: [path('schema/own.xml')] };
    client.open(document, block('DnsQuery'));
    const target = async (): Promise<string> =>
      (await client.connection.sendRequest<DocumentInfo>('sysmon/documentInfo', { uri: document })).target;
    const configured = (): Promise<unknown> => nextNotification(client.connection, 'sysmon/configured');
    let waiting = configured();
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await waiting;
    assert.equal(await target(), '9.10');
    const watchers = JSON.stringify(registrations);
    assert.ok(
      watchers.includes('"pattern":"own.xml"') && watchers.includes(URI.file(path('schema')).toString()),
    );
    write('schema/own.xml', shipped.replace('schemaversion="4.91"', 'schemaversion="9.20"'));
    waiting = configured();
    await tellChange('schema/own.xml');
    await waiting;
    assert.equal(await target(), '9.20');
  });
});
