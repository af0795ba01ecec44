import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  completionLabels,
  eventually,
  extension,
  hoverText,
  insert,
  open,
  positionOf,
  sleep,
  workspaceFile,
} from './helpers.ts';

async function problemsOf(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  return eventually(`problems of ${uri.path}`, () => {
    const problems = vscode.languages.getDiagnostics(uri);
    return problems.length > 0 ? problems : undefined;
  });
}

describe('a Sysmon configuration that is a plain XML document', () => {
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    editor = await open(workspaceFile('sysmonconfig.xml'));
    assert.equal(editor.document.languageId, 'xml');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('shows the mistake where it is', async () => {
    const problems = await problemsOf(editor.document.uri);
    assert.equal(problems.length, 1, problems.map(problem => problem.message).join('\n'));
    const [problem] = problems;
    assert.ok(problem);
    assert.match(editor.document.getText(problem.range), /ends with/);
    assert.equal(problem.range.start.line, positionOf(editor.document, 'ends with').line);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem.message, /end with/);
  });

  it('takes the problem away when the mistake is repaired, and brings it back', async () => {
    await problemsOf(editor.document.uri);
    const start = positionOf(editor.document, 'ends with', 'end'.length);
    await editor.edit(edit => edit.delete(new vscode.Range(start, start.translate(0, 1))));
    await eventually('the problem to go', () =>
      vscode.languages.getDiagnostics(editor.document.uri).length === 0 ? true : undefined,
    );
    await editor.edit(edit => edit.insert(start, 's'));
    await problemsOf(editor.document.uri);
  });

  it('explains on hover which kernel mechanism an event comes from', async () => {
    const text = await hoverText(editor.document, positionOf(editor.document, '<ProcessCreate', 3));
    assert.match(text, /PsSetCreateProcessNotifyRoutine/);
  });

  it('offers events', async () => {
    const position = positionOf(editor.document, '<NetworkConnect');
    await insert(editor, position, '<');
    const labels = await completionLabels(editor.document, position.translate(0, 1));
    assert.ok(labels.includes('DnsQuery'), labels.join(', '));
  });

  it('offers conditions, and takes one over', async () => {
    const start = positionOf(editor.document, 'ends with');
    await editor.edit(edit =>
      edit.replace(new vscode.Range(start, start.translate(0, 'ends with'.length)), ''),
    );
    const labels = await completionLabels(editor.document, start);
    assert.ok(labels.includes('begin with') && labels.includes('end with'), labels.join(', '));

    await insert(editor, start, 'begin');
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await eventually('the completion to be taken over', async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return editor.document.lineAt(start.line).text.includes('condition="begin with"') ? true : undefined;
    });
  });
});

describe('a configuration of the real world', () => {
  it('opens, and explains an event', async function () {
    const file = path.join(
      extension().extensionPath,
      '../shared/corpus/real/SwiftOnSecurity__sysmon-config__sysmonconfig-export.xml',
    );
    if (!existsSync(file)) {
      console.log('  The corpus with SwiftOnSecurity/sysmon-config is not at ../shared/corpus: skipped.');
      this.skip();
    }
    const uri = vscode.Uri.file(file);
    const { document } = await open(uri);
    const text = await eventually('a hover', async () => {
      const hover = await hoverText(document, positionOf(document, '<ProcessCreate', 3));
      return hover === '' ? undefined : hover;
    });
    assert.match(text, /PsSetCreateProcessNotifyRoutine/);
    const info = await extension().exports.documentInfo(uri);
    assert.equal(info?.accepted, true);
    const errors = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(errors, []);
  });
});

describe('an XML document that is no Sysmon configuration', () => {
  it('gets nothing', async () => {
    const { document } = await open(workspaceFile('pom.xml'));
    const position = positionOf(document, 'ends with', 2);
    assert.equal(await hoverText(document, position), '');
    const labels = await completionLabels(document, position);
    assert.ok(!labels.includes('begin with'), labels.join(', '));
    // Nothing cannot be waited for: an answer to a later question is the sign that earlier ones are through.
    const info = await extension().exports.documentInfo(document.uri);
    assert.notEqual(info?.isSysmon, true);
    await sleep(1000);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
