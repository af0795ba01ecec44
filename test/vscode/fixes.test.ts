import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, open, positionOf, workspaceFile } from './helpers.ts';

const configuration = (condition: string): string => `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <ProcessCreate onmatch="include">
      <Image condition="${condition}">\\certutil.exe</Image>
    </ProcessCreate>
    <DnsQuery/>
  </EventFiltering>
</Sysmon>
`;

/** A folder of its own, so that the other tests see nothing of it. */
const folder = (): vscode.Uri => workspaceFile('fixes');
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);

async function write(name: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
  return file(name);
}

function problemOf(uri: vscode.Uri, code: string): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find(problem => codeOf(problem) === code);
}

/** A code with a page comes as an object. */
function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function setOnSave(value: Readonly<Record<string, string>> | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  await settings.update('editor.codeActionsOnSave', value, vscode.ConfigurationTarget.Global);
}

async function removeFolder(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(folder(), { recursive: true });
}

describe('a misspelt condition', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    const editor = await open(await write('condition.xml', configuration('ends with')));
    document = editor.document;
    await eventually('the problem', () => problemOf(document.uri, 'unknown-condition'));
    const position = positionOf(document, 'ends with', 2);
    editor.selection = new vscode.Selection(position, position);
  });

  afterEach(removeFolder);

  it('is put right by the light bulb', async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problemOf(document.uri, 'unknown-condition')?.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const [fix] = actions;
    assert.ok(fix?.edit, actions.map(({ title }) => title).join('\n'));
    assert.equal(fix.isPreferred, true);
    assert.match(fix.title, /end with/);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), configuration('end with'));
    await eventually('the problem to go', () =>
      problemOf(document.uri, 'unknown-condition') === undefined ? true : undefined,
    );
  });

  it('is put right by Auto Fix, which takes the preferred way', async () => {
    await vscode.commands.executeCommand('editor.action.autoFix');
    await eventually('the fix', () => (document.getText() === configuration('end with') ? true : undefined));
  });

  it('is put right by Fix All', async () => {
    await vscode.commands.executeCommand('editor.action.fixAll');
    await eventually('the fix', () => (document.getText() === configuration('end with') ? true : undefined));
  });

  it('is put right on save, where the user wants that', async () => {
    try {
      await setOnSave({ 'source.fixAll.sysmon': 'explicit' });
      const end = document.lineAt(document.lineCount - 1).range.end;
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, end, '<!-- more -->\n');
      await vscode.workspace.applyEdit(edit);
      await vscode.commands.executeCommand('workbench.action.files.save');
      await eventually('the save', () => (document.isDirty ? undefined : true));
      const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
      assert.equal(saved, `${configuration('end with')}<!-- more -->\n`);
    } finally {
      await setOnSave(undefined);
    }
  });
});

describe('a problem that the user can live with', () => {
  afterEach(removeFolder);

  it('is silenced by a comment above it', async () => {
    const { document } = await open(await write('silence.xml', configuration('end with')));
    const problem = await eventually('the problem', () => problemOf(document.uri, 'missing-onmatch'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const silence = actions.find(({ title }) => title.startsWith('Silence'));
    assert.ok(silence?.edit, actions.map(({ title }) => title).join('\n'));
    assert.ok(await vscode.workspace.applyEdit(silence.edit));
    assert.match(
      document.getText(),
      /^ {4}<!-- sysmon-disable-next-line missing-onmatch -->\n {4}<DnsQuery\/>$/m,
    );
    await eventually('the problem to go', () =>
      problemOf(document.uri, 'missing-onmatch') === undefined ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('has the level that the nearest .sysmonrc.json gives it, also after that changed', async () => {
    const levelIs = (uri: vscode.Uri, severity: vscode.DiagnosticSeverity): Promise<true> =>
      eventually(`the level ${vscode.DiagnosticSeverity[severity]}`, () =>
        problemOf(uri, 'missing-onmatch')?.severity === severity ? true : undefined,
      );
    await write('.sysmonrc.json', '{ "checks": { "missing-onmatch": "warning" } }');
    const { document } = await open(await write('level.xml', configuration('end with')));
    await levelIs(document.uri, vscode.DiagnosticSeverity.Warning);
    await write('.sysmonrc.json', '{ "checks": { "missing-onmatch": "hint" } }');
    await levelIs(document.uri, vscode.DiagnosticSeverity.Hint);
    await vscode.workspace.fs.delete(file('.sysmonrc.json'));
    await levelIs(document.uri, vscode.DiagnosticSeverity.Error);
  });

  it('is completed and checked in .sysmonrc.json by the JSON schema', async () => {
    const { document } = await open(await write('.sysmonrc.json', '{ "tarjet": "4.90" }'));
    const [problem] = await eventually('a problem of the JSON', () => {
      const problems = vscode.languages.getDiagnostics(document.uri);
      return problems.length > 0 ? problems : undefined;
    });
    assert.match(problem?.message ?? '', /tarjet/);
  });
});
