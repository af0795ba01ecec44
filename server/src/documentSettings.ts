import { URI } from 'vscode-uri';
import type { DocumentSettings } from './languageService.ts';
import { nearestRcFile, type FoundRcFile, type RcRuntime } from './rcFiles.ts';
import { createSchemaContexts } from './schemaContexts.ts';
import { readSettings, type Settings } from './settings.ts';

/** What the settings of documents are asked of. */
export interface SettingsSource {
  /** The section `sysmon` as it is for a document; null asks for the one that is for none in particular. */
  section(uri: string | null): Promise<unknown>;
  /** The workspace folder that a document belongs to. */
  workspaceFolder(uri: string | null): string | null;
  /** Takes what could not be used, in a sentence. */
  warn(problem: string): void;
  /** The settings of a document came later than anyone waited for. */
  changed(): void;
  log(message: string): void;
}

/**
 * The settings of each document: the editor's, and over them those of the nearest settings file. What can
 * be read at once is what was known last; `ready` says when it is what is so.
 */
export interface DocumentSettingsStore {
  settingsFor(uri: string): DocumentSettings;
  /** @param uri null for the settings that are for no document in particular */
  ready(uri: string | null): Promise<void>;
  /** The editor's settings changed: everything is read again, and told again where it is wrong. */
  settingsChanged(): void;
  /** A settings file changed. */
  rcFilesChanged(): void;
  forget(uri: string): void;
  /** The schema files that are in use anywhere, by their absolute paths. */
  schemaFiles(): readonly string[];
}

/** A client that does not answer must not keep its user from diagnostics for longer than this. */
const PATIENCE_MS = 3000;

const NO_DOCUMENT = '';

export function createDocumentSettings(runtime: RcRuntime, source: SettingsSource): DocumentSettingsStore {
  const contexts = createSchemaContexts(path => runtime.readFile(path));
  const defaults: DocumentSettings = {
    schemas: contexts.shipped({ version: null, platform: 'windows' }),
    levels: {},
  };
  /** What is in use, by document. It stays until the settings that come after a change are there. */
  const current = new Map<string, DocumentSettings>();
  /** What is on its way or has come since the last change. */
  const loading = new Map<string, Promise<void>>();
  /** The schema files of each document. */
  const schemaFiles = new Map<string, readonly string[]>();
  const toldOfSettings = new Set<string>();
  /** The text of each settings file that was looked at last, by its path. */
  const lookedAt = new Map<string, string>();

  const tellOfSettings = (problems: readonly string[]): void => {
    for (const problem of problems) {
      if (toldOfSettings.has(problem)) continue;
      toldOfSettings.add(problem);
      source.warn(problem);
    }
  };

  /** Several documents share a settings file, which is told about once, and again when it has changed. */
  const tellOfRcFile = ({ path, text }: FoundRcFile, problems: readonly string[]): void => {
    if (lookedAt.get(path) === text) return;
    lookedAt.set(path, text);
    for (const problem of problems) source.warn(problem);
  };

  const load = async (uri: string): Promise<DocumentSettings> => {
    const asked = uri === NO_DOCUMENT ? null : uri;
    const settings = readSettings(await source.section(asked));
    const rc = await rcFileOf(uri, runtime);
    const own = settings.schemaFiles.map(path => runtime.resolvePath(path, source.workspaceFolder(asked)));
    const paths = rc?.settings.schemaFiles ?? own;
    schemaFiles.set(uri, paths);
    const { schemas, problems } = await contexts.find(targetOf(settings, rc), paths);
    const areOfRcFile = rc?.settings.schemaFiles !== undefined;
    tellOfSettings([...settings.problems, ...(areOfRcFile ? [] : problems)]);
    if (rc) tellOfRcFile(rc, [...rc.problems, ...(areOfRcFile ? problems : [])]);
    return {
      schemas,
      levels: { ...settings.levels, ...rc?.settings.levels },
      features: settings.features,
      wrapAttributes: settings.wrapAttributes,
    };
  };

  const loadingOf = (uri: string): Promise<void> => {
    const known = loading.get(uri);
    if (known) return known;
    let isLate = false;
    const done = load(uri)
      .then(settings => {
        // After a change there is another one on its way, and this one has the settings of before.
        if (loading.get(uri) !== waiting) return;
        current.set(uri, settings);
        if (isLate) source.changed();
      })
      .catch((error: unknown) => source.log(`The settings of ${uri} could not be read: ${String(error)}`));
    const waiting = new Promise<void>(resolve => {
      const timer = setTimeout(() => {
        isLate = true;
        resolve();
      }, PATIENCE_MS);
      void done.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    loading.set(uri, waiting);
    return waiting;
  };

  return {
    settingsFor: uri => current.get(uri) ?? defaults,
    async ready(uri) {
      const key = uri ?? NO_DOCUMENT;
      let waitedFor: Promise<void> | undefined;
      let next: Promise<void> | undefined = loadingOf(key);
      // A change meanwhile puts another promise in its place; none is there when the document was closed.
      while (next !== undefined && next !== waitedFor) {
        await (waitedFor = next);
        next = loading.get(key);
      }
    },
    settingsChanged() {
      toldOfSettings.clear();
      contexts.clear();
      loading.clear();
    },
    rcFilesChanged: () => loading.clear(),
    forget(uri) {
      loading.delete(uri);
      current.delete(uri);
      schemaFiles.delete(uri);
    },
    schemaFiles: () => [...new Set([...schemaFiles.values()].flat())],
  };
}

function targetOf({ target }: Settings, rc: FoundRcFile | null): Settings['target'] {
  return {
    version: rc?.settings.target ?? target.version,
    platform: rc?.settings.platform ?? target.platform,
  };
}

async function rcFileOf(uri: string, runtime: RcRuntime): Promise<FoundRcFile | null> {
  if (!uri.startsWith('file:')) return null;
  const folder = runtime.parentFolder(URI.parse(uri).fsPath);
  return folder === null ? null : nearestRcFile(folder, runtime);
}
