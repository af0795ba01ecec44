import { Readable } from 'node:stream';
import type { SysmonEvent } from './event.ts';
import type { FieldOrder } from './jsonShapes.ts';
import { readLog } from './readLog.ts';

/** An event that was found in a text. */
export interface FoundEvent {
  readonly event: SysmonEvent;
  /** The line, from 1, on which it begins. */
  readonly line: number;
}

/** An event, or why there is none: `reason` ends a sentence. */
export type EventSearch =
  { readonly found: FoundEvent; readonly reason: null } | { readonly found: null; readonly reason: string };

/**
 * Looks for the event that a place in a text is in: the last one that begins there or above, else the
 * first. The text may hold whatever else a log holds, and a line cut out of a JSON array.
 *
 * @param line from 1; null asks for the first event
 */
export async function findEvent(text: string, line: number | null, order: FieldOrder): Promise<EventSearch> {
  // A line of an array ends in a comma, which alone does not belong to its object.
  const whole = text.trimEnd().replace(/,$/, '');
  let found: FoundEvent | null = null;
  let reason: string | null = null;
  for await (const batch of readLog(Readable.from([Buffer.from(whole)]), order)) {
    for (const entry of batch) {
      if (found && (line === null || entry.line > line)) return { found, reason: null };
      if (entry.entry.kind === 'event') found = { event: entry.entry.event, line: entry.line };
      else if (entry.entry.kind === 'other') reason ??= 'the event is of another provider than Sysmon';
      else reason ??= entry.entry.reason;
    }
  }
  return found ? { found, reason: null } : { found: null, reason: reason ?? 'there is nothing to read' };
}
