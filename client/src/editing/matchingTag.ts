import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import { fromPosition, toPosition } from './ranges.ts';
import { MatchingTagRequest } from './requests.ts';

/** Goes to the other tag of the element; where there is none, to the matching bracket, whose key this command has. */
export function registerMatchingTag(service: LanguageService): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.goToMatchingTag', async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const params = {
      uri: editor.document.uri.toString(),
      position: fromPosition(editor.selection.active),
    };
    const found = await service.ask(MatchingTagRequest, params);
    if (!found) {
      await vscode.commands.executeCommand('editor.action.jumpToBracket');
      return;
    }
    const position = toPosition(found);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  });
}
