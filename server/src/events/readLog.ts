import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { unreadable, type Entry } from './event.ts';
import { entryFromJson, type FieldOrder } from './jsonShapes.ts';
import { splitJsonObjects, splitLines, splitUtf8Lines, splitXmlEvents, type Piece } from './split.ts';
import { entryFromXml } from './xmlEvent.ts';

/** An entry of a log, with the line (from 1) on which it begins. */
export interface LogEntry {
  readonly line: number;
  readonly entry: Entry;
}

/**
 * Reads a log entry by entry: JSON lines, a JSON array, the XML that Event Viewer exports, or syslog
 * lines of Sysmon for Linux; as UTF-8 or UTF-16, packed with gzip or not. Memory does not grow with the
 * log.
 *
 * @throws {LogError} when it is a log that is not read here
 * @throws what the stream throws; a broken gzip stream is an error too
 */
export async function* readLog(input: Readable, order: FieldOrder): AsyncGenerator<readonly LogEntry[]> {
  const bytes = (await unpacked(input))[Symbol.asyncIterator]();
  const first = await bytes.next();
  if (first.done) return;
  if (first.value.subarray(0, EVTX.length).equals(EVTX)) throw new LogError(EVTX_REASON);
  const chunks = withFirst(first.value, { [Symbol.asyncIterator]: () => bytes });
  const encoding = encodingOf(first.value);
  const kind = kindOf(new TextDecoder(encoding).decode(first.value));
  for await (const batch of splitLog(chunks, kind, encoding)) {
    const entries: LogEntry[] = [];
    for (const piece of batch) {
      if (!isBlank(piece.text)) entries.push({ line: piece.line, entry: read(piece, order) });
    }
    yield entries;
  }
}

/** A log that cannot be read as a whole; the message is a sentence that says what to do. */
export class LogError extends Error {}

/** What Windows' own files of events begin with. */
const EVTX = Buffer.from('ElfFile\0');
const EVTX_REASON =
  'it is a binary event log of Windows (.evtx), which is not read here. On Windows, make XML of it: ' +
  'wevtutil qe /lf:true LOG.evtx /f:xml > LOG.xml (or “Save All Events As…” in Event Viewer); or JSON: ' +
  'Get-WinEvent -Path LOG.evtx | ConvertTo-Json -Depth 3 > LOG.json';

type Kind = 'xml' | 'json' | 'lines';

function splitLog(
  chunks: AsyncIterable<Buffer>,
  kind: Kind,
  encoding: string,
): AsyncIterable<readonly Piece[]> {
  switch (kind) {
    case 'xml':
      return splitXmlEvents(decoded(chunks, encoding));
    case 'json':
      return splitJsonObjects(decoded(chunks, encoding));
    case 'lines':
      return encoding === UTF8 ? splitUtf8Lines(chunks) : splitLines(decoded(chunks, encoding));
  }
}

function isBlank(text: string): boolean {
  // Nearly every entry begins with what it consists of.
  return text.charCodeAt(0) !== 123 && text.trim() === '';
}

function read({ text }: Piece, order: FieldOrder): Entry {
  const xml = text.charCodeAt(0) === 123 ? -1 : text.indexOf('<Event');
  if (xml >= 0) return entryFromXml(text.slice(xml));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('it is neither JSON nor an event in XML');
  }
  return entryFromJson(value, order);
}

/** One object on the first line means one on each; otherwise objects may run over lines. */
function kindOf(text: string): Kind {
  const start = text.trimStart();
  if (start.startsWith('<')) return /^<\d{1,3}>/.test(start) ? 'lines' : 'xml';
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return start.includes('<Event') ? 'xml' : 'lines';
  const end = start.indexOf('\n');
  if (end < 0) return 'lines';
  try {
    JSON.parse(start.slice(0, end));
    return 'lines';
  } catch {
    return 'json';
  }
}

const GZIP = [0x1f, 0x8b];
/** Small chunks cost more to hand on than to unpack. */
const UNPACKED_CHUNK = 1 << 18;

async function unpacked(input: Readable): Promise<AsyncIterable<Buffer>> {
  const iterator = (input as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return Readable.from([]);
  const isGzip = first.value[0] === GZIP[0] && first.value[1] === GZIP[1];
  const rejoined = withFirst(first.value, { [Symbol.asyncIterator]: () => iterator });
  if (!isGzip) return rejoined;
  const gunzip = createGunzip({ chunkSize: UNPACKED_CHUNK });
  // When one of them ends early the other does, too; what is wrong is thrown where the bytes are read.
  pipeline(Readable.from(rejoined), gunzip, () => undefined);
  return gunzip as AsyncIterable<Buffer>;
}

const UTF8 = 'utf-8';

async function* decoded(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0 && bytes[1] !== 0) return 'utf-16be';
  return bytes[1] === 0 ? 'utf-16le' : UTF8;
}

async function* withFirst<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
