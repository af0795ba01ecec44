import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import type { Configurations } from './configurations.ts';
import { type FromWebview, readEvent, type ToAtlas } from './messages.ts';
import { AtlasRequest, CoverageRequest } from './requests.ts';
import { reveal } from './reveal.ts';
import { fillPanel, openPanel, restorePanels } from './webviewShell.ts';

/** The Event Atlas: one panel, which follows the configuration that was active last. */
export class AtlasView implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri;
  private readonly service: LanguageService;
  private readonly configurations: Configurations;
  private readonly subscriptions: vscode.Disposable[];
  private panel: vscode.WebviewPanel | null = null;
  /** The event that the page is to show once it is ready. */
  private wanted: number | null = null;
  private isReady = false;

  constructor(extensionUri: vscode.Uri, service: LanguageService, configurations: Configurations) {
    this.extensionUri = extensionUri;
    this.service = service;
    this.configurations = configurations;
    this.subscriptions = [
      vscode.commands.registerCommand('sysmon.atlas', (argument: unknown) => this.show(readEvent(argument))),
      restorePanels('atlas', panel => this.adopt(panel)),
      configurations.onDidChange(() => {
        if (this.panel?.visible) void this.sendConfiguration();
      }),
      service.onReady(() => void this.sendAtlas()),
    ];
  }

  /** @param event the event whose page to open, null for the picture or what was open before */
  show(event: number | null): void {
    this.wanted = event;
    if (this.panel) {
      // A hidden page is gone, and says again that it is ready when it comes back.
      if (!this.panel.visible) this.isReady = false;
      this.panel.reveal();
      this.sendWanted();
      return;
    }
    // A link in a hover is followed while a file is read, which has to stay in sight.
    const column = event === null ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    this.adopt(openPanel('atlas', 'Sysmon Event Atlas', column));
  }

  /** Makes a panel the one of the atlas. */
  private adopt(panel: vscode.WebviewPanel): void {
    if (this.panel) {
      // The command was faster than the editor, which brings back the panel of the last time.
      panel.dispose();
      return;
    }
    fillPanel(panel, this.extensionUri, 'atlas', message => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = null;
      this.isReady = false;
    });
    this.panel = panel;
  }

  dispose(): void {
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private receive(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        void this.sendAtlas();
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'reveal':
        if (this.configurations.current) void reveal(this.configurations.current, message.range);
        break;
      case 'coverage':
        void vscode.commands.executeCommand('sysmon.showCoverage', this.configurations.current);
        break;
      default:
        // The others are of the other page.
        break;
    }
  }

  private async sendAtlas(): Promise<void> {
    if (!this.panel || !this.isReady) return;
    const uri = this.configurations.current;
    const atlas = await this.service.ask(AtlasRequest, { uri: uri?.toString() ?? null });
    if (!atlas) return;
    this.post({ type: 'atlas', atlas });
    this.sendWanted();
    await this.sendConfiguration();
  }

  private sendWanted(): void {
    if (this.wanted === null || !this.isReady) return;
    this.post({ type: 'show', event: this.wanted });
    this.wanted = null;
  }

  private async sendConfiguration(): Promise<void> {
    if (!this.panel || !this.isReady) return;
    const uri = this.configurations.current;
    const coverage = uri ? await this.service.ask(CoverageRequest, { uri: uri.toString() }) : null;
    this.post({
      type: 'configuration',
      configuration:
        uri && coverage ? { file: nameOf(uri), platform: coverage.platform, events: coverage.events } : null,
    });
  }

  private post(message: ToAtlas): void {
    void this.panel?.webview.postMessage(message);
  }
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
