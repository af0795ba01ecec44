import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';

export function registerRestart(service: LanguageService): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.restart', () => service.restart());
}
