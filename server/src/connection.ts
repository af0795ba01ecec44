import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ResponseError,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { FIX_ALL } from './features/codeActions.ts';
import { getLanguageService, type DocumentInfo } from './languageService.ts';
import { runSafe } from './runSafe.ts';
import { readSchemaFiles } from './schemaFiles.ts';
import { readSettings } from './settings.ts';

/** What the server needs of the machine that it runs on. */
export interface Runtime {
  readonly version: string;
  /** Rejects when the file cannot be read. */
  readFile(path: string): Promise<Uint8Array>;
  /** Makes a path of the settings absolute: `~`, `${workspaceFolder}` and relative ones. */
  resolvePath(path: string, workspaceFolder: string | null): string;
}

/** The custom request that the client's status item asks. */
export const DOCUMENT_INFO = 'sysmon/documentInfo';

const TRIGGERS = ['<', '/', ' ', '"', "'", '=', ';', ',', '>'];

/** Problems are pushed to clients that cannot ask for them, once typing has paused for this long. */
const PUSH_DELAY_MS = 250;

/** Serves a client until the connection ends. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const service = getLanguageService();
  const documents = new TextDocuments(TextDocument);
  const pushes = new Map<string, NodeJS.Timeout>();
  let client = clientOf({ capabilities: {}, processId: null, rootUri: null });
  let workspaceFolder: string | null = null;

  const log = (message: string): void => connection.console.error(message);

  /** A notification and not `showWarningMessage`, which is a request that every client would have to answer. */
  const warn = (message: string): void => {
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  };

  /** Answers from a document; `otherwise` where it is not open or something fails. */
  const answer = <T>(
    what: string,
    uri: string,
    token: CancellationToken,
    otherwise: T,
    give: (document: TextDocument) => T,
  ): Promise<T | ResponseError<never>> => {
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

  connection.onInitialize((params): InitializeResult => {
    client = clientOf(params);
    const folder = params.workspaceFolders?.[0]?.uri;
    workspaceFolder = folder?.startsWith('file:') ? URI.parse(folder).fsPath : null;
    return {
      serverInfo: { name: 'sysmon-config', version: runtime.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: TRIGGERS, resolveProvider: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        ...(client.pullsDiagnostics && {
          diagnosticProvider: {
            identifier: 'sysmon',
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }),
      },
    };
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sysmon' });
    }
    void configure(client.initialSettings);
  });

  connection.onDidChangeConfiguration(({ settings }: { settings?: { sysmon?: unknown } | null }) => {
    void configure(settings?.sysmon);
  });

  /** @param pushed the settings that came with a notification, for clients that cannot be asked */
  const configure = async (pushed: unknown): Promise<void> => {
    let section = pushed;
    if (client.givesConfiguration) {
      try {
        section = (await connection.workspace.getConfiguration('sysmon')) as unknown;
      } catch (error) {
        log(`The settings could not be read: ${String(error)}`);
      }
    }
    const settings = readSettings(section);
    const paths = settings.schemaFiles.map(path => runtime.resolvePath(path, workspaceFolder));
    const schemas = await readSchemaFiles(paths, path => runtime.readFile(path));
    service.configure(settings.target, schemas.manifests, settings.levels);
    for (const problem of [...settings.problems, ...schemas.problems]) warn(problem);
    if (client.pullsDiagnostics) {
      if (client.refreshesDiagnostics) connection.languages.diagnostics.refresh();
    } else {
      for (const document of documents.all()) push(document.uri, 0);
    }
    void connection.sendNotification('sysmon/configured');
  };

  const push = (uri: string, delay: number): void => {
    clearTimeout(pushes.get(uri));
    pushes.set(
      uri,
      setTimeout(() => {
        pushes.delete(uri);
        const document = documents.get(uri);
        if (!document) return;
        try {
          const diagnostics = service.diagnostics(document);
          void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
        } catch (error) {
          log(`Diagnostics for ${uri} (version ${document.version}) failed: ${String(error)}`);
        }
      }, delay),
    );
  };

  documents.onDidChangeContent(({ document }) => {
    if (!client.pullsDiagnostics) push(document.uri, PUSH_DELAY_MS);
  });

  documents.onDidClose(({ document }) => {
    clearTimeout(pushes.get(document.uri));
    pushes.delete(document.uri);
    service.close(document.uri);
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
    answer('Hover', uri, token, null, document => service.hover(document, position)),
  );

  connection.onCodeAction(({ textDocument: { uri }, context }, token) =>
    answer('Code actions', uri, token, null, document => service.codeActions(document, context)),
  );

  connection.onRequest(DOCUMENT_INFO, ({ uri }: { uri: string }, token) =>
    answer<DocumentInfo | null>('Document info', uri, token, null, document => service.info(document)),
  );

  documents.listen(connection);
  connection.listen();
}

/** What the client can do, as far as it matters here. */
function clientOf(params: InitializeParams): {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly givesConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly takesSnippets: boolean;
  readonly initialSettings: unknown;
} {
  const { workspace, textDocument } = params.capabilities;
  const options = params.initializationOptions as { sysmon?: unknown } | undefined;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    givesConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    takesSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    initialSettings: options?.sysmon,
  };
}
