/** Requests about all configurations of a workspace, open or not: symbols and problems. */
import {
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Disposable,
  type FileSystemWatcher,
  type TextDocuments,
  type WorkDoneProgressServerReporter,
  type WorkspaceFullDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, SymbolInformation } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { DocumentSettingsStore } from '../documentSettings.ts';
import { fitsQuery } from '../features/workspaceSymbols.ts';
import type { LanguageService } from '../languageService.ts';
import {
  createWorkspaceFiles,
  FileCache,
  readDocument,
  stampOf,
  type FolderRuntime,
  type FoundFile,
} from '../workspaceFiles.ts';

/** More than a list of names can be looked through. */
const MOST_SYMBOLS = 1000;
/** So many files are looked at before what was found is sent. */
const BATCH = 50;

export interface WorkspaceRequests {
  settingsChanged(): void;
  /** Files that the client watches changed. */
  filesChanged(): void;
  /** A document was opened or closed. */
  openChanged(): void;
  /** Watches schema files, wherever they are, in the place of those before. */
  watchSchemaFiles(paths: readonly string[]): void;
}

export function serveWorkspace(
  connection: Connection,
  runtime: FolderRuntime,
  documents: TextDocuments<TextDocument>,
  service: LanguageService,
  settings: DocumentSettingsStore,
  client: () => ClientCapabilities,
  folders: () => readonly string[],
  log: (message: string) => void,
): WorkspaceRequests {
  const files = createWorkspaceFiles(runtime);
  const symbolsOf = new FileCache<readonly SymbolInformation[]>();
  const problemsOf = new FileCache<readonly Diagnostic[]>();
  /** Counts the changes of settings, on which what is found of a file depends as well. */
  let generation = 0;
  /** Counts all changes. */
  let turn = 0;
  const waiting = new Set<() => void>();
  let watched: { readonly paths: string; readonly registration: Promise<Disposable> } | null = null;

  const changed = (): void => {
    turn++;
    for (const resume of [...waiting]) resume();
  };

  /** Resolves when something changed, or when nobody waits any more. */
  const change = (token: CancellationToken): Promise<void> =>
    new Promise(resolve => {
      const resume = (): void => {
        waiting.delete(resume);
        listener.dispose();
        resolve();
      };
      const listener = token.onCancellationRequested(resume);
      waiting.add(resume);
    });

  /** Asks the service of a file that is not open; what it keeps of it is freed. */
  const ask = async <T>(file: FoundFile, otherwise: T, give: (document: TextDocument) => T): Promise<T> => {
    const document = await readDocument(runtime, file);
    if (!document) return otherwise;
    await settings.ready(document.uri);
    try {
      return give(document);
    } catch (error) {
      log(`${document.uri} could not be looked at: ${String(error)}`);
      return otherwise;
    } finally {
      if (!documents.get(document.uri)) service.close(document.uri);
    }
  };

  /** The files in all folders; where the user wants XML left alone, those of our own language only. */
  const find = async (): Promise<readonly FoundFile[]> => {
    await settings.ready(null);
    const all = await files.find(folders());
    return settings.settingsFor('').features?.xmlFiles === false
      ? all.filter(({ path }) => /\.smc$/i.test(path))
      : all;
  };

  const uriOf = ({ path }: FoundFile): string => URI.file(path).toString();

  connection.onWorkspaceSymbol(async ({ query }, token, _progress, partial) => {
    const found: SymbolInformation[] = [];
    let sent = 0;
    const add = (symbols: readonly SymbolInformation[]): void => {
      for (const symbol of symbols) {
        if (found.length >= MOST_SYMBOLS) return;
        if (fitsQuery(symbol.name, query)) found.push(symbol);
      }
    };
    for (const document of documents.all()) {
      await settings.ready(document.uri);
      add(service.workspaceSymbols(document));
    }
    const closed = (await find()).filter(file => !documents.get(uriOf(file)));
    for (const [index, file] of closed.entries()) {
      if (token.isCancellationRequested || found.length >= MOST_SYMBOLS) break;
      add(await symbolsOf.get(file, generation, () => ask(file, [], each => service.workspaceSymbols(each))));
      if (partial && index % BATCH === BATCH - 1) {
        partial.report(found.slice(sent));
        sent = found.length;
      }
    }
    return found.slice(sent);
  });

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
    const known = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    for (;;) {
      const seen = turn;
      let told = false;
      const items: Report[] = [];
      for await (const report of reportsOf(known, token)) {
        items.push(report);
        if (!partial || items.length < BATCH) continue;
        partial.report({ items: items.splice(0) });
        told = true;
      }
      // What is the same is not told again: the answer waits until there is something to tell.
      if (told || items.length > 0 || token.isCancellationRequested) return { items };
      if (turn === seen) await change(token);
    }
  });

  /** Says that it takes a while, where there is much to read and the client shows it. */
  const showProgress = async (all: readonly FoundFile[]): Promise<WorkDoneProgressServerReporter | null> => {
    const unread = all.filter(file => !problemsOf.has(file, generation)).length;
    if (unread < BATCH || client().window?.workDoneProgress !== true) return null;
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin('Checking Sysmon configurations', 0);
    return progress;
  };

  /** The reports on files whose problems are others than the client knows. */
  async function* reportsOf(
    known: ReadonlyMap<string, string>,
    token: CancellationToken,
  ): AsyncIterable<Report> {
    await settings.ready(null);
    const isOn = settings.settingsFor('').features?.workspaceDiagnostics === true;
    const all = isOn ? await find() : [];
    problemsOf.keepOnly(all);
    const gone = new Set(known.keys());
    const progress = await showProgress(all);
    for (const [index, file] of all.entries()) {
      progress?.report(Math.floor((100 * index) / all.length));
      if (token.isCancellationRequested) break;
      const uri = uriOf(file);
      gone.delete(uri);
      // The client asks for the problems of what is open by itself.
      if (documents.get(uri)) continue;
      const items = await problemsOf.get(file, generation, () =>
        ask<readonly Diagnostic[]>(file, [], document => service.diagnostics(document)),
      );
      const resultId = items.length === 0 ? NOTHING : stampOf(file, generation);
      if ((known.get(uri) ?? NOTHING) !== resultId) yield reportOn(uri, items, resultId);
    }
    progress?.done();
    if (token.isCancellationRequested) return;
    for (const uri of gone) if (known.get(uri) !== NOTHING) yield reportOn(uri, [], NOTHING);
  }

  return {
    settingsChanged() {
      generation++;
      changed();
    },
    filesChanged() {
      files.filesChanged();
      changed();
    },
    openChanged: changed,
    watchSchemaFiles(paths) {
      const { workspace } = client();
      const key = JSON.stringify([...paths].sort());
      if (watched?.paths === key || (!watched && paths.length === 0)) return;
      if (!workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
      void watched?.registration.then(registration => registration.dispose());
      const isRelative = workspace.didChangeWatchedFiles.relativePatternSupport === true;
      const watchers = paths.map(path => watcherOf(runtime, path, isRelative));
      watched = {
        paths: key,
        registration: connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }),
      };
    },
  };
}

type Report = WorkspaceFullDocumentDiagnosticReport;

/** The result of a file without problems, which the client need not be told of. */
const NOTHING = 'nothing';

function reportOn(uri: string, items: readonly Diagnostic[], resultId: string): Report {
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [...items], resultId };
}

/** A watcher of one file, which may lie outside of the workspace. */
function watcherOf(runtime: FolderRuntime, path: string, isRelative: boolean): FileSystemWatcher {
  const folder = runtime.parentFolder(path);
  if (!isRelative || folder === null) return { globPattern: path.replaceAll('\\', '/') };
  const name = path.slice(folder.length).replace(/^[\\/]+/, '');
  // What is a sign of patterns in a name matches any one character.
  const pattern = name.replace(/[[\]{}*?]/g, '?');
  return { globPattern: { baseUri: URI.file(folder).toString(), pattern } };
}
