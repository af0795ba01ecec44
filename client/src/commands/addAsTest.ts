import * as vscode from 'vscode';
import { AddTestRequest, type NewCase } from '../judging.ts';
import { relativePath } from '../paths.ts';
import { pickOne } from '../picks.ts';
import type { LanguageService } from '../service.ts';
import { nameOf } from '../views/atlas.ts';
import type { Explained, ExplanationView } from '../views/explanation.ts';
import type { TestExplorer } from '../views/testExplorer.ts';

/** Answers that are known already, from another command or a test. */
interface AddArguments {
  readonly file?: vscode.Uri;
  readonly name?: string;
}

const ending = '.sysmon-test.yaml';

/** Makes a case of what is explained. It is written into an editor; whether it is saved the user decides. */
export function registerAddAsTest(
  service: LanguageService,
  view: ExplanationView,
  tests: TestExplorer,
): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.addAsTest', async (argument: unknown) => {
    const { current } = view;
    if (!current) {
      void vscode.window.showInformationMessage(
        'Explain an event first: a test is made of what is explained.',
      );
      return;
    }
    if (current.uri.scheme === 'untitled') {
      void vscode.window.showWarningMessage('Save the configuration first: a test names its file.');
      return;
    }
    const { file: givenFile, name: givenName } = argumentsOf(argument);
    const file = givenFile ?? (await chooseFile(current, tests));
    const name = file && (givenName ?? (await askName(current)));
    if (file && name) await add(service, current, file, name);
  });
}

/** The menu of a view hands over what is selected there, which is of no use here. */
function argumentsOf(argument: unknown): AddArguments {
  if (typeof argument !== 'object' || argument === null || !('file' in argument)) return {};
  return argument as AddArguments;
}

async function chooseFile({ uri }: Explained, tests: TestExplorer): Promise<vscode.Uri | undefined> {
  const known = tests.filesFor(uri);
  if (known.length > 0) {
    const items = [
      ...known.map(file => ({
        label: nameOf(file),
        description: vscode.workspace.asRelativePath(file),
        file,
      })),
      { label: 'New Test File…', description: '', file: null },
    ];
    const picked = await pickOne({
      title: 'Add as Test',
      placeholder: `The test file of ${nameOf(uri)} that gets the case`,
      items,
    });
    if (!picked) return undefined;
    if (picked.file) return picked.file;
  }
  const stem = nameOf(uri).replace(/\.[^.]*$/, '');
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(uri, '..', `${stem}${ending}`),
    title: 'New Test File',
    saveLabel: 'Choose',
  });
  if (!chosen || chosen.path.endsWith(ending)) return chosen;
  return chosen.with({ path: `${chosen.path.replace(/(?:\.sysmon-test)?\.ya?ml$/i, '')}${ending}` });
}

function askName({ title, event, explanation }: Explained): Thenable<string | undefined> {
  const image = /[^\\/]+$/.exec(event.fields['Image'] ?? event.fields['SourceImage'] ?? '')?.[0];
  const by = image === undefined ? '' : ` by ${image}`;
  return vscode.window.showInputBox({
    title: 'Add as Test',
    prompt: 'What the case is about',
    value: `${title}${by} is ${explanation.logged ? 'logged' : 'not logged'}`,
    validateInput: value => (value.trim() === '' ? 'A case needs a name.' : undefined),
  });
}

async function add(
  service: LanguageService,
  { uri, event, explanation }: Explained,
  file: vscode.Uri,
  name: string,
): Promise<void> {
  const configuration = relativePath(file, uri);
  if (configuration === null) {
    void vscode.window.showWarningMessage('A test file has to be on the same drive as the configuration.');
    return;
  }
  const document = await openOrBegin(file);
  const before = document.getText();
  const added: NewCase = {
    name,
    event,
    expect: { logged: explanation.logged, ruleName: explanation.ruleName },
  };
  const result = await service.ask(AddTestRequest, {
    text: before === '' ? null : before,
    configuration,
    added,
  });
  if (result?.problem !== null) {
    void vscode.window.showWarningMessage(
      result?.problem ?? 'The Sysmon language server did not add the test.',
    );
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const { start, end, text } = difference(before, result.text);
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  await vscode.workspace.applyEdit(edit);
  const position = new vscode.Position(result.line, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  void offerToSave(document);
}

/** The document of a file; one that is not there yet begins as an unsaved document of that name. */
async function openOrBegin(file: vscode.Uri): Promise<vscode.TextDocument> {
  const exists = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  return vscode.workspace.openTextDocument(exists ? file : file.with({ scheme: 'untitled' }));
}

/** Nothing takes a message away that is shown, so it says only what stays true when the file is saved otherwise. */
async function offerToSave({ uri }: vscode.TextDocument): Promise<void> {
  const save = 'Save';
  const message = `The case was added to ${nameOf(uri)}.`;
  if ((await vscode.window.showInformationMessage(message, save)) !== save) return;
  // A document that began without a file becomes another one when it is saved.
  const unsaved = vscode.workspace.textDocuments.find(each => each.isDirty && each.uri.path === uri.path);
  await unsaved?.save();
}

/** What has to be replaced, so that the rest keeps its marks and folds. */
function difference(before: string, after: string): { start: number; end: number; text: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
