import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import { registerAutoClose } from './autoClose.ts';
import { registerMatchingTag } from './matchingTag.ts';
import { registerToggleComment } from './toggleComment.ts';

/** What an editor does with the text of a configuration that the protocol has no request for. */
export function registerEditing(service: LanguageService): vscode.Disposable {
  return vscode.Disposable.from(
    registerAutoClose(service),
    registerMatchingTag(service),
    registerToggleComment(service),
  );
}
