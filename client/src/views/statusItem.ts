import * as vscode from 'vscode';
import type { DocumentInfo } from '../protocol.ts';
import type { LanguageService } from '../service.ts';

const editDelayMs = 500;

function detailOf(info: DocumentInfo): string {
  const platform = info.platform === 'linux' ? 'Linux' : 'Windows';
  const parts = [`for Sysmon schema ${info.target} on ${platform}`];
  if (info.validatedAgainst !== null && info.validatedAgainst !== info.declared) {
    parts.push(`validated against ${info.validatedAgainst}`);
  }
  if (info.accepted === false) parts.push('Sysmon rejects this file');
  return parts.join(', ');
}

/**
 * Shows the schema version of the active configuration. The item exists only while a configuration is active:
 * whether an XML document is one cannot be said with a document selector.
 */
export class StatusItem implements vscode.Disposable {
  private readonly service: LanguageService;
  private readonly subscriptions: vscode.Disposable[];
  private item: vscode.LanguageStatusItem | null = null;
  private timer: NodeJS.Timeout | undefined;
  /** Counts requests, so that a late answer does not replace that of a later request. */
  private latest = 0;

  constructor(service: LanguageService) {
    this.service = service;
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.refreshIn(0)),
      vscode.workspace.onDidChangeTextDocument(event => {
        if (event.document === vscode.window.activeTextEditor?.document) this.refreshIn(editDelayMs);
      }),
      vscode.workspace.onDidOpenTextDocument(document => {
        // Also when the language of a document changes, which is a close and an open.
        if (document === vscode.window.activeTextEditor?.document) this.refreshIn(0);
      }),
      service.onReady(() => this.refreshIn(0)),
    ];
    this.refreshIn(0);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.latest++;
    this.hide();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private refreshIn(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), delayMs);
  }

  private async refresh(): Promise<void> {
    const request = ++this.latest;
    const document = vscode.window.activeTextEditor?.document;
    const served = document?.languageId === 'sysmon' || document?.languageId === 'xml';
    let info: DocumentInfo | null = null;
    try {
      if (served) info = await this.service.documentInfo(document.uri);
    } catch (error) {
      // A server that stops while it is asked is reported by whoever stopped it.
      this.service.output.debug(`No document information: ${String(error)}`);
    }
    if (request !== this.latest) return;
    if (document && info?.isSysmon) this.show(document, info);
    else this.hide();
  }

  private show(document: vscode.TextDocument, info: DocumentInfo): void {
    const item = (this.item ??= vscode.languages.createLanguageStatusItem('sysmon.document', []));
    item.selector = { language: document.languageId, scheme: document.uri.scheme };
    item.name = 'Sysmon schema version';
    item.text = info.declared === null ? 'Sysmon: no schemaversion' : `Sysmon ${info.declared}`;
    item.detail = detailOf(info);
    item.severity =
      info.accepted === false
        ? vscode.LanguageStatusSeverity.Error
        : vscode.LanguageStatusSeverity.Information;
    item.command = {
      title: 'Choose Target',
      command: 'sysmon.chooseTarget',
      tooltip: 'Choose the schema version and the platform of your Sysmon, or give its own schema',
    };
  }

  private hide(): void {
    this.item?.dispose();
    this.item = null;
  }
}
