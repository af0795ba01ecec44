import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Explanation } from '../../client/src/judging.ts';
import type { FinishedRun } from '../../client/src/views/testExplorer.ts';
import { eventually, extension, open, positionOf, workspaceFile } from './helpers.ts';

const configuration = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <DnsQuery onmatch="include">
      <Image condition="end with" name="found">\\a.exe</Image>
    </DnsQuery>
  </EventFiltering>
</Sysmon>
`;
const eventOf = (image: string): string =>
  JSON.stringify({ EventID: 22, SourceName: 'Microsoft-Windows-Sysmon', Image: image });
const xml = `<Event><System><Provider Name="Microsoft-Windows-Sysmon"/><EventID>22</EventID></System>
  <EventData><Data Name="Image">C:\\a.exe</Data></EventData></Event>`;
const tests = `# kept
configuration: config.xml
cases:
  - name: logged
    event: { eventId: 22, Image: 'C:\\a.exe' }
    expect: { logged: true, ruleName: found } # kept too
`;

/** A folder of its own, so that the other tests see nothing of it. */
const folder = (): vscode.Uri => workspaceFile('judging');
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);

async function write(name: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
  return file(name);
}

async function read(name: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file(name)));
}

async function closeAndRemove(): Promise<void> {
  await vscode.commands.executeCommand('sysmon.closeExplanation');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(folder(), { recursive: true });
}

async function openConfiguration(name: string): Promise<vscode.TextEditor> {
  const editor = await open(await write(name, configuration));
  // The command takes it once the server has said that it is one.
  await eventually('the configuration to be known', async () => {
    const info = await extension().exports.documentInfo(editor.document.uri);
    return info?.isSysmon ? true : undefined;
  });
  return editor;
}

function explain(argument?: object): Thenable<Explanation | null> {
  return vscode.commands.executeCommand<Explanation | null>('sysmon.explainEvent', argument);
}

/** Asks until the configuration is known to be one: without one there is nothing to ask. */
function explained(): Promise<Explanation> {
  return eventually('the explanation', async () => (await explain()) ?? undefined);
}

describe('Explain Event', () => {
  afterEach(closeAndRemove);

  it('asks the active configuration about the event on the clipboard, and shows why', async () => {
    const { document } = await openConfiguration('config.xml');
    await vscode.env.clipboard.writeText(eventOf('C:\\a.exe'));
    const explanation = await explained();
    assert.equal(explanation.sentence, 'DnsQuery is logged, decided by line 4. Its RuleName is “found”.');
    const shown = extension().exports.explained();
    assert.equal(shown?.uri.toString(), document.uri.toString());
    const condition = shown.explanation.nodes[1]?.children[0];
    assert.equal(condition?.state, 'decides');
    const { start, end } = condition.range ?? assert.fail('the condition has no place');
    assert.equal(
      document.getText(new vscode.Range(start.line, start.character, end.line, end.character)),
      '<Image condition="end with" name="found">\\a.exe</Image>',
    );
  });

  it('takes the selection, and the document with the event at the cursor', async () => {
    const { document } = await openConfiguration('config.xml');
    const configuration = document.uri;
    await vscode.env.clipboard.writeText('nonsense');
    await open(await write('events.xml', `<Events>\n${xml}\n</Events>\n`));
    assert.equal((await explain({ configuration }))?.ruleName, 'found');

    const log = await open(await write('events.json', `${eventOf('b')}\n${eventOf('C:\\a.exe')}\n`));
    log.selection = new vscode.Selection(1, 3, 1, 3);
    assert.equal((await explain({ configuration }))?.logged, true);
    log.selection = new vscode.Selection(0, 0, 0, log.document.lineAt(0).text.length);
    assert.equal((await explain({ configuration }))?.logged, false);
  });

  it('says so where there is no event', async () => {
    await openConfiguration('config.xml');
    await vscode.env.clipboard.writeText('nonsense');
    assert.equal(await explain(), null);
    assert.equal(extension().exports.explained(), null);
  });

  it('follows the configuration', async () => {
    const editor = await openConfiguration('config.xml');
    const { uri } = editor.document;
    assert.equal((await explain({ text: xml, configuration: uri }))?.logged, true);
    const start = positionOf(editor.document, '\\a.exe');
    await editor.edit(edit => edit.replace(new vscode.Range(start, start.translate(0, 2)), 'x'));
    await eventually('the explanation to follow', () =>
      extension().exports.explained()?.explanation.logged === false ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('sysmon.closeExplanation');
    assert.equal(extension().exports.explained(), null);
  });
});

describe('Add as Test', () => {
  afterEach(closeAndRemove);

  it('begins a test file, which the user may save, and adds to it without touching the rest', async () => {
    const { document } = await openConfiguration('config.xml');
    await explain({ text: xml, configuration: document.uri });
    await vscode.commands.executeCommand('sysmon.addAsTest', {
      file: file('new.sysmon-test.yaml'),
      name: 'one',
    });
    const begun = vscode.window.activeTextEditor?.document;
    assert.equal(
      begun?.getText(),
      "configuration: config.xml\ncases:\n  - name: one\n    event:\n      event: DnsQuery\n      eventId: 22\n      fields:\n        Image: 'C:\\a.exe'\n    expect:\n      logged: true\n      ruleName: found\n",
    );
    assert.ok(begun.isDirty);
    await assert.rejects(async () => read('new.sysmon-test.yaml'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    await write('old.sysmon-test.yaml', tests);
    await vscode.commands.executeCommand('sysmon.addAsTest', {
      file: file('old.sysmon-test.yaml'),
      name: 'two',
    });
    const edited = vscode.window.activeTextEditor?.document;
    assert.ok(edited);
    assert.ok(edited.getText().startsWith(`${tests}  - name: two\n`), edited.getText());
    assert.ok(edited.isDirty);
    assert.equal(await read('old.sysmon-test.yaml'), tests);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

describe('the Test Explorer', () => {
  const api = (): ReturnType<typeof extension>['exports']['tests'] => extension().exports.tests;

  afterEach(async () => {
    await vscode.workspace
      .getConfiguration()
      .update('sysmon.tests.runOnSave', undefined, vscode.ConfigurationTarget.Global);
    await closeAndRemove();
  });

  /** The next run of a file that ends. */
  function nextRun(name: string): Promise<FinishedRun> {
    return new Promise(resolve => {
      const listener = api().onDidFinish(finished => {
        if (finished.uri.toString() !== file(name).toString()) return;
        listener.dispose();
        resolve(finished);
      });
    });
  }

  const item = (name: string): vscode.TestItem | undefined =>
    api().controller.items.get(file(name).toString());

  async function labels(name: string, count: number): Promise<string[]> {
    return eventually(`${count} cases of ${name}`, () => {
      const found: string[] = [];
      item(name)?.children.forEach(({ label, range }) => found.push(`${label} ${range?.start.line}`));
      return found.length === count ? found : undefined;
    });
  }

  it('finds files and their cases, follows them, and forgets those that go', async () => {
    await write('config.xml', configuration);
    await write('t.sysmon-test.yaml', tests);
    assert.deepEqual(await labels('t.sysmon-test.yaml', 1), ['logged 3']);
    await write('t.sysmon-test.yaml', `${tests}  - name: logged\n`);
    assert.deepEqual(await labels('t.sysmon-test.yaml', 2), ['logged 3', 'logged 6']);
    const problems = await eventually('the problem of the file', () => {
      const found = vscode.languages
        .getDiagnostics(file('t.sysmon-test.yaml'))
        .filter(({ source }) => source === 'sysmon');
      return found.length > 0 ? found : undefined;
    });
    assert.equal(problems[0]?.message, '“event” is missing.');
    await vscode.workspace.fs.delete(file('t.sysmon-test.yaml'));
    await eventually('the file to be forgotten', () => (item('t.sysmon-test.yaml') ? undefined : true));
  });

  it('runs them from its view', async () => {
    await write('config.xml', configuration);
    await write('t.sysmon-test.yaml', tests);
    await labels('t.sysmon-test.yaml', 1);
    const finished = nextRun('t.sysmon-test.yaml');
    await vscode.commands.executeCommand('testing.runAll');
    const { run } = await finished;
    assert.deepEqual(
      run.cases.map(({ name, status }) => [name, status]),
      [['logged', 'passed']],
    );
  });

  it('runs them when the file or its configuration is saved, and says which condition decided', async () => {
    await write('t.sysmon-test.yaml', tests);
    const { document } = await openConfiguration('config.xml');
    await labels('t.sysmon-test.yaml', 1);
    const testCase = item('t.sysmon-test.yaml')?.children.get('logged#0');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      document.uri,
      new vscode.Range(2, 0, 2, document.lineAt(2).text.length),
      '    <DnsQuery onmatch="exclude">',
    );
    await vscode.workspace.applyEdit(edit);
    const failing = nextRun('t.sysmon-test.yaml');
    await document.save();
    const [failed] = (await failing).run.cases;
    assert.equal(failed?.message, 'Event 22 is not logged and should be: line 4 decides.');
    assert.equal(failed.expected, 'logged: true\nruleName: found\nby: line 4');
    assert.match(failed.decided.at(-1)?.text ?? '', /^Line 4: Image end with “\\a\.exe”\. It holds/);

    const test = await open(file('t.sysmon-test.yaml'));
    const passing = nextRun('t.sysmon-test.yaml');
    await test.edit(change => {
      const start = positionOf(test.document, 'logged: true', 'logged: '.length);
      change.replace(new vscode.Range(start, start.translate(0, 'true'.length)), 'false');
    });
    await test.document.save();
    assert.equal((await passing).run.cases[0]?.status, 'passed');
    // A new item in its place would have no results.
    assert.ok(testCase);
    assert.equal(item('t.sysmon-test.yaml')?.children.get('logged#0'), testCase);
  });

  it('runs nothing on save where the user does not want it', async () => {
    const settings = vscode.workspace.getConfiguration();
    await settings.update('sysmon.tests.runOnSave', false, vscode.ConfigurationTarget.Global);
    await write('config.xml', configuration);
    const { document } = await open(await write('quiet.sysmon-test.yaml', tests));
    await labels('quiet.sysmon-test.yaml', 1);
    let runs = 0;
    const listener = api().onDidFinish(() => runs++);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# more\n');
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
    // A run that is asked for is behind one that a save would have begun.
    const finished = nextRun('quiet.sysmon-test.yaml');
    await vscode.commands.executeCommand('testing.runAll');
    await finished;
    listener.dispose();
    assert.equal(runs, 1);
  });
});
