import * as path from 'node:path';
import * as vscode from 'vscode';
import { LSPErrorCodes, ResponseError } from 'vscode-languageclient';
import type { LanguageService } from '../service.ts';
import type { Configurations } from './configurations.ts';
import type { ReplayReport } from './replayResults.ts';
import { ReplayAgainRequest, ReplayClearRequest, ReplayRequest } from './requests.ts';

/** What was replayed against a configuration, as it is now. */
export interface Replay {
  readonly report: ReplayReport;
  /** How many events were logged before anything was edited. */
  readonly loggedFirst: number;
  /** The version of the document that was counted. */
  readonly version: number;
}

/**
 * The replays of open configurations. After an edit the server counts again from what it kept of the events,
 * without the logs.
 */
export class Replays implements vscode.Disposable {
  private readonly service: LanguageService;
  private readonly known = new Map<string, Replay>();
  private readonly counting = new Map<string, vscode.CancellationTokenSource>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];

  /** Fires when the replay of a configuration was counted, counted again or forgotten. */
  readonly onDidChange = this.changed.event;

  constructor(service: LanguageService, configurations: Configurations) {
    this.service = service;
    this.subscriptions = [
      this.changed,
      configurations.onDidChange(uri => {
        // It also fires when an editor is only looked at.
        if (this.get(uri)?.version !== versionOf(uri)) void this.countAgain(uri);
      }),
      // Settings say which Sysmon is meant, and a server that was started anew has forgotten the events.
      service.onReady(() => {
        for (const key of this.known.keys()) void this.countAgain(vscode.Uri.parse(key));
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.clear(uri)),
    ];
  }

  dispose(): void {
    for (const source of this.counting.values()) source.cancel();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  get(uri: vscode.Uri): Replay | undefined {
    return this.known.get(uri.toString());
  }

  /** Replays logs, with a notification that shows how far it is and can stop it; null where there is no report. */
  async run(uri: vscode.Uri, logs: readonly vscode.Uri[]): Promise<ReplayReport | null> {
    const version = versionOf(uri);
    const params = { uri: uri.toString(), logs: logs.map(({ fsPath }) => fsPath) };
    const title =
      logs.length === 1 ? `Replaying ${path.basename(logs[0]!.fsPath)}` : `Replaying ${logs.length} logs`;
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        let shown = 0;
        const listening = this.service.onReplayProgress(({ uri: of, part }) => {
          if (of !== params.uri) return;
          progress.report({ increment: part - shown, message: `${part} %` });
          shown = part;
        });
        try {
          const answer = await this.service.ask(ReplayRequest, params, token);
          if (!answer) return null;
          if ('error' in answer) {
            void vscode.window.showErrorMessage(answer.error);
            return null;
          }
          this.set(uri, { report: answer.report, loggedFirst: answer.report.logged, version });
          if (versionOf(uri) !== version) void this.countAgain(uri);
          return answer.report;
        } catch (error) {
          if (wasCancelled(error)) return null;
          throw error;
        } finally {
          listening.dispose();
        }
      },
    );
  }

  async clear(uri: vscode.Uri): Promise<void> {
    this.counting.get(uri.toString())?.cancel();
    if (!this.known.delete(uri.toString())) return;
    this.changed.fire(uri);
    await this.service.ask(ReplayClearRequest, { uri: uri.toString() });
  }

  private async countAgain(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const before = this.known.get(key);
    if (!before) return;
    this.counting.get(key)?.cancel();
    const source = new vscode.CancellationTokenSource();
    const version = versionOf(uri);
    this.counting.set(key, source);
    try {
      const answer = await this.service.ask(ReplayAgainRequest, { uri: key }, source.token);
      // Another count, or the user's wish to forget it, came first.
      if (source.token.isCancellationRequested || !this.known.has(key)) return;
      if (!answer) {
        // The server was started anew and has forgotten the events.
        await this.clear(uri);
        return;
      }
      // While the file is one that Sysmon refuses, what was counted last stands.
      if ('report' in answer) this.set(uri, { ...before, report: answer.report, version });
    } catch (error) {
      if (!wasCancelled(error))
        this.service.output.warn(`The replay was not counted again: ${String(error)}`);
    } finally {
      if (this.counting.get(key) === source) this.counting.delete(key);
      source.dispose();
    }
  }

  private set(uri: vscode.Uri, replay: Replay): void {
    this.known.set(uri.toString(), replay);
    this.changed.fire(uri);
  }
}

/** The version of an open document; -1 where it is not open. */
function versionOf(uri: vscode.Uri): number {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === key)?.version ?? -1;
}

function wasCancelled(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled)
  );
}
