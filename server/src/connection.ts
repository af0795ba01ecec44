import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { createDocumentSettings } from './documentSettings.ts';
import { FIX_ALL } from './features/codeActions.ts';
import type { Atlas } from './features/atlas.ts';
import type { Coverage } from './features/coverage.ts';
import { getLanguageService, type DocumentInfo } from './languageService.ts';
import { RC_NAME } from './rcFile.ts';
import type { RcRuntime } from './rcFiles.ts';
import type { Answer } from './requests/answer.ts';
import { serveEditing } from './requests/editing.ts';
import { serveJudging } from './requests/judging.ts';
import { MEANING_CAPABILITIES, serveMeaning } from './requests/meaning.ts';
import { serveReplay, type OpenLog } from './requests/replay.ts';
import { serveWorkspace } from './requests/workspace.ts';
import { runSafe } from './runSafe.ts';
import type { FolderRuntime } from './workspaceFiles.ts';

/** What the server needs of the machine that it runs on. */
export interface Runtime extends RcRuntime, FolderRuntime {
  readonly version: string;
  /** The address of the page of a check, null where there is none. */
  docsUri(code: string): string | null;
  /** Opens a log to be read once; rejects where that cannot be. */
  openLog(path: string): Promise<OpenLog>;
}

/** What the client's views ask: the coverage of a document, the same as a file, and the Event Atlas. */
export const COVERAGE = 'sysmon/coverage';
export const COVERAGE_EXPORT = 'sysmon/coverageExport';
export const ATLAS = 'sysmon/atlas';

/** The custom request that the client's status item asks. */
export const DOCUMENT_INFO = 'sysmon/documentInfo';

const TRIGGERS = ['<', '/', ' ', '"', "'", '=', ';', ',', '>'];

/** Problems are pushed to clients that cannot ask for them, once typing has paused for this long. */
const PUSH_DELAY_MS = 250;

/** Serves a client until the connection ends. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const documents = new TextDocuments(TextDocument);
  const pushes = new Map<string, NodeJS.Timeout>();
  let client = clientOf({ capabilities: {} });
  let workspaceFolders: readonly string[] = [];
  /** The settings as a client told them that cannot be asked. */
  let toldSettings: unknown;

  const log = (message: string): void => connection.console.error(message);

  /** A notification and not `showWarningMessage`, which is a request that every client would have to answer. */
  const warn = (message: string): void => {
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  };

  const settings = createDocumentSettings(runtime, {
    async section(uri) {
      if (!client.givesConfiguration) return toldSettings;
      try {
        return (await connection.workspace.getConfiguration({
          section: 'sysmon',
          ...(uri !== null && { scopeUri: uri }),
        })) as unknown;
      } catch (error) {
        log(`The settings could not be read: ${String(error)}`);
        return undefined;
      }
    },
    workspaceFolder(uri) {
      const path = uri?.startsWith('file:') ? URI.parse(uri).fsPath : null;
      // A folder may lie in another one; its documents belong to the inner one.
      const holding = workspaceFolders.filter(folder => path !== null && isIn(path, folder));
      const [innermost] = holding.sort((a, b) => b.length - a.length);
      return innermost ?? workspaceFolders[0] ?? null;
    },
    warn,
    changed: () => tellDiagnostics(),
    log,
  });
  const service = getLanguageService({
    settingsFor: uri => settings.settingsFor(uri),
    docsUri: code => runtime.docsUri(code),
  });

  /** Answers from a document; `otherwise` where it is not open or something fails. */
  const answer: Answer = async (what, uri, token, otherwise, give) => {
    if (documents.get(uri)) await settings.ready(uri);
    const version = (): string => `${what} for ${uri} (version ${documents.get(uri)?.version ?? 'unknown'})`;
    return runSafe(
      () => {
        const document = documents.get(uri);
        return document ? give(document) : otherwise;
      },
      otherwise,
      version,
      token,
      log,
    );
  };

  const editing = serveEditing(connection, documents, service, answer);
  const meaning = serveMeaning(connection, service, answer);
  const replays = serveReplay(connection, service, answer, path => runtime.openLog(path));
  const workspace = serveWorkspace(
    connection,
    runtime,
    documents,
    service,
    settings,
    () => client.capabilities,
    () => workspaceFolders,
    log,
  );
  serveJudging(connection, { documents, service, settings, runtime, log }, answer);

  connection.onInitialize((params): InitializeResult => {
    client = clientOf(params);
    toldSettings = client.initialSettings;
    workspaceFolders = (params.workspaceFolders ?? []).flatMap(folderPath);
    return {
      serverInfo: { name: 'sysmon-config', version: runtime.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: TRIGGERS, resolveProvider: true },
        hoverProvider: true,
        workspaceSymbolProvider: true,
        ...MEANING_CAPABILITIES,
        ...editing.capabilities(params.capabilities),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL] },
        ...(client.pullsDiagnostics && {
          diagnosticProvider: {
            identifier: 'sysmon',
            interFileDependencies: false,
            workspaceDiagnostics: true,
          },
        }),
      },
    };
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sysmon' });
    }
    editing.start();
    if (client.watchesFiles) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: `**/${RC_NAME}` }, { globPattern: '**/*.{xml,smc}' }],
      });
    }
    if (client.hasWorkspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.flatMap(folderPath);
        workspaceFolders = [
          ...workspaceFolders.filter(folder => !gone.includes(folder)),
          ...added.flatMap(folderPath),
        ];
        settings.settingsChanged();
        void readSettings();
      });
    }
    void readSettings();
  });

  connection.onDidChangeConfiguration(({ settings: told }: { settings?: { sysmon?: unknown } | null }) => {
    toldSettings = told?.sysmon;
    settings.settingsChanged();
    void readSettings();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.filesChanged();
    const schemaFiles = new Set(settings.schemaFiles());
    if (changes.some(change => folderPath(change).some(path => schemaFiles.has(path)))) {
      settings.settingsChanged();
    } else if (changes.some(({ uri }) => uri.endsWith(`/${RC_NAME}`))) {
      settings.rcFilesChanged();
    } else {
      return;
    }
    void readSettings();
  });

  /** Reads the settings of what is open, and tells the client what is so with them. */
  const readSettings = async (): Promise<void> => {
    await Promise.all([
      settings.ready(null),
      ...documents.all().map(document => settings.ready(document.uri)),
    ]);
    workspace.watchSchemaFiles(settings.schemaFiles());
    workspace.settingsChanged();
    tellDiagnostics();
    meaning.refresh(client.capabilities);
    void connection.sendNotification('sysmon/configured');
  };

  const tellDiagnostics = (): void => {
    if (client.pullsDiagnostics) {
      if (client.refreshesDiagnostics) void connection.languages.diagnostics.refresh();
    } else {
      for (const document of documents.all()) push(document.uri, 0);
    }
  };

  const push = (uri: string, delay: number): void => {
    clearTimeout(pushes.get(uri));
    pushes.set(
      uri,
      setTimeout(() => {
        pushes.delete(uri);
        void sendDiagnostics(uri);
      }, delay),
    );
  };

  const sendDiagnostics = async (uri: string): Promise<void> => {
    if (documents.get(uri)) await settings.ready(uri);
    const document = documents.get(uri);
    if (!document) return;
    try {
      const diagnostics = service.diagnostics(document);
      void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    } catch (error) {
      log(`Diagnostics for ${uri} (version ${document.version}) failed: ${String(error)}`);
    }
  };

  documents.onDidChangeContent(({ document }) => {
    if (!client.pullsDiagnostics) push(document.uri, PUSH_DELAY_MS);
  });

  documents.onDidClose(({ document }) => {
    clearTimeout(pushes.get(document.uri));
    pushes.delete(document.uri);
    service.close(document.uri);
    meaning.close(document.uri);
    replays.close(document.uri);
    workspace.openChanged();
    settings.forget(document.uri);
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(({ textDocument: { uri } }, token) =>
    answer('Diagnostics', uri, token, { kind: DocumentDiagnosticReportKind.Full, items: [] }, document => ({
      kind: DocumentDiagnosticReportKind.Full,
      items: service.diagnostics(document),
    })),
  );

  connection.onCompletion(({ textDocument: { uri }, position, context }, token) => {
    const trigger = context?.triggerCharacter;
    return answer('Completion', uri, token, null, document =>
      service.completion(document, position, {
        snippets: client.takesSnippets,
        ...(trigger !== undefined && { trigger }),
      }),
    );
  });

  connection.onCompletionResolve((item, token) =>
    runSafe(
      () => service.resolveCompletion(item),
      item,
      () => `Details of ${item.label}`,
      token,
      log,
    ),
  );

  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer('Hover', uri, token, null, document =>
      service.hover(document, position, { commandLinks: client.followsCommandLinks }),
    ),
  );

  connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
    answer('Code actions', uri, token, null, document => [
      ...service.codeActions(document, range, context),
      ...service.refactorings(document, range, context),
    ]),
  );

  connection.onRequest(DOCUMENT_INFO, ({ uri }: { uri: string }, token: CancellationToken) =>
    answer<DocumentInfo | null>('Document info', uri, token, null, document => service.info(document)),
  );

  connection.onRequest(COVERAGE, ({ uri }: { uri: string }, token: CancellationToken) =>
    answer<Coverage | null>('Coverage', uri, token, null, document => service.coverage(document)),
  );

  connection.onRequest(
    COVERAGE_EXPORT,
    ({ uri, format, name }: { uri: string; format: string; name: string }, token: CancellationToken) =>
      answer('Coverage export', uri, token, null, document =>
        service.exportCoverage(document, format === 'svg' ? 'svg' : 'layer', name),
      ),
  );

  connection.onRequest(ATLAS, ({ uri }: { uri: string | null }, token: CancellationToken) =>
    runSafe<Atlas | null>(
      () => service.atlas(uri ?? ''),
      null,
      () => 'Event Atlas',
      token,
      log,
    ),
  );

  documents.listen(connection);
  connection.listen();
}

/** What the client can do, as far as it matters here. */
function clientOf(params: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>): {
  readonly capabilities: ClientCapabilities;
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly givesConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly hasWorkspaceFolders: boolean;
  readonly takesSnippets: boolean;
  readonly followsCommandLinks: boolean;
  readonly initialSettings: unknown;
} {
  const { workspace, textDocument } = params.capabilities;
  const options = params.initializationOptions as { sysmon?: unknown; commandLinks?: unknown } | undefined;
  return {
    capabilities: params.capabilities,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    givesConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
    takesSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    followsCommandLinks: options?.commandLinks === true,
    initialSettings: options?.sysmon,
  };
}

function folderPath({ uri }: { readonly uri: string }): string[] {
  return uri.startsWith('file:') ? [URI.parse(uri).fsPath] : [];
}

function isIn(path: string, folder: string): boolean {
  const end = path.charAt(folder.length);
  return path.startsWith(folder) && (end === '/' || end === '\\' || /[\\/]$/.test(folder));
}
