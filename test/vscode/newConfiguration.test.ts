import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Baseline, BaselineList } from '../../client/src/newConfiguration.ts';
import { completionLabels, eventually, extension, insert, open, sleep, workspaceFile } from './helpers.ts';

interface Answers {
  readonly baseline: string;
  readonly schema: string;
  readonly hashes: readonly string[];
}

async function newConfiguration(answers?: Answers): Promise<vscode.Uri | undefined> {
  return vscode.commands.executeCommand<vscode.Uri | undefined>('sysmon.newConfiguration', answers);
}

async function baselines(): Promise<readonly Baseline[]> {
  const file = vscode.Uri.joinPath(extension().extensionUri, 'snippets/baselines/baselines.json');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return (JSON.parse(text) as BaselineList).baselines;
}

async function documentAt(uri: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  assert.ok(uri, 'no document was opened');
  return vscode.workspace.openTextDocument(uri);
}

/** Runs a command of the quick pick again and again until `done`: it may not be there yet. */
async function answer(command: string, what: string, done: () => boolean): Promise<void> {
  await eventually(what, async () => {
    if (done()) return true;
    await vscode.commands.executeCommand(command);
    return undefined;
  });
}

const closeAll = async (): Promise<void> => {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  // Untitled documents would ask whether to save them.
  while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
};

describe('Sysmon: New Configuration', () => {
  afterEach(closeAll);

  it('opens an untitled configuration with the choices, which Sysmon accepts', async () => {
    const uri = await newConfiguration({ baseline: 'minimal', schema: '4.90', hashes: ['sha256'] });
    const document = await documentAt(uri);
    assert.equal(document.isUntitled, true);
    assert.equal(document.languageId, 'sysmon');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    assert.match(document.getText(), /<Sysmon schemaversion="4\.90">/);
    assert.match(document.getText(), /<HashAlgorithms>SHA256<\/HashAlgorithms>/);
    const info = await extension().exports.documentInfo(document.uri);
    assert.equal(info?.accepted, true);
  });

  it('opens the largest baseline without a problem above a hint', async function () {
    this.timeout(120_000);
    const { minimalSchema } = (await baselines()).find(({ id }) => id === 'full')!;
    const uri = await newConfiguration({
      baseline: 'full',
      schema: minimalSchema,
      hashes: ['SHA256', 'IMPHASH'],
    });
    const document = await documentAt(uri);
    const info = await extension().exports.documentInfo(document.uri);
    assert.equal(info?.accepted, true);
    // Problems come when they come, and that none do cannot be waited for.
    await sleep(1500);
    const problems = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity < vscode.DiagnosticSeverity.Hint);
    assert.deepEqual(
      problems.map(({ message }) => message),
      [],
    );
  });

  it('asks for what it was not told, with answers that fit', async () => {
    const made = newConfiguration();
    let uri: vscode.Uri | undefined;
    void made.then(result => (uri = result));
    await answer('workbench.action.acceptSelectedQuickOpenItem', 'the questions', () => uri !== undefined);
    const document = await documentAt(uri);
    assert.equal((await extension().exports.documentInfo(document.uri))?.accepted, true);
    assert.match(document.getText(), /<HashAlgorithms>SHA256,IMPHASH<\/HashAlgorithms>/);
  });

  it('does nothing when it is cancelled', async () => {
    const before = vscode.workspace.textDocuments.length;
    let isOver = false;
    const made = newConfiguration().then(uri => {
      isOver = true;
      return uri;
    });
    await answer('workbench.action.closeQuickOpen', 'the end', () => isOver);
    assert.equal(await made, undefined);
    assert.equal(vscode.workspace.textDocuments.length, before);
  });

  it('fetches nothing from upstream unless the user agrees, which nobody does here', async () => {
    const file = { baseline: 'upstream-swiftonsecurity', schema: '4.90', hashes: [] };
    assert.equal(await newConfiguration(file), undefined);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('makes nothing of answers that do not fit', async () => {
    const fine = { baseline: 'minimal', schema: '4.90', hashes: ['SHA256'] };
    for (const wrong of [{ baseline: 'none' }, { schema: '3.40' }, { schema: '' }, { hashes: ['SHA512'] }]) {
      assert.equal(await newConfiguration({ ...fine, ...wrong }), undefined, JSON.stringify(wrong));
    }
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});

describe('Sysmon: Copy Command', () => {
  afterEach(async () => {
    await vscode.workspace
      .getConfiguration('sysmon')
      .update('platform', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  async function copied(command: string): Promise<string> {
    await vscode.commands.executeCommand('sysmon.copyCommand', { command });
    return vscode.env.clipboard.readText();
  }

  it('copies it with the path of the file, quoted', async function () {
    if (process.platform !== 'linux') this.skip();
    const { document } = await open(workspaceFile('module.smc'));
    assert.equal(await copied('update'), "sysmon -c 'module.smc'");
    await vscode.workspace
      .getConfiguration('sysmon')
      .update('platform', 'linux', vscode.ConfigurationTarget.Global);
    await eventually('the server to know', async () => {
      const info = await extension().exports.documentInfo(document.uri);
      return info?.platform === 'linux' ? true : undefined;
    });
    assert.equal(await copied('install'), `sudo sysmon -accepteula -i '${document.uri.fsPath}'`);
  });

  it('copies commands that need no file without one', async () => {
    assert.equal(await copied('schema'), 'sysmon -s');
    await vscode.env.clipboard.writeText('before');
    assert.equal(await copied('install'), 'before');
  });
});

describe('Sysmon: Choose Target', () => {
  afterEach(async () => {
    await vscode.workspace
      .getConfiguration('sysmon')
      .update('target', undefined, vscode.ConfigurationTarget.Workspace);
    await closeAll();
  });

  it('writes the setting to the workspace', async () => {
    await open(workspaceFile('module.smc'));
    const target = (): unknown =>
      vscode.workspace.getConfiguration('sysmon').inspect('target')?.workspaceValue;
    let isOver = false;
    void vscode.commands.executeCommand('sysmon.chooseTarget').then(() => (isOver = true));
    // The pick begins at what is set, and the version behind "newest" is the newest one.
    await eventually('the setting', async () => {
      if (target() !== undefined) return true;
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return undefined;
    });
    await eventually('the end', () => (isOver ? true : undefined));
    assert.match(String(target()), /^\d\.\d+$/);
  });
});

describe('the snippets', () => {
  afterEach(closeAll);

  async function sysmonDocument(content: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument({ language: 'sysmon', content });
    return vscode.window.showTextDocument(document);
  }

  it('are offered in a Sysmon document', async () => {
    const editor = await sysmonDocument(
      '<Sysmon schemaversion="4.90"><EventFiltering>\n!\n</EventFiltering></Sysmon>',
    );
    const labels = await completionLabels(editor.document, new vscode.Position(1, 1));
    for (const label of ['!ProcessCreate', '!ProcessCreateExclude', '!RuleGroup', '!detect-lsass-access']) {
      assert.ok(labels.includes(label), label);
    }
  });

  it('leave other XML alone unless it says sysmon', async () => {
    const { document } = await open(workspaceFile('pom.xml'));
    const editor = await vscode.window.showTextDocument(document);
    const end = document.lineAt(document.lineCount - 1).range.end;
    await insert(editor, end, '\n!Pro');
    const at = (): vscode.Position => editor.selection.active;
    assert.deepEqual(
      (await completionLabels(document, at())).filter(label => label.startsWith('!')),
      [],
    );
    await insert(editor, at(), '\nsysmon-pro');
    const labels = await completionLabels(document, at());
    assert.ok(labels.includes('sysmon-ProcessCreate-include'), labels.join(', '));
  });

  for (const [name, expected] of [
    [
      'ProcessCreate include',
      /<ProcessCreate onmatch="include">\s+<Image condition="is">[^<]+<\/Image>\s+<\/ProcessCreate>/,
    ],
    ['RegistryEvent section', /SYSMON EVENT 12, 13, 14[\s\S]+<RegistryEvent onmatch="include">/],
    [
      'Detect: Memory of LSASS is read',
      /<TargetImage condition="is">C:\\Windows\\System32\\lsass\.exe<\/TargetImage>/,
    ],
  ] as const) {
    it(`insert what Sysmon loads: ${name}`, async () => {
      const editor = await sysmonDocument(
        '<Sysmon schemaversion="4.91"><EventFiltering>\n\n</EventFiltering></Sysmon>',
      );
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'sysmon', name });
      assert.match(editor.document.getText(), expected);
      assert.equal((await extension().exports.documentInfo(editor.document.uri))?.accepted, true);
    });
  }
});

describe('the walkthrough', () => {
  afterEach(closeAll);

  it('opens', async () => {
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${extension().id}#start`,
      false,
    );
    await eventually('its tab', () => {
      const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      return labels.some(label => /Walkthrough|Get Started/i.test(label)) ? true : undefined;
    });
  });
});
