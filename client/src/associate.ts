import * as vscode from 'vscode';
import type { LanguageService } from './service.ts';
import { association } from './settings.ts';

/**
 * With `sysmon.files.associate: switch`, makes XML documents whose root is `Sysmon` documents of the language
 * `sysmon`. A document is switched once: a user who sets it back to XML means it.
 */
export class Associator implements vscode.Disposable {
  private readonly service: LanguageService;
  private readonly switched = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(service: LanguageService) {
    this.service = service;
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument(document => void this.consider(document)),
      service.onReady(() => {
        for (const document of vscode.workspace.textDocuments) void this.consider(document);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async consider(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    const isXml = () => document.languageId === 'xml';
    if (!isXml() || association() !== 'switch' || this.switched.has(uri)) return;
    try {
      const info = await this.service.documentInfo(document.uri);
      // While the server answered, the document may have been closed or switched by someone else.
      if (!info?.isSysmon || document.isClosed || !isXml()) return;
      this.switched.add(uri);
      await vscode.languages.setTextDocumentLanguage(document, 'sysmon');
    } catch (error) {
      this.service.output.debug(`The language of ${uri} was not switched: ${String(error)}`);
    }
  }
}
