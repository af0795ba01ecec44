import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic, Position } from 'vscode-languageserver-protocol';
import { startClient, type TestClient } from './client.ts';

const URI = 'file:///a.xml';
const TEXT = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <ProcessCreate onmatch="include">
      <Image condition="ends with">x</Image>
    </ProcessCreate>
    <DnsQuery/>
  </EventFiltering>
</Sysmon>
`;

describe('code actions', () => {
  let client: TestClient;
  let problems: readonly Diagnostic[];
  before(async () => {
    client = await startClient({ textDocument: { diagnostic: {} }, workspace: { configuration: true } });
    client.open(URI, TEXT);
    const report = await client.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri: URI },
    });
    problems = report.items;
  });
  after(() => client.stop());

  const actionsFor = async (code: string, only?: readonly string[]): Promise<CodeAction[]> => {
    const diagnostic = problems.find(each => each.code === code);
    assert.ok(diagnostic, `no ${code} among ${problems.map(each => each.code).join(', ')}`);
    const actions = await client.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], ...(only && { only }) },
    });
    return actions ?? [];
  };
  const applied = ({ edit }: CodeAction): string =>
    TextDocument.applyEdits(TextDocument.create(URI, 'xml', 1, TEXT), edit?.changes?.[URI] ?? []);

  it('are announced with their kinds', () => {
    const { codeActionProvider } = client.initialized.capabilities;
    assert.deepEqual(codeActionProvider, {
      codeActionKinds: ['quickfix', 'refactor', 'source.fixAll.sysmon'],
    });
  });

  it('put a misspelt condition right, the likeliest way first', async () => {
    const [first, ...others] = await actionsFor('unknown-condition');
    assert.equal(first?.kind, 'quickfix');
    assert.equal(first.isPreferred, true);
    assert.equal(first.diagnostics?.[0]?.code, 'unknown-condition');
    assert.equal(applied(first), TEXT.replace('ends with', 'end with'));
    for (const { title, isPreferred } of others) assert.ok(!isPreferred, title);
  });

  it('are those of the range, whether the editor sends the diagnostics or not', async () => {
    const at = (line: number, character: number) => ({ line, character });
    const codesIn = async (start: Position, end: Position): Promise<unknown[]> => {
      const actions = await client.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', {
        textDocument: { uri: URI },
        range: { start, end },
        context: { diagnostics: [], only: ['quickfix'] },
      });
      return [...new Set(actions?.map(({ diagnostics }) => diagnostics?.[0]?.code))];
    };
    const value = TEXT.split('\n')[3]!.indexOf('ends with');
    assert.deepEqual(await codesIn(at(3, value + 2), at(3, value + 2)), ['unknown-condition']);
    assert.deepEqual(await codesIn(at(3, value + 9), at(3, value + 9)), ['unknown-condition']);
    assert.deepEqual(await codesIn(at(3, 0), at(3, 2)), []);
    assert.deepEqual(await codesIn(at(0, 0), at(7, 0)), ['unknown-condition', 'missing-onmatch']);
  });

  it('silence what Sysmon takes, above it and as far in', async () => {
    const actions = await actionsFor('missing-onmatch');
    const silence = actions.find(({ title }) => title === 'Silence “missing-onmatch” in this line');
    assert.ok(silence, actions.map(({ title }) => title).join('\n'));
    const comment = '<!-- sysmon-disable-next-line missing-onmatch -->';
    assert.equal(applied(silence), TEXT.replace('<DnsQuery/>', `${comment}\n    <DnsQuery/>`));
    assert.equal(actions.at(-1), silence);
  });

  it('do not silence what Sysmon refuses', async () => {
    const titles = (await actionsFor('unknown-condition')).map(({ title }) => title);
    assert.ok(!titles.some(title => title.startsWith('Silence')), titles.join('\n'));
  });

  it('fix everything at once for who asks for that kind, or for a kind around it', async () => {
    for (const only of ['source.fixAll.sysmon', 'source.fixAll', 'source']) {
      const actions = await actionsFor('unknown-condition', [only]);
      assert.deepEqual(
        actions.map(({ kind }) => kind),
        ['source.fixAll.sysmon'],
        only,
      );
      assert.ok(applied(actions[0]!).includes('condition="end with"'));
    }
    assert.deepEqual(await actionsFor('unknown-condition', ['source.organizeImports']), []);
  });

  it('do not fix everything for who asks for no kind', async () => {
    const kinds = (await actionsFor('unknown-condition')).map(({ kind }) => kind);
    assert.ok(!kinds.includes('source.fixAll.sysmon'));
  });
});
