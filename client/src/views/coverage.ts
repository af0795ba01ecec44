import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import { nameOf } from './atlas.ts';
import type { Configurations } from './configurations.ts';
import { type FromWebview, readDocument, type ToCoverage } from './messages.ts';
import { CoverageExportRequest, CoverageRequest } from './requests.ts';
import { reveal } from './reveal.ts';
import { fillPanel, openPanel, restorePanels } from './webviewShell.ts';

/** The coverage of configurations: one panel for each. */
export class CoverageView implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri;
  private readonly service: LanguageService;
  private readonly configurations: Configurations;
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(extensionUri: vscode.Uri, service: LanguageService, configurations: Configurations) {
    this.extensionUri = extensionUri;
    this.service = service;
    this.configurations = configurations;
    this.subscriptions = [
      vscode.commands.registerCommand('sysmon.showCoverage', (argument: unknown) => this.show(argument)),
      restorePanels('coverage', (panel, state) => this.restore(panel, state)),
      configurations.onDidChange(uri => {
        const panel = this.panels.get(uri.toString());
        if (panel?.visible) this.resend(uri);
      }),
      service.onReady(() => {
        for (const [address, panel] of this.panels) {
          if (panel.visible) this.resend(vscode.Uri.parse(address));
        }
      }),
    ];
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** @param argument the document, as the menu of an editor gives it; otherwise it is the active one */
  private show(argument: unknown): void {
    const active = vscode.window.activeTextEditor?.document;
    const served = active?.languageId === 'sysmon' || active?.languageId === 'xml';
    const uri = argument instanceof vscode.Uri ? argument : served ? active.uri : this.configurations.current;
    if (!uri) {
      void vscode.window.showInformationMessage('Open a Sysmon configuration to see its coverage.');
      return;
    }
    const key = uri.toString();
    const open = this.panels.get(key);
    if (open) {
      open.reveal();
      return;
    }
    this.adopt(openPanel('coverage', `Coverage: ${nameOf(uri)}`, vscode.ViewColumn.Beside), uri);
  }

  private restore(panel: vscode.WebviewPanel, state: unknown): void {
    const address = readDocument(state);
    const uri = address === null ? null : vscode.Uri.parse(address);
    // A page that never got as far as to show a document has none to show now.
    if (!uri || this.panels.has(uri.toString())) panel.dispose();
    else this.adopt(panel, uri);
  }

  /** Makes a panel the one of a document. */
  private adopt(panel: vscode.WebviewPanel, uri: vscode.Uri): void {
    const key = uri.toString();
    fillPanel(panel, this.extensionUri, 'coverage', message => void this.receive(uri, message));
    panel.onDidDispose(() => this.panels.delete(key));
    this.panels.set(key, panel);
  }

  private async receive(uri: vscode.Uri, message: FromWebview): Promise<void> {
    try {
      switch (message.type) {
        case 'ready':
          await this.send(uri);
          break;
        case 'reveal':
          await reveal(uri, message.range);
          break;
        case 'atlas':
          await vscode.commands.executeCommand('sysmon.atlas', { event: message.event });
          break;
        case 'export':
          await this.export(uri, message.format);
          break;
        case 'png':
          await save(uri, 'png', Buffer.from(message.data, 'base64'));
          break;
        default:
          // The others are of the other page.
          break;
      }
    } catch (error) {
      this.service.output.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(
        `The coverage of ${nameOf(uri)} could not be shown or saved: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** Nobody asked for this, so nobody is told when it fails, as with a file that was deleted. */
  private resend(uri: vscode.Uri): void {
    this.send(uri).catch((error: unknown) => {
      this.service.output.debug(`No coverage of ${uri.toString()}: ${String(error)}`);
    });
  }

  private async send(uri: vscode.Uri): Promise<void> {
    // The server knows open documents only, and the editor may have closed this one.
    await vscode.workspace.openTextDocument(uri);
    // While the server is away nothing is known of the document; it is asked again when it is there.
    if (!this.service.isRunning) return;
    const coverage = await this.service.ask(CoverageRequest, { uri: uri.toString() });
    this.post(uri, { type: 'coverage', document: uri.toString(), file: nameOf(uri), coverage });
  }

  private async export(uri: vscode.Uri, format: 'layer' | 'svg' | 'png'): Promise<void> {
    await vscode.workspace.openTextDocument(uri);
    const text = await this.service.ask(CoverageExportRequest, {
      uri: uri.toString(),
      format: format === 'layer' ? 'layer' : 'svg',
      name: nameOf(uri),
    });
    if (text === null) return;
    // Only a page can draw, so it gets the picture and sends it back as a PNG.
    if (format === 'png') this.post(uri, { type: 'draw', svg: text });
    else await save(uri, format, Buffer.from(text));
  }

  private post(uri: vscode.Uri, message: ToCoverage): void {
    void this.panels.get(uri.toString())?.webview.postMessage(message);
  }
}

const FILES = {
  layer: { ending: 'layer.json', label: 'ATT&CK Navigator layer' },
  svg: { ending: 'svg', label: 'SVG picture' },
  png: { ending: 'png', label: 'PNG picture' },
} as const;

/** Asks where to, and writes; beside the configuration unless the user says otherwise. */
async function save(uri: vscode.Uri, format: keyof typeof FILES, content: Uint8Array): Promise<void> {
  const { ending, label } = FILES[format];
  const name = nameOf(uri).replace(/\.[^.]*$/, '');
  const isOnDisk = uri.scheme !== 'untitled';
  const folder = isOnDisk ? vscode.Uri.joinPath(uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${name}.coverage.${ending}`) }),
    filters: { [label]: [ending.split('.').at(-1) ?? ending] },
    title: 'Export Coverage',
    saveLabel: 'Export',
  });
  if (target) await vscode.workspace.fs.writeFile(target, content);
}
