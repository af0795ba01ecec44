import * as vscode from 'vscode';
import { Associator } from './associate.ts';
import { registerRestart } from './commands/restart.ts';
import { registerShowOutput } from './commands/showOutput.ts';
import type { DocumentInfo } from './protocol.ts';
import { LanguageService } from './service.ts';
import { StatusItem } from './views/statusItem.ts';

/** What other extensions can ask of this one. */
export interface SysmonConfigApi {
  /** What is known of a document as a whole, null when the language server is not running. */
  documentInfo(uri: vscode.Uri): Promise<DocumentInfo | null>;
}

let service: LanguageService | null = null;

export async function activate(context: vscode.ExtensionContext): Promise<SysmonConfigApi> {
  const output = vscode.window.createOutputChannel('Sysmon Config', { log: true });
  const started = new LanguageService(context, output);
  service = started;
  context.subscriptions.push(
    output,
    started,
    registerRestart(started),
    registerShowOutput(started),
    new Associator(started),
    new StatusItem(started),
  );
  await started.restart();
  return { documentInfo: uri => started.documentInfo(uri) };
}

export async function deactivate(): Promise<void> {
  await service?.stop();
}
