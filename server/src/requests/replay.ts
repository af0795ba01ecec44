/** Requests to replay logs against a configuration, and to count again after an edit. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from 'vscode-languageserver';
import type { Readable } from 'node:stream';
import type { ParsedDocument } from '../documents.ts';
import { fieldOrder } from '../events/fieldOrder.ts';
import { LogError } from '../events/readLog.ts';
import { excludeProcess, type Excluding } from '../features/replayExclude.ts';
import { replayReport, type ReplayReport } from '../features/replay.ts';
import type { LanguageService } from '../languageService.ts';
import type { Loaded } from '../loader/index.ts';
import { createEngine } from '../matching/engine.ts';
import { replayLog } from '../replay/replayLog.ts';
import { createEventStore, type EventStore } from '../replay/store.ts';
import { createTally } from '../replay/tally.ts';
import { knowledge } from '../schema/data.ts';
import type { Answer } from './answer.ts';

/** A log that was opened. */
export interface OpenLog {
  readonly stream: Readable;
  readonly size: number;
  /** How many bytes were read so far. */
  read(): number;
}

export type ReplayAnswer =
  | { readonly report: ReplayReport }
  /** Why there is none, in a sentence. */
  | { readonly error: string };

interface Session {
  readonly logs: readonly string[];
  readonly store: EventStore;
  readonly unread: Pick<ReplayReport, 'passedOver' | 'unreadable'>;
}

export interface ReplayRequests {
  /** Frees what is kept of a document. */
  close(uri: string): void;
}

const REFUSED = 'Sysmon refuses this configuration, so nothing can be judged by it.';
/** How long others wait at most while events are counted again. */
const SLICE_MS = 10;

/** @param openLog opens a file by its path; rejects where it cannot be read */
export function serveReplay(
  connection: Connection,
  service: LanguageService,
  answer: Answer,
  openLog: (path: string) => Promise<OpenLog>,
): ReplayRequests {
  const sessions = new Map<string, Session>();
  const environment = knowledge.environment.variables;

  /** The configuration as it is now, null where it is not open. */
  const current = (
    uri: string,
    token: CancellationToken,
  ): Promise<{ parsed: ParsedDocument; loaded: Loaded } | ResponseError<never> | null> =>
    answer<{ parsed: ParsedDocument; loaded: Loaded } | null>('Replay', uri, token, null, document => ({
      parsed: service.parse(document),
      loaded: service.load(document),
    }));

  connection.onRequest(
    'sysmon/replay',
    async (
      { uri, logs }: { readonly uri: string; readonly logs: readonly string[] },
      token: CancellationToken,
    ): Promise<ReplayAnswer | ResponseError<never> | null> => {
      const found = await current(uri, token);
      if (!found || found instanceof ResponseError) return found;
      const { parsed, loaded } = found;
      if (!loaded.accepted) return { error: REFUSED };
      const { newest, known } = parsed.schemas;
      const tally = createTally(createEngine(parsed, loaded, environment), newest);
      const store = createEventStore(loaded, newest);
      let told = -1;
      for (const [index, path] of logs.entries()) {
        try {
          const log = await openLog(path);
          await replayLog(log.stream, path, fieldOrder(known), [tally, store], async () => {
            const part = Math.floor((100 * (index + log.read() / Math.max(1, log.size))) / logs.length);
            if (part !== told)
              void connection.sendNotification('sysmon/replayProgress', { uri, part: (told = part) });
            // Whoever types meanwhile is answered between two batches.
            await nextTurn();
            return !token.isCancellationRequested;
          });
        } catch (error) {
          return {
            error: `${path}: ${error instanceof LogError ? error.message : `it cannot be read (${String(error)}).`}`,
          };
        }
        if (token.isCancellationRequested) return cancelled();
      }
      const counts = tally.counts();
      if (counts.seen === 0) return { error: 'No Sysmon event was found in what was chosen.' };
      sessions.set(uri, { logs, store, unread: counts });
      return { report: replayReport(parsed, loaded, logs, counts, store, false) };
    },
  );

  connection.onRequest(
    'sysmon/replayAgain',
    async (
      { uri }: { readonly uri: string },
      token: CancellationToken,
    ): Promise<ReplayAnswer | ResponseError<never> | null> => {
      const session = sessions.get(uri);
      if (!session) return null;
      const found = await current(uri, token);
      if (!found || found instanceof ResponseError) return found;
      const { parsed, loaded } = found;
      if (!loaded.accepted) return { error: REFUSED };
      const { logs, store, unread } = session;
      const tally = createTally(createEngine(parsed, loaded, environment), parsed.schemas.newest);
      let since = performance.now();
      for (const { eventId, read, times } of store.events()) {
        tally.addEvent(eventId, read, times);
        if (performance.now() - since < SLICE_MS) continue;
        await nextTurn();
        if (token.isCancellationRequested) return cancelled();
        since = performance.now();
      }
      const counts = { ...tally.counts(), passedOver: unread.passedOver, unreadable: unread.unreadable };
      return { report: replayReport(parsed, loaded, logs, counts, store, true) };
    },
  );

  connection.onRequest(
    'sysmon/replayExclude',
    (
      { uri, eventId, field, process }: { uri: string; eventId: number; field: string; process: string },
      token: CancellationToken,
    ) =>
      answer<Excluding | null>('Exclude', uri, token, null, document =>
        excludeProcess(service.parse(document), service.load(document), eventId, field, process, environment),
      ),
  );

  connection.onRequest('sysmon/replayClear', ({ uri }: { readonly uri: string }) => {
    sessions.delete(uri);
    return null;
  });

  return { close: uri => void sessions.delete(uri) };
}

function cancelled(): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'Request cancelled');
}
