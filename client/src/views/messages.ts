/**
 * What a view and its webview say to each other. A webview shows what a stranger's file holds, so nothing that
 * comes from one is believed before it was looked at: `readMessage` gives null for everything else.
 */
import type { ReplayReport } from './replayResults.ts';
import type { Atlas, Coverage, EventCoverage, Platform, Range } from './results.ts';

/** What the atlas knows of the open configuration. */
export interface AtlasConfiguration {
  readonly file: string;
  /** The platform that it is meant for. */
  readonly platform: Platform;
  readonly events: readonly EventCoverage[];
}

export type ToAtlas =
  | { readonly type: 'atlas'; readonly atlas: Atlas }
  | { readonly type: 'configuration'; readonly configuration: AtlasConfiguration | null }
  | { readonly type: 'show'; readonly event: number };

export type ToCoverage =
  | {
      readonly type: 'coverage';
      /** The address of the document, which the page keeps for when the window is loaded anew. */
      readonly document: string;
      readonly file: string;
      readonly coverage: Coverage | null;
    }
  | { readonly type: 'draw'; readonly svg: string };

export interface ToReplay {
  readonly type: 'replay';
  readonly file: string;
  /** The names of the logs, without their folders. */
  readonly logs: readonly string[];
  readonly report: ReplayReport;
  /** How many events were logged before anything was edited. */
  readonly loggedFirst: number;
}

export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'reveal'; readonly range: Range }
  | { readonly type: 'atlas'; readonly event: number }
  | { readonly type: 'coverage' }
  | { readonly type: 'export'; readonly format: 'layer' | 'svg' | 'png' }
  /** Writes an exclude for the events of a process; `field` is the one that names it. */
  | {
      readonly type: 'exclude';
      readonly event: number;
      readonly field: string;
      readonly process: string;
    }
  /** A picture that the webview has drawn, in base64. */
  | { readonly type: 'png'; readonly data: string };

const LONGEST_COPY = 1_000;
const LONGEST_PATH = 1_000;
/** A picture of a coverage has some hundred kilobytes. */
const LONGEST_PICTURE = 50_000_000;

export function readMessage(message: unknown): FromWebview | null {
  if (!isRecord(message)) return null;
  const { type, text, event, format, data, field, process } = message;
  switch (type) {
    case 'ready':
    case 'coverage':
      return { type };
    case 'copy':
      return typeof text === 'string' && text.length <= LONGEST_COPY ? { type, text } : null;
    case 'reveal': {
      const range = readRange(message['range']);
      return range && { type, range };
    }
    case 'atlas':
      return isCount(event) ? { type, event } : null;
    case 'exclude':
      return isCount(event) && isShort(field) && isShort(process) ? { type, event, field, process } : null;
    case 'export':
      return format === 'layer' || format === 'svg' || format === 'png' ? { type, format } : null;
    case 'png':
      return typeof data === 'string' && data.length <= LONGEST_PICTURE && /^[A-Za-z\d+/]+={0,2}$/.test(data)
        ? { type, data }
        : null;
    default:
      return null;
  }
}

/** The event that a link or another command asks the atlas for: `{event: 11}`. */
export function readEvent(argument: unknown): number | null {
  return isRecord(argument) && isCount(argument['event']) ? argument['event'] : null;
}

/** The address of the document that a page of the coverage remembers, null when it remembers none. */
export function readDocument(state: unknown): string | null {
  if (!isRecord(state)) return null;
  const { document } = state;
  return typeof document === 'string' && /^[a-z][a-z\d+.-]*:/i.test(document) ? document : null;
}

function readRange(value: unknown): Range | null {
  if (!isRecord(value)) return null;
  const start = readPosition(value['start']);
  const end = readPosition(value['end']);
  return start && end ? { start, end } : null;
}

function readPosition(value: unknown): Range['start'] | null {
  if (!isRecord(value)) return null;
  const { line, character } = value;
  return isCount(line) && isCount(character) ? { line, character } : null;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_PATH;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
