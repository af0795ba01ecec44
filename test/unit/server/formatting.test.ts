import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RegistrationParams, TextEdit, UnregistrationParams } from 'vscode-languageserver-protocol';
import { startClient, type TestClient } from './client.ts';

const URI = 'file:///a.xml';
const options = { tabSize: 4, insertSpaces: true };

describe('formatting for a client that is told at once', () => {
  let client: TestClient;
  before(async () => {
    client = await startClient(
      { workspace: { configuration: true } },
      {},
      { format: { wrapAttributes: 20 } },
    );
    client.open(URI, '<Sysmon schemaversion="4.90">\n<RuleGroup name="" groupRelation="or"/></Sysmon>');
    client.open('file:///pom.xml', '<project>\n<a/></project>');
  });
  after(() => client.stop());

  it('is announced', () => {
    const { capabilities } = client.initialized;
    assert.equal(capabilities.documentFormattingProvider, true);
    assert.equal(capabilities.documentRangeFormattingProvider, true);
    assert.deepEqual(capabilities.documentOnTypeFormattingProvider, {
      firstTriggerCharacter: '>',
      moreTriggerCharacter: ['\n'],
    });
  });

  it('follows the options and the settings', async () => {
    const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri: URI },
      options,
    });
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      ['    ', '\n        ', '\n        ', '\n'],
    );
  });

  it('leaves other XML alone', async () => {
    const request = { textDocument: { uri: 'file:///pom.xml' }, options };
    assert.deepEqual(await client.connection.sendRequest('textDocument/formatting', request), []);
  });
});

describe('formatting for a client that can be told later', () => {
  let client: TestClient;
  const patterns = new Map<string, string>();
  before(async () => {
    const dynamicRegistration = true;
    client = await startClient({
      textDocument: {
        formatting: { dynamicRegistration },
        rangeFormatting: { dynamicRegistration },
        onTypeFormatting: { dynamicRegistration },
      },
    });
    client.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      for (const { id, method, registerOptions } of registrations) {
        const { documentSelector } = registerOptions as { documentSelector: readonly { pattern?: string }[] };
        patterns.set(id, `${method} ${documentSelector[0]?.pattern ?? 'all'}`);
      }
      return null;
    });
    client.connection.onRequest('client/unregisterCapability', (params: UnregistrationParams) => {
      for (const { id } of params.unregisterations) patterns.delete(id);
      return null;
    });
  });
  after(() => client.stop());

  const eventually = async (fits: () => boolean): Promise<void> => {
    while (!fits()) await new Promise(resolve => setTimeout(resolve, 20));
  };
  const of = (path: string): string[] =>
    [...patterns.values()].filter(each => each.endsWith(` ${path}`)).sort();

  it('is not announced at once', () => {
    assert.equal(client.initialized.capabilities.documentFormattingProvider, undefined);
  });

  it('is registered for configurations, not for other XML', { timeout: 60_000 }, async () => {
    client.open('file:///pom.xml', '<project/>');
    client.open(URI, '<Sysmon/>');
    await eventually(() => of('/a.xml').length === 3);
    assert.deepEqual(of('/a.xml'), [
      'textDocument/formatting /a.xml',
      'textDocument/onTypeFormatting /a.xml',
      'textDocument/rangeFormatting /a.xml',
    ]);
    assert.deepEqual(of('/pom.xml'), []);
  });

  it('is registered for XML that becomes a configuration', { timeout: 60_000 }, async () => {
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///pom.xml', version: 2 },
      contentChanges: [{ text: '<Sysmon/>' }],
    });
    await eventually(() => of('/pom.xml').length === 3);
  });

  it('is taken back when the document is closed', { timeout: 60_000 }, async () => {
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await eventually(() => of('/a.xml').length === 0);
    assert.equal(of('/pom.xml').length, 3);
  });
});
