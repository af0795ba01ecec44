import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SysmonConfigApi } from '../../client/src/extension.node.ts';

const extensionId = 'sysmon-config.sysmon-config';

export function extension(): vscode.Extension<SysmonConfigApi> {
  const found = vscode.extensions.getExtension<SysmonConfigApi>(extensionId);
  assert.ok(found, 'the extension is not installed');
  return found;
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uri);
  return vscode.window.showTextDocument(document);
}

export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

/** Asks until there is an answer: much in an editor comes when it comes. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Thenable<T | undefined>,
  timeoutMs = 20_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) assert.fail(`waited ${timeoutMs / 1000} s for ${what}`);
    await sleep(100);
  }
}

/** The position in front of `text`, or within it after `offset` characters. */
export function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const index = document.getText().indexOf(text);
  assert.notEqual(index, -1, `the document does not contain ${text}`);
  return document.positionAt(index + offset);
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  // The command returns MarkdownString only, never the deprecated alternatives.
  return hovers
    .flatMap(hover => hover.contents as vscode.MarkdownString[])
    .map(({ value }) => value)
    .join('\n');
}

export async function completionLabels(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items.map(item => (typeof item.label === 'string' ? item.label : item.label.label));
}

export async function insert(
  editor: vscode.TextEditor,
  position: vscode.Position,
  text: string,
): Promise<void> {
  assert.ok(await editor.edit(edit => edit.insert(position, text)), 'the edit was not made');
  const end = editor.document.positionAt(editor.document.offsetAt(position) + text.length);
  editor.selection = new vscode.Selection(end, end);
}
