import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import { fromPosition, toRange } from './ranges.ts';
import { AutoCloseRequest } from './requests.ts';

/** Inserts the end tag when `>` or `</` was typed. */
export function registerAutoClose(service: LanguageService): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(event => {
    const position = typedAt(event);
    const { version } = event.document;
    // The language client may hear of the change after us, and the server has to know of it when it is asked.
    if (position) setTimeout(() => void close(service, event.document, version, position), 0);
  });
}

/** Behind the character that was typed, null where something else happened to the document. */
function typedAt({
  document,
  reason,
  contentChanges,
}: vscode.TextDocumentChangeEvent): vscode.Position | null {
  const [change] = contentChanges;
  if (!change || reason !== undefined || vscode.window.activeTextEditor?.document !== document) return null;
  if (document.languageId !== 'sysmon' && document.languageId !== 'xml') return null;
  if (change.text !== '>' && change.text !== '/') return null;
  if (change.rangeLength > 0 || !isSwitchedOn(document)) return null;
  // Of several cursors the last one is told of first, whose place no other insertion has moved.
  const shift = contentChanges.filter(
    ({ range }) => range.start.line === change.range.start.line && range.start.isBefore(change.range.start),
  ).length;
  return change.range.start.translate(0, 1 + shift);
}

function isSwitchedOn(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('sysmon', document).get('autoClosingTags', true);
}

async function close(
  service: LanguageService,
  document: vscode.TextDocument,
  version: number,
  position: vscode.Position,
): Promise<void> {
  try {
    const params = { uri: document.uri.toString(), position: fromPosition(position) };
    const closing = await service.ask(AutoCloseRequest, params);
    const editor = vscode.window.activeTextEditor;
    // Whoever types on, or whatever other extension was faster, has changed the document.
    if (!closing || editor?.document !== document || document.version !== version) return;
    const cursors = editor.selections.map(({ active }) => active);
    if (!cursors.some(cursor => cursor.isEqual(position))) return;
    const range = toRange(closing.range);
    const isInsertion = range.isEmpty && range.start.isEqual(position);
    await editor.insertSnippet(new vscode.SnippetString(closing.snippet), isInsertion ? cursors : range);
  } catch (error) {
    service.output.debug(`The end tag was not inserted: ${String(error)}`);
  }
}
