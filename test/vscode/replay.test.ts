import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { eventually, extension, open, workspaceFile } from './helpers.ts';

const rules = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RuleGroup name="" groupRelation="or">
      <DnsQuery onmatch="include">
        <QueryName condition="is">a.example</QueryName>
        <QueryName condition="is">never.example</QueryName>
      </DnsQuery>
    </RuleGroup>
  </EventFiltering>
</Sysmon>
`;
const log = Array.from({ length: 400 }, (_, i) =>
  JSON.stringify({
    EventID: 22,
    SourceName: 'Microsoft-Windows-Sysmon',
    Image: 'C:\\a.exe',
    QueryName: i % 4 === 0 ? 'a.example' : 'b.example',
  }),
).join('\n');

const configuration = (): vscode.Uri => workspaceFile('replayed.xml');
const report = () => extension().exports.replay(configuration());

async function lenses(): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    configuration(),
    100,
  );
  return found
    .filter(({ command }) => command?.command === 'sysmon.showReplay')
    .map(({ range, command }) => `${range.start.line + 1} ${command?.title}`)
    .sort();
}

function hints(): string[] {
  return vscode.languages
    .getDiagnostics(configuration())
    .filter(({ source }) => source === 'Sysmon replay')
    .map(({ range, severity, tags }) => `${range.start.line + 1} ${severity} ${String(tags)}`);
}

describe('replaying events', () => {
  before(async () => {
    await vscode.workspace.fs.writeFile(configuration(), Buffer.from(rules));
    await vscode.workspace.fs.writeFile(workspaceFile('a.jsonl'), Buffer.from(log));
    await vscode.workspace.fs.writeFile(workspaceFile('b.jsonl.gz'), gzipSync(log));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['replayed.xml', 'a.jsonl', 'b.jsonl.gz'])
      await vscode.workspace.fs.delete(workspaceFile(name));
  });

  it('counts what each block and rule decided, fades what decided nothing, and opens a page', async () => {
    await open(configuration());
    await vscode.commands.executeCommand('sysmon.replay', {
      configuration: configuration(),
      logs: [workspaceFile('a.jsonl'), workspaceFile('b.jsonl.gz')],
    });
    assert.equal(report()?.seen, 800);
    assert.equal(report()?.logged, 200);
    assert.deepEqual(await lenses(), ['4 $(history) 200 logged · 25 %', '5 $(history) 200 logged · 25 %']);
    const unnecessary = vscode.DiagnosticTag.Unnecessary;
    assert.deepEqual(hints(), [`6 ${vscode.DiagnosticSeverity.Hint} ${unnecessary}`]);
    const page = await eventually('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(
          ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('sysmon.replay'),
        ),
    );
    assert.equal(page.label, 'Replay: replayed.xml');
  });

  it('counts again after an edit', async () => {
    const document = await vscode.workspace.openTextDocument(configuration());
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('never.example');
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + 'never'.length)),
      'b',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually('the new counts', () => (report()?.logged === 800 ? true : undefined));
    assert.equal(report()?.again, true);
    assert.deepEqual(await lenses(), [
      '4 $(history) 800 logged · 100 %',
      '5 $(history) 200 logged · 25 %',
      '6 $(history) 600 logged · 75 %',
    ]);
    assert.deepEqual(hints(), []);
  });

  it('is forgotten when the user says so', async () => {
    await vscode.commands.executeCommand('sysmon.clearReplay', configuration());
    assert.equal(report(), null);
    assert.deepEqual(await lenses(), []);
    assert.deepEqual(hints(), []);
  });
});
