import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import { nameOf } from './atlas.ts';
import type { Configurations } from './configurations.ts';
import type { FromWebview, ToReplay } from './messages.ts';
import type { Replays } from './replays.ts';
import { ReplayExcludeRequest } from './requests.ts';
import { reveal } from './reveal.ts';
import { fillPanel, openPanel } from './webviewShell.ts';

/** Answers that are known already, from another command or a test; what is left out is asked. */
interface ReplayArguments {
  readonly configuration?: vscode.Uri;
  readonly logs?: readonly vscode.Uri[];
}

/** The commands of replays, and the page of each. */
export class ReplayView implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri;
  private readonly service: LanguageService;
  private readonly configurations: Configurations;
  private readonly replays: Replays;
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    extensionUri: vscode.Uri,
    service: LanguageService,
    configurations: Configurations,
    replays: Replays,
  ) {
    this.extensionUri = extensionUri;
    this.service = service;
    this.configurations = configurations;
    this.replays = replays;
    this.subscriptions = [
      vscode.commands.registerCommand('sysmon.replay', (argument: unknown) =>
        this.replay(readArguments(argument)),
      ),
      vscode.commands.registerCommand('sysmon.showReplay', (argument: unknown) =>
        this.show(this.uriOf(argument)),
      ),
      vscode.commands.registerCommand('sysmon.clearReplay', (argument: unknown) =>
        this.clear(this.uriOf(argument)),
      ),
      replays.onDidChange(uri => {
        if (this.replays.get(uri)) this.send(uri);
        else this.panels.get(uri.toString())?.dispose();
      }),
    ];
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The document that a menu or a lens names; otherwise the active one. */
  private uriOf(argument: unknown): vscode.Uri | null {
    if (argument instanceof vscode.Uri) return argument;
    const active = vscode.window.activeTextEditor?.document;
    const served = active?.languageId === 'sysmon' || active?.languageId === 'xml';
    return served ? active.uri : this.configurations.current;
  }

  private async replay({ configuration, logs }: ReplayArguments): Promise<void> {
    const uri = this.uriOf(configuration);
    if (!uri) {
      void vscode.window.showInformationMessage('Open a Sysmon configuration to replay events against it.');
      return;
    }
    const chosen = logs ?? (await chooseLogs());
    if (!chosen || chosen.length === 0) return;
    await vscode.workspace.openTextDocument(uri);
    try {
      // The page appears beside the configuration, which keeps the keyboard: VS Code drops the request for lenses
      // of an editor that loses it.
      if (await this.replays.run(uri, chosen)) this.show(uri, { preserveFocus: true });
    } catch (error) {
      this.service.output.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(
        `The events could not be replayed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private async clear(uri: vscode.Uri | null): Promise<void> {
    if (uri) await this.replays.clear(uri);
  }

  private show(uri: vscode.Uri | null, { preserveFocus = false } = {}): void {
    if (!uri || !this.replays.get(uri)) {
      void vscode.window.showInformationMessage(
        'Nothing was replayed yet. Run “Sysmon: Replay Events…” first.',
      );
      return;
    }
    const key = uri.toString();
    const open = this.panels.get(key);
    if (open) {
      open.reveal(undefined, preserveFocus);
      return;
    }
    const title = `Replay: ${nameOf(uri)}`;
    const panel = openPanel('replay', title, { viewColumn: vscode.ViewColumn.Beside, preserveFocus });
    fillPanel(panel, this.extensionUri, 'replay', message => void this.receive(uri, message));
    panel.onDidDispose(() => this.panels.delete(key));
    this.panels.set(key, panel);
  }

  private async receive(uri: vscode.Uri, message: FromWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.send(uri);
        break;
      case 'reveal':
        await reveal(uri, message.range);
        break;
      case 'atlas':
        await vscode.commands.executeCommand('sysmon.atlas', { event: message.event });
        break;
      case 'exclude':
        await this.exclude(uri, message);
        break;
      default:
        // The others are of the other pages.
        break;
    }
  }

  private send(uri: vscode.Uri): void {
    const replay = this.replays.get(uri);
    if (!replay) return;
    const message: ToReplay = {
      type: 'replay',
      file: nameOf(uri),
      logs: replay.report.logs.map(log => path.basename(log)),
      ...replay,
    };
    void this.panels.get(uri.toString())?.webview.postMessage(message);
  }

  /** Writes an exclude for a process, or says why it cannot be written. */
  private async exclude(
    uri: vscode.Uri,
    { event, field, process }: Extract<FromWebview, { type: 'exclude' }>,
  ): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const { version } = document;
    const params = { uri: uri.toString(), eventId: event, field, process };
    const answer = await this.service.ask(ReplayExcludeRequest, params);
    if (!answer) return;
    if ('refused' in answer) {
      void vscode.window.showWarningMessage(answer.refused);
      return;
    }
    // An edit that came meanwhile would make the places wrong.
    if (document.version !== version) {
      void vscode.window.showWarningMessage('The configuration was edited meanwhile; nothing was written.');
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of answer.edits) {
      const { start, end } = range;
      edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
    }
    if (!(await vscode.workspace.applyEdit(edit))) return;
    const at = document
      .getText()
      .indexOf(process.replace(/&/g, '&amp;'), document.offsetAt(positionOf(answer.edits[0]!.range)));
    const place = document.positionAt(Math.max(0, at));
    await reveal(uri, { start: place, end: place });
  }
}

function positionOf({ start }: { readonly start: { line: number; character: number } }): vscode.Position {
  return new vscode.Position(start.line, start.character);
}

/** A menu hands over the address of a document. */
function readArguments(value: unknown): ReplayArguments {
  if (value instanceof vscode.Uri) return { configuration: value };
  if (typeof value !== 'object' || value === null) return {};
  const { configuration, logs } = value as Record<string, unknown>;
  return {
    ...(configuration instanceof vscode.Uri && { configuration }),
    ...(Array.isArray(logs) && { logs: logs.filter(log => log instanceof vscode.Uri) }),
  };
}

function chooseLogs(): Thenable<vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    title: 'Replay Events',
    openLabel: 'Replay',
    canSelectMany: true,
    filters: {
      'Logs (JSON, XML, syslog; packed with gzip or not)': [
        'jsonl',
        'ndjson',
        'json',
        'xml',
        'log',
        'txt',
        'gz',
      ],
      'All files': ['*'],
    },
  });
}
