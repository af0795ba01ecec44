/** Tokens, hints, lenses and names over the wire. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  CodeLens,
  DocumentLink,
  InlayHint,
  Location,
  SemanticTokens,
  SemanticTokensDelta,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { startClient, type TestClient } from './client.ts';

const TEXT = `<Sysmon schemaversion="4.90"><EventFiltering>
<RuleGroup name="T1059" groupRelation="or"><DnsQuery onmatch="include"><QueryName>a</QueryName></DnsQuery></RuleGroup>
</EventFiltering></Sysmon>`;
const RANGE = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
const NAME = { line: 1, character: 18 };

describe('what things mean, over the wire', () => {
  let client: TestClient;
  const uri = 'file:///meaning.xml';
  const textDocument = { uri };
  const ask = <T>(method: string, params: object = {}): Promise<T> =>
    client.connection.sendRequest<T>(method, { textDocument, ...params });

  before(async () => {
    client = await startClient({ workspace: { configuration: true } }, {}, { codeLens: { blocks: true } });
    client.open(uri, TEXT);
  });
  after(() => client.stop());

  it('sends tokens, and then only what changed', async () => {
    const { capabilities } = client.initialized;
    assert.ok(capabilities.semanticTokensProvider?.legend.tokenTypes.includes('sysmonEvent'));
    const full = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    assert.equal(full.data.length, 6 * 5);
    const again = await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      previousResultId: full.resultId,
    });
    assert.deepEqual(again.edits, []);
    const part = await ask<SemanticTokens>('textDocument/semanticTokens/range', { range: RANGE });
    assert.deepEqual(part.data, full.data);
  });

  it('sends hints, lenses and links', async () => {
    const hints = await ask<InlayHint[]>('textDocument/inlayHint', { range: RANGE });
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['Command and Scripting Interpreter', 'ID 22', 'is'],
    );
    const [lens] = await ask<CodeLens[]>('textDocument/codeLens');
    assert.equal(lens?.command?.title, '1 condition · logs only what matches');
    const links = await ask<DocumentLink[]>('textDocument/documentLink');
    assert.equal(links[0]?.target, 'https://attack.mitre.org/techniques/T1059/');
  });

  it('finds and renames names, and says why it cannot', async () => {
    const found = await ask<Location[]>('textDocument/references', {
      position: NAME,
      context: { includeDeclaration: true },
    });
    assert.equal(found.length, 1);
    assert.ok(await ask('textDocument/definition', { position: NAME }));
    assert.deepEqual(await ask('textDocument/prepareRename', { position: NAME }), {
      range: { start: { line: 1, character: 17 }, end: { line: 1, character: 22 } },
      placeholder: 'T1059',
    });
    const edit = await ask<WorkspaceEdit>('textDocument/rename', { position: NAME, newName: 'b' });
    assert.equal(edit.changes?.[uri]?.[0]?.newText, 'b');
    await assert.rejects(
      ask('textDocument/rename', { position: NAME, newName: 'a'.repeat(256) }),
      /at most 255 bytes/,
    );
  });

  it('answers empty for a document that is not open', async () => {
    const closed = { textDocument: { uri: 'file:///none.xml' } };
    assert.deepEqual(await ask('textDocument/semanticTokens/full', closed), { data: [] });
    assert.equal(await ask('textDocument/codeLens', closed), null);
    assert.equal(await ask('textDocument/rename', { ...closed, position: NAME, newName: 'b' }), null);
  });
});
