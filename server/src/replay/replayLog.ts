import type { Readable } from 'node:stream';
import type { Entry } from '../events/event.ts';
import type { FieldOrder } from '../events/jsonShapes.ts';
import { readLog } from '../events/readLog.ts';

/** What takes the entries of a log. */
export interface EntrySink {
  addEntry(log: string, line: number, entry: Entry): void;
}

/**
 * Reads a log and gives each entry to all sinks. After each batch, which takes a few milliseconds, it can be
 * waited for others or stopped.
 *
 * @param name what the log is called where an entry cannot be read
 * @param afterBatch gives false to stop
 * @throws what `readLog` throws
 */
export async function replayLog(
  input: Readable,
  name: string,
  order: FieldOrder,
  sinks: readonly EntrySink[],
  afterBatch: () => Promise<boolean> | boolean = () => true,
): Promise<void> {
  for await (const batch of readLog(input, order)) {
    for (const { line, entry } of batch) for (const sink of sinks) sink.addEntry(name, line, entry);
    if (!(await afterBatch())) return;
  }
}
