import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, open, positionOf, workspaceFile } from './helpers.ts';

const CONFIGURATION = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RuleGroup name="technique_id=T1059" groupRelation="or">
      <ProcessCreate onmatch="include">
        <Image>a</Image>
        <Image name="technique_id=T1059">b</Image>
      </ProcessCreate>
    </RuleGroup>
  </EventFiltering>
</Sysmon>
`;

/** A folder of its own, so that the other tests see nothing of it. */
const folder = (): vscode.Uri => workspaceFile('meaning');
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);

async function write(name: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
  return file(name);
}

const whole = (document: vscode.TextDocument): vscode.Range =>
  new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));

describe('what things mean', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    ({ document } = await open(await write('meaning.xml', CONFIGURATION)));
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder(), { recursive: true });
  });

  it('is shown by hints, which can be switched off', async () => {
    const hints = async (): Promise<string[]> => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        whole(document),
      );
      return found.map(({ label }) =>
        typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
      );
    };
    const technique = 'Command and Scripting Interpreter';
    const all = [technique, 'ID 1', 'is', technique, 'is'];
    await eventually('the hints', async () => ((await hints()).length > 0 ? true : undefined));
    assert.deepEqual((await hints()).sort(), [...all].sort());
    const settings = vscode.workspace.getConfiguration('sysmon', document.uri);
    await settings.update('inlayHints.techniques', false, vscode.ConfigurationTarget.Workspace);
    try {
      await eventually('the hints to go', async () => ((await hints()).length === 3 ? true : undefined));
    } finally {
      await settings.update('inlayHints.techniques', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('is shown by a lens above the block', async () => {
    const lenses = await eventually('the lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['2 conditions (or) · logs only what matches'],
    );
    assert.equal(lenses[0]?.range.start.line, 3);
  });

  it('is shown by semantic tokens of a legend that the manifest declares', async () => {
    const legend = await eventually('the legend', () =>
      vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      ),
    );
    const { contributes } = vscode.extensions.getExtension('sysmon-config.sysmon-config')?.packageJSON as {
      contributes: Record<
        'semanticTokenTypes' | 'semanticTokenModifiers',
        readonly { readonly id: string }[]
      >;
    };
    assert.deepEqual(
      contributes.semanticTokenTypes.map(({ id }) => id),
      legend.tokenTypes,
    );
    assert.deepEqual(
      contributes.semanticTokenModifiers.map(({ id }) => id),
      legend.tokenModifiers,
    );
    const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    // The name of the group, the block with its tags and onmatch, and of two fields the tags and a technique.
    assert.equal(data.length / 5, 1 + 3 + 5);
  });

  it('is renamed in all places that are the same', async () => {
    const edit = await eventually('the rename', () =>
      vscode.commands
        .executeCommand<vscode.WorkspaceEdit>(
          'vscode.executeDocumentRenameProvider',
          document.uri,
          positionOf(document, 'technique_id', 3),
          'PowerShell "& more"',
        )
        .then(
          found => found,
          () => undefined,
        ),
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(
      document.getText(),
      CONFIGURATION.replaceAll('technique_id=T1059', 'PowerShell &quot;&amp; more&quot;'),
    );
  });

  it('stays the same in a refactoring', async () => {
    const range = new vscode.Range(
      positionOf(document, '<Image>a'),
      positionOf(document, '</ProcessCreate>'),
    );
    const actions = await eventually('the refactorings', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        vscode.CodeActionKind.RefactorExtract.value,
      );
      return found.length > 0 ? found : undefined;
    });
    const extract = actions.find(({ title }) => title === 'Put 2 conditions into a Rule with OR');
    assert.ok(extract?.edit, actions.map(({ title }) => title).join('\n'));
    assert.ok(await vscode.workspace.applyEdit(extract.edit));
    assert.match(document.getText(), /<Rule groupRelation="or">\n {10}<Image>a/);
  });

  it('is found from anywhere in the workspace', async () => {
    const found = await eventually('the symbol', async () => {
      const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'ProcessCreate include',
      );
      return symbols.find(({ location }) => location.uri.path === document.uri.path);
    });
    assert.equal(found.containerName, 'technique_id=T1059');
  });
});

describe('the problems of a workspace', () => {
  it('are told of files that are not open, where the user wants that', async () => {
    const uri = await write('module.xml', CONFIGURATION.replaceAll('ProcessCreate', 'ProcessCreated'));
    const settings = vscode.workspace.getConfiguration('sysmon');
    const codes = (): unknown[] => vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    assert.deepEqual(codes(), []);
    await settings.update('workspaceDiagnostics', true, vscode.ConfigurationTarget.Workspace);
    try {
      await eventually('the problem', () => (codes().length > 0 ? true : undefined));
      await settings.update('workspaceDiagnostics', undefined, vscode.ConfigurationTarget.Workspace);
      await eventually('the problem to go', () => (codes().length === 0 ? true : undefined));
    } finally {
      await settings.update('workspaceDiagnostics', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.workspace.fs.delete(folder(), { recursive: true });
    }
  });
});
