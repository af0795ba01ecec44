/**
 * Cuts a log into entries while it is read, holding no more than one of them. What kind of log it is, is
 * seen from its first character other than a blank.
 */

/** An entry's text, and the line (from 1) on which it begins. */
export interface Piece {
  readonly text: string;
  readonly line: number;
}

/** An entry larger than this is nobody's event; it is given out as it is, to be reported. */
const MAX_PIECE = 8 * 1024 * 1024;

/** Cuts at line ends: one entry on each line. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<readonly Piece[]> {
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const text = rest + chunk;
    const pieces: Piece[] = [];
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      pieces.push({ text: text.slice(from, at), line: line++ });
      from = at + 1;
    }
    rest = text.slice(from);
    if (rest.length > MAX_PIECE) {
      pieces.push({ text: rest, line });
      rest = '';
    }
    if (pieces.length > 0) yield pieces;
  }
  if (rest !== '') yield [{ text: rest, line }];
}

/**
 * The same for a log in UTF-8. Each line is decoded alone, so that one with a foreign letter makes no other
 * slower, and none holds on to the chunk that it was in.
 */
export async function* splitUtf8Lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Piece[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let line = 1;
  let isFirst = true;
  const restText = (): string => {
    const text = Buffer.concat(rest).toString('utf8');
    rest = [];
    restLength = 0;
    return text;
  };
  for await (const chunk of chunks) {
    const pieces: Piece[] = [];
    let from = isFirst && chunk.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0;
    isFirst = false;
    for (let at = chunk.indexOf(LINE_END, from); at >= 0; at = chunk.indexOf(LINE_END, from)) {
      let text: string;
      if (restLength === 0) {
        text = chunk.toString('utf8', from, at);
      } else {
        rest.push(chunk.subarray(0, at));
        text = restText();
      }
      pieces.push({ text, line });
      line++;
      from = at + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      restLength += chunk.length - from;
    }
    if (restLength > MAX_PIECE) pieces.push({ text: restText(), line });
    if (pieces.length > 0) yield pieces;
  }
  if (restLength > 0) yield [{ text: restText(), line }];
}

const LINE_END = 10;
/** The byte order mark of UTF-8. */
const MARK = Buffer.from('\ufeff');

/** Cuts `<Event …>…</Event>` out of whatever stands around: a wrapper, or the head of a syslog line. */
export async function* splitXmlEvents(chunks: AsyncIterable<string>): AsyncGenerator<readonly Piece[]> {
  const START = /<Event(?=[\s>])/g;
  const END = '</Event>';
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const text = rest + chunk;
    const pieces: Piece[] = [];
    let from = 0;
    for (;;) {
      START.lastIndex = from;
      const start = START.exec(text);
      const end = start ? text.indexOf(END, start.index) : -1;
      if (!start || end < 0) break;
      line += lineEnds(text, from, start.index);
      pieces.push({ text: text.slice(start.index, end + END.length), line });
      line += lineEnds(text, start.index, end);
      from = end + END.length;
    }
    rest = text.slice(from);
    if (rest.length > MAX_PIECE) {
      pieces.push({ text: rest, line });
      line += lineEnds(rest, 0, rest.length);
      rest = '';
    }
    if (pieces.length > 0) yield pieces;
  }
  const last = rest.search(/<Event(?=[\s>])/);
  if (last >= 0) yield [{ text: rest.slice(last), line: line + lineEnds(rest, 0, last) }];
}

/** Cuts the objects out of a JSON array, or out of objects one behind the other, over however many lines. */
export async function* splitJsonObjects(chunks: AsyncIterable<string>): AsyncGenerator<readonly Piece[]> {
  let rest = '';
  let depth = 0;
  let inText = false;
  let escaped = false;
  let line = 1;
  let startLine = 1;
  for await (const chunk of chunks) {
    const pieces: Piece[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      if (c === 10) line++;
      if (inText) {
        if (escaped) escaped = false;
        else if (c === 92) escaped = true;
        else if (c === 34) inText = false;
      } else if (c === 34) {
        inText = depth > 0;
      } else if (c === 123) {
        if (depth++ === 0) {
          from = i;
          startLine = line;
        }
      } else if (c === 125 && depth > 0 && --depth === 0) {
        pieces.push({ text: rest + chunk.slice(from, i + 1), line: startLine });
        rest = '';
        from = i + 1;
      }
    }
    if (depth > 0) rest += chunk.slice(from);
    if (rest.length > MAX_PIECE) {
      pieces.push({ text: rest, line: startLine });
      rest = '';
      depth = 0;
      inText = false;
    }
    if (pieces.length > 0) yield pieces;
  }
  if (rest !== '') yield [{ text: rest, line: startLine }];
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
