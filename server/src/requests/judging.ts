/** What the client asks about events: explanations, and the tests of configurations. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI, Utils } from 'vscode-uri';
import type { DocumentSettingsStore } from '../documentSettings.ts';
import { LANGUAGE_ID, parseDocument } from '../documents.ts';
import { decodeText } from '../encoding.ts';
import type { SysmonEvent } from '../events/event.ts';
import { fieldOrder } from '../events/fieldOrder.ts';
import { findEvent } from '../events/readEvent.ts';
import type { Explanation } from '../features/explain.ts';
import type { LanguageService } from '../languageService.ts';
import { encodingProblem, loadDocument } from '../loadDocument.ts';
import type { Problem } from '../loader/index.ts';
import type { RcRuntime } from '../rcFiles.ts';
import { knowledge } from '../schema/data.ts';
import { whyUnreadable } from '../schemaFiles.ts';
import { addCase, type Added, type NewCase } from '../testFiles/addCase.ts';
import { runCases, withoutRun, type CaseResult } from '../testFiles/run.ts';
import {
  contextOf,
  readTestFile,
  type FileProblem,
  type TestCase,
  type TestFile,
} from '../testFiles/testFile.ts';
import type { Answer } from './answer.ts';

export const READ_EVENT = 'sysmon/readEvent';
export const EXPLAIN = 'sysmon/explain';
export const TEST_FILE = 'sysmon/testFile';
export const RUN_TESTS = 'sysmon/runTests';
export const ADD_TEST = 'sysmon/addTest';

/** An event that was found in a text, or why none was: `reason` ends a sentence. */
export interface ReadEvent {
  readonly event: SysmonEvent | null;
  /** What the event is called, such as `ProcessCreate`. */
  readonly title: string;
  readonly reason: string;
}

/** What a test file says, as far as the client shows it. */
export interface TestOutline {
  /** The address of the configuration, null where it is not said as it should be. */
  readonly configuration: string | null;
  readonly cases: readonly Pick<TestCase, 'name' | 'range'>[];
  readonly problems: readonly FileProblem[];
}

export interface TestRun {
  readonly configuration: string | null;
  /** Why none of the cases could be run, a sentence each; empty where they were. */
  readonly problems: readonly string[];
  readonly cases: readonly CaseResult[];
}

interface World {
  readonly documents: { get(uri: string): TextDocument | undefined };
  readonly service: LanguageService;
  readonly settings: Pick<DocumentSettingsStore, 'ready' | 'settingsFor' | 'forget'>;
  readonly runtime: RcRuntime;
  readonly log: (message: string) => void;
}

interface Opened {
  readonly document: TextDocument;
  readonly found: readonly Problem[];
}

export function serveJudging(connection: Connection, world: World, answer: Answer): void {
  const { documents, service, settings, runtime, log } = world;

  /** A mistake of ours must not break the editor; it is logged. */
  const trying = async <T>(what: string, otherwise: T, give: () => Promise<T>): Promise<T> => {
    try {
      return await give();
    } catch (error) {
      log(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return otherwise;
    }
  };

  const known = () => settings.settingsFor('').schemas.known;

  /** The configuration as it is in the editor, else as it is on the disk. */
  const open = async (uri: string): Promise<Opened> => {
    const document = documents.get(uri);
    if (document) return { document, found: [] };
    const { scheme, fsPath } = URI.parse(uri);
    if (scheme !== 'file') throw new Unreadable('it is not open, and not on a disk.');
    try {
      const decoded = decodeText(await runtime.readFile(fsPath));
      return {
        document: TextDocument.create(uri, LANGUAGE_ID, 0, decoded.text),
        found: encodingProblem(decoded),
      };
    } catch (error) {
      throw new Unreadable(whyUnreadable(error));
    }
  };

  connection.onRequest(READ_EVENT, ({ text, line }: { text: string; line: number | null }) =>
    trying<ReadEvent>(
      'Reading an event',
      { event: null, title: '', reason: 'reading it failed' },
      async () => {
        const { found, reason } = await findEvent(text, line, fieldOrder(known()));
        if (!found) return { event: null, title: '', reason };
        const { eventId } = found.event;
        const definition = known().newest.eventsById.get(eventId);
        return {
          event: found.event,
          title: definition?.tag ?? definition?.title ?? `event ${eventId}`,
          reason: '',
        };
      },
    ),
  );

  connection.onRequest(
    EXPLAIN,
    ({ uri, event }: { uri: string; event: SysmonEvent }, token: CancellationToken) =>
      answer<Explanation | null>('Explanation', uri, token, null, document =>
        service.explain(document, event),
      ),
  );

  connection.onRequest(TEST_FILE, ({ uri, text }: { uri: string; text: string }) =>
    trying<TestOutline | null>('Reading a test file', null, async () => {
      const file = await readTestFile(text, known());
      return {
        configuration: configurationOf(uri, file),
        cases: file.cases.map(({ name, range }) => ({ name, range })),
        problems: [...file.problems, ...file.cases.flatMap(({ problems }) => problems)],
      };
    }),
  );

  const runTests = async (uri: string, text: string): Promise<TestRun> => {
    const file = await readTestFile(text, known());
    const configuration = configurationOf(uri, file);
    const failed = (problems: readonly string[]): TestRun => ({
      configuration,
      problems,
      cases: withoutRun(file, problems.join(' ')),
    });
    if (configuration === null || file.problems.length > 0)
      return failed(file.problems.map(({ message }) => message));
    try {
      const { document, found } = await open(configuration);
      await settings.ready(configuration);
      const { schemas } = settings.settingsFor(configuration);
      const meant = contextOf(file, schemas);
      const isOpen = documents.get(configuration) === document;
      const parsed = isOpen && meant === schemas ? service.parse(document) : parseDocument(document, meant);
      const loaded = loadDocument(parsed, found);
      if (!loaded.accepted)
        return failed([`Sysmon refuses ${file.configuration?.path ?? ''}: its problems say why.`]);
      const environment = { ...knowledge.environment.variables, ...file.environment };
      return { configuration, problems: [], cases: runCases(file, parsed, knowledge, environment, loaded) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return failed([`${file.configuration?.path ?? ''}: ${error.message}`]);
    } finally {
      // Settings are kept for documents that are open.
      if (!documents.get(configuration)) settings.forget(configuration);
    }
  };

  connection.onRequest(RUN_TESTS, ({ uri, text }: { uri: string; text: string }) =>
    trying<TestRun | null>('Running tests', null, () => runTests(uri, text)),
  );

  connection.onRequest(
    ADD_TEST,
    ({ text, configuration, added }: { text: string | null; configuration: string; added: NewCase }) =>
      trying<Added | null>('Adding a test', null, () => {
        const tag = known().newest.eventsById.get(added.event.eventId)?.tag ?? null;
        return Promise.resolve(addCase(text, configuration, added, tag));
      }),
  );
}

class Unreadable extends Error {}

function configurationOf(uri: string, { configuration }: TestFile): string | null {
  return configuration && Utils.resolvePath(Utils.dirname(URI.parse(uri)), configuration.path).toString();
}
