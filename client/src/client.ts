import { type ExtensionContext, type LogOutputChannel, MarkdownString, Uri } from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  type DocumentSelector,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
  type LanguageClientOptions,
} from 'vscode-languageclient';
import {
  LanguageClient,
  type NodeModule,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { SERVER_ARGUMENTS } from './serverProcess.ts';
import type { Association } from './settings.ts';

const maxCrashes = 4;
const crashWindowMs = 3 * 60_000;

/**
 * A server that dies once is started again without a word. One that keeps dying would do so for ever, so it is
 * given up, and the user is told.
 */
class CrashHandler implements ErrorHandler {
  private crashes: number[] = [];
  private readonly onGivenUp: () => void;

  constructor(onGivenUp: () => void) {
    this.onGivenUp = onGivenUp;
  }

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return { action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.crashes = [...this.crashes.filter(at => now - at < crashWindowMs), now];
    if (this.crashes.length < maxCrashes) return { action: CloseAction.Restart, handled: true };
    this.crashes = [];
    this.onGivenUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}

/**
 * Writes errors to the output only. The library would also show them one by one in its own words, beside the one
 * message of ours that says what the user can do.
 */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Any scheme: a configuration is also read in a diff, from a Git revision or from a virtual file system. Whether
 * an XML document is a configuration is the server's business, which sees its root element; for all others it
 * answers nothing.
 */
function documentSelector(association: Association): DocumentSelector {
  return association === 'off' ? [{ language: 'sysmon' }] : [{ language: 'sysmon' }, { language: 'xml' }];
}

export function createClient(
  context: ExtensionContext,
  output: LogOutputChannel,
  association: Association,
  onGivenUp: () => void,
): LanguageClient {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const started = (...more: readonly string[]): NodeModule => ({
    module,
    transport: TransportKind.ipc,
    options: { execArgv: [...SERVER_ARGUMENTS, ...more] },
  });
  const serverOptions: ServerOptions = { run: started(), debug: started('--nolazy', '--inspect=6009') };
  const clientOptions: LanguageClientOptions = {
    documentSelector: documentSelector(association),
    outputChannel: output,
    errorHandler: new CrashHandler(onGivenUp),
    // The caller says in one message what went wrong at start.
    initializationFailedHandler: () => false,
    // Without this, problems would be those of the text when it was opened.
    diagnosticPullOptions: { onChange: true },
    initializationOptions: { commandLinks: true },
    middleware: {
      async provideHover(document, position, token, next) {
        const hover = await next(document, position, token);
        // The texts are the server's own and what a file holds stands in code spans; still no other command may run.
        for (const content of hover?.contents ?? []) {
          if (content instanceof MarkdownString) content.isTrusted = { enabledCommands: ['sysmon.atlas'] };
        }
        return hover;
      },
    },
  };
  return new QuietClient('sysmon', 'Sysmon Config', serverOptions, clientOptions);
}
