import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';

export function registerShowOutput(service: LanguageService): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.showOutput', () => service.output.show());
}
