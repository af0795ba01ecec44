import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';

const editDelayMs = 400;

/**
 * The context key that menus ask: `resourcePath in sysmon.configurations`. Addresses would not do, as a remote window
 * and its extensions have different ones of the same file.
 */
const contextKey = 'sysmon.configurations';

/**
 * Which of the open documents are configurations, and which of them was looked at last. Whether an XML document
 * is one only the server knows, so views and menus ask here.
 */
export class Configurations implements vscode.Disposable {
  private readonly service: LanguageService;
  private readonly known = new Set<string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];
  private last: vscode.Uri | null = null;

  /** Fires when a configuration was edited, once typing has paused, was opened, or is judged anew. */
  readonly onDidChange = this.changed.event;

  constructor(service: LanguageService) {
    this.service = service;
    this.subscriptions = [
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(editor => {
        if (editor) this.considerIn(editor.document, 0);
      }),
      vscode.workspace.onDidOpenTextDocument(document => this.considerIn(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.considerIn(document, editDelayMs);
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        clearTimeout(this.timers.get(document.uri.toString()));
        this.timers.delete(document.uri.toString());
        if (this.known.delete(document.uri.toString())) this.publish();
      }),
      service.onReady(() => {
        for (const document of vscode.workspace.textDocuments) this.considerIn(document, 0);
      }),
    ];
  }

  /** The configuration that was active last and is still open. */
  get current(): vscode.Uri | null {
    return this.last && this.known.has(this.last.toString()) ? this.last : null;
  }

  /** All that are open, the one that was active last first. */
  get all(): readonly vscode.Uri[] {
    const last = this.current?.toString();
    const keys = [...this.known].sort((a, b) => Number(b === last) - Number(a === last));
    return keys.map(key => vscode.Uri.parse(key, true));
  }

  isKnown(uri: vscode.Uri): boolean {
    return this.known.has(uri.toString());
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private considerIn(document: vscode.TextDocument, delayMs: number): void {
    if (document.languageId !== 'sysmon' && document.languageId !== 'xml') return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.consider(document);
      }, delayMs),
    );
  }

  private async consider(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    let isSysmon = false;
    try {
      isSysmon = (await this.service.documentInfo(document.uri))?.isSysmon ?? false;
    } catch (error) {
      // A server that stops while it is asked is reported by whoever stopped it.
      this.service.output.debug(`Whether ${key} is a configuration is not known: ${String(error)}`);
    }
    if (document.isClosed) return;
    const was = this.known.has(key);
    if (isSysmon) this.known.add(key);
    else this.known.delete(key);
    if (was !== isSysmon) this.publish();
    // While the server was asked, a page may have taken the place of the only configuration that is open.
    const isActive = vscode.window.activeTextEditor?.document === document;
    if (isSysmon && (isActive || !this.current)) this.last = document.uri;
    if (was || isSysmon) this.changed.fire(document.uri);
  }

  private publish(): void {
    const paths = [...this.known].flatMap(address => {
      const uri = vscode.Uri.parse(address);
      // The editor takes the one for a file on its own machine, and the other for all else.
      return [uri.fsPath, uri.path];
    });
    void vscode.commands.executeCommand('setContext', contextKey, [...new Set(paths)]);
  }
}
