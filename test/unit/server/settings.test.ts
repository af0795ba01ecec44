import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, describe, it } from 'node:test';
import type {
  ConfigurationItem,
  Diagnostic,
  Registration,
  RegistrationParams,
} from 'vscode-languageserver-protocol';
import type { DocumentInfo } from '../../../server/src/languageService.ts';
import { nextNotification, startClient, type TestClient } from './client.ts';

const CAPABILITIES = {
  textDocument: { diagnostic: {} },
  workspace: {
    configuration: true,
    diagnostics: { refreshSupport: true },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};
const TEXT = '<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery/></EventFiltering></Sysmon>';
const RC = '.sysmonrc.json';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'sysmon-config-settings-'));
  mkdirSync(join(folder, 'a'));
  mkdirSync(join(folder, 'b'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const uriOf = (...path: readonly string[]): string => pathToFileURL(join(folder, ...path)).href;

/** What `missing-onmatch` is reported as, null where it is not. */
async function severityIn(client: TestClient, uri: string): Promise<number | null> {
  const { items } = await client.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri },
  });
  return items.find(({ code }) => code === 'missing-onmatch')?.severity ?? null;
}

const infoOf = (client: TestClient, uri: string): Promise<DocumentInfo> =>
  client.connection.sendRequest<DocumentInfo>('sysmon/documentInfo', { uri });

function warningsOf(client: TestClient): string[] {
  const warnings: string[] = [];
  client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
    warnings.push(message);
  });
  return warnings;
}

/** Tells the server that a settings file changed, and waits until it has taken that over. */
async function changed(client: TestClient, uri: string): Promise<void> {
  const configured = nextNotification(client.connection, 'sysmon/configured');
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri, type: 2 }],
  });
  await configured;
}

describe('the settings of a document', () => {
  let client: TestClient;
  afterEach(() => client.stop());

  it('are asked for each document', async () => {
    client = await startClient(CAPABILITIES);
    const asked: (string | undefined)[] = [];
    client.connection.onRequest('workspace/configuration', ({ items }: { items: ConfigurationItem[] }) =>
      items.map(({ scopeUri, section }) => {
        assert.equal(section, 'sysmon');
        asked.push(scopeUri);
        return scopeUri === 'file:///a.xml'
          ? { target: '4.50', checks: { 'missing-onmatch': 'hint' } }
          : { platform: 'linux' };
      }),
    );
    client.open('file:///a.xml', TEXT);
    client.open('untitled:b', TEXT);
    assert.equal(await severityIn(client, 'file:///a.xml'), 4);
    assert.equal(await severityIn(client, 'untitled:b'), 1);
    assert.equal((await infoOf(client, 'file:///a.xml')).target, '4.50');
    assert.equal((await infoOf(client, 'untitled:b')).platform, 'linux');
    // Once each, however much is asked of the document.
    assert.equal(asked.filter(uri => uri === 'file:///a.xml').length, 1);
  });

  it('are asked again when they change', async () => {
    let level = 'hint';
    client = await startClient(CAPABILITIES);
    client.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => ({ checks: { 'missing-onmatch': level } })),
    );
    client.open('file:///a.xml', TEXT);
    assert.equal(await severityIn(client, 'file:///a.xml'), 4);
    level = 'off';
    const refreshed = new Promise<void>(resolve => {
      client.connection.onRequest('workspace/diagnostic/refresh', () => {
        resolve();
        return null;
      });
    });
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    assert.equal(await severityIn(client, 'file:///a.xml'), null);
  });

  it('are told of once where they cannot be used', async () => {
    client = await startClient(CAPABILITIES, {}, { checks: { 'unknown-event': 'off' } });
    const warnings = warningsOf(client);
    for (const name of ['a', 'b']) {
      client.open(`file:///${name}.xml`, TEXT);
      await severityIn(client, `file:///${name}.xml`);
    }
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^In the setting sysmon\.checks unknown-event cannot be set to off: /);
  });

  it('do not keep a user waiting whose client does not give them', async () => {
    client = await startClient(CAPABILITIES);
    let give: (value: unknown[]) => void = () => undefined;
    client.connection.onRequest(
      'workspace/configuration',
      () => new Promise<unknown[]>(resolve => (give = resolve)),
    );
    client.open('file:///slow.xml', TEXT);
    assert.equal(await severityIn(client, 'file:///slow.xml'), 1);
    const refreshed = new Promise<void>(resolve => {
      client.connection.onRequest('workspace/diagnostic/refresh', () => {
        resolve();
        return null;
      });
    });
    give([{ checks: { 'missing-onmatch': 'hint' } }]);
    await refreshed;
    assert.equal(await severityIn(client, 'file:///slow.xml'), 4);
  });
});

describe('settings files in the editor', () => {
  let client: TestClient;
  afterEach(() => client.stop());

  it('lie over the settings of the editor, each for its folder', async () => {
    writeFileSync(join(folder, 'a', RC), '{"checks":{"missing-onmatch":"information"},"target":"4.81"}');
    client = await startClient(
      CAPABILITIES,
      {},
      {
        target: '4.50',
        checks: { 'missing-onmatch': 'hint', 'option-repeated': 'off' },
      },
    );
    for (const name of ['a', 'b']) client.open(uriOf(name, 'x.xml'), TEXT);
    assert.equal(await severityIn(client, uriOf('a', 'x.xml')), 3);
    assert.equal(await severityIn(client, uriOf('b', 'x.xml')), 4);
    assert.equal((await infoOf(client, uriOf('a', 'x.xml'))).target, '4.81');
    assert.equal((await infoOf(client, uriOf('b', 'x.xml'))).target, '4.50');
  });

  it('are watched, and told of once and again when they have changed', async () => {
    const registered: Registration[] = [];
    client = await startClient(CAPABILITIES);
    client.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      registered.push(...registrations);
      return null;
    });
    const warnings = warningsOf(client);
    const write = (text: string): void => writeFileSync(join(folder, 'a', RC), text);
    write('{"checks":{"missing-onmatch":"off","zzz":"off"}}');
    client.open(uriOf('a', 'x.xml'), TEXT);
    client.open(uriOf('a', 'y.xml'), TEXT);
    // What is usable is used.
    assert.equal(await severityIn(client, uriOf('a', 'x.xml')), null);
    assert.equal(await severityIn(client, uriOf('a', 'y.xml')), null);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^In \S+\.sysmonrc\.json “zzz” is not the code of a check\./);

    await changed(client, uriOf('a', RC));
    assert.equal(warnings.length, 1);

    write('{"checks":{"missing-onmatch":"hint"}');
    await changed(client, uriOf('a', RC));
    assert.equal(await severityIn(client, uriOf('a', 'x.xml')), 1);
    assert.equal(warnings.length, 2);
    assert.match(warnings[1] ?? '', /\(line 1, column 37\)/);

    write('{"checks":{"missing-onmatch":"hint"}}');
    await changed(client, uriOf('a', RC));
    assert.equal(await severityIn(client, uriOf('a', 'x.xml')), 4);

    rmSync(join(folder, 'a', RC));
    await changed(client, uriOf('a', RC));
    assert.equal(await severityIn(client, uriOf('a', 'x.xml')), 1);
    assert.equal(warnings.length, 2);
    assert.deepEqual(
      registered.find(({ method }) => method === 'workspace/didChangeWatchedFiles')?.registerOptions,
      { watchers: [{ globPattern: '**/.sysmonrc.json' }, { globPattern: '**/*.{xml,smc}' }] },
    );
  });
});
