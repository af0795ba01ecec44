import * as vscode from 'vscode';
import { type RequestType, State } from 'vscode-languageclient';
import type { LanguageClient } from 'vscode-languageclient/node';
import { createClient } from './client.ts';
import {
  ConfiguredNotification,
  type DocumentInfo,
  DocumentInfoRequest,
  type ReplayProgress,
  ReplayProgressNotification,
} from './protocol.ts';
import { association, associationSetting } from './settings.ts';

/**
 * The language server as the rest of the extension sees it: one that can be asked, started anew, and that may be
 * away for a while.
 */
export class LanguageService implements vscode.Disposable {
  readonly output: vscode.LogOutputChannel;
  private readonly context: vscode.ExtensionContext;
  private readonly ready = new vscode.EventEmitter<void>();
  private readonly replayProgress = new vscode.EventEmitter<ReplayProgress>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private client: LanguageClient | null = null;
  /** Starts and stops wait for each other here, or two servers could run at once. */
  private queue: Promise<void> = Promise.resolve();

  /** Fires when a server has started and can be asked, and when its answers change with the settings. */
  readonly onReady = this.ready.event;
  /** Fires while events are replayed. */
  readonly onReplayProgress = this.replayProgress.event;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    this.context = context;
    this.output = output;
    this.subscriptions.push(
      this.ready,
      this.replayProgress,
      vscode.workspace.onDidChangeConfiguration(event => {
        // The documents that a client serves are fixed when it starts.
        if (event.affectsConfiguration(associationSetting)) void this.restart();
      }),
    );
  }

  /** Starts the server, or another one in place of the running one. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.shutDown();
      await this.startUp();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.shutDown());
  }

  /** Whether the server can be asked. */
  get isRunning(): boolean {
    return this.client?.isRunning() ?? false;
  }

  async documentInfo(uri: vscode.Uri, token?: vscode.CancellationToken): Promise<DocumentInfo | null> {
    if (!this.client?.isRunning()) return null;
    const params = { uri: this.client.code2ProtocolConverter.asUri(uri) };
    return this.client.sendRequest(DocumentInfoRequest, params, token);
  }

  /** Asks the server; null while it is away. */
  async ask<P, R>(
    type: RequestType<P, R, void>,
    params: P,
    token?: vscode.CancellationToken,
  ): Promise<R | null> {
    if (!this.client?.isRunning()) return null;
    // What is undefined would count as a second parameter, and the server takes one.
    return token
      ? this.client.sendRequest<R>(type.method, params, token)
      : this.client.sendRequest<R>(type.method, params);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step);
    return this.queue;
  }

  private async startUp(): Promise<void> {
    const client = createClient(this.context, this.output, association(), () => {
      this.reportFailure('The Sysmon language server stopped several times and was not started again.');
    });
    this.client = client;
    // The client starts a crashed server again by itself, which is as good as a first start.
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.ready.fire();
    });
    // The settings and the files that they name are read after the start, and say what a document is checked for.
    client.onNotification(ConfiguredNotification, () => this.ready.fire());
    client.onNotification(ReplayProgressNotification, progress => this.replayProgress.fire(progress));
    try {
      await client.start();
    } catch (error) {
      this.output.error(error instanceof Error ? error : String(error));
      this.reportFailure('The Sysmon language server could not be started.');
    }
  }

  private async shutDown(): Promise<void> {
    const client = this.client;
    this.client = null;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that is dead or hangs is no reason not to start another one.
      this.output.warn(`The language server did not stop in order: ${String(error)}`);
    }
  }

  private reportFailure(message: string): void {
    const restart = 'Restart';
    const showOutput = 'Show Output';
    void vscode.window.showErrorMessage(message, restart, showOutput).then(choice => {
      if (choice === restart) void this.restart();
      if (choice === showOutput) this.output.show();
    });
  }
}
