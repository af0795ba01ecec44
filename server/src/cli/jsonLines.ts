import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';

/**
 * Answers JSON lines with JSON lines, in order, holding one line at a time. A line that cannot be read
 * is answered with `{id: null, error}` and does not stop the run.
 *
 * @param answer takes a parsed line and gives what is written for it, `id` left out; throws a `TypeError` that names what the line lacks
 * @returns how many lines could not be read
 */
export async function answerJsonLines(
  input: Readable,
  output: Writable,
  answer: (line: Readonly<Record<string, unknown>>) => object,
): Promise<number> {
  let number = 0;
  let unread = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    let written: string;
    try {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed !== 'object' || parsed === null) throw new TypeError('it is not an object');
      const record = parsed as Readonly<Record<string, unknown>>;
      written = JSON.stringify({ id: record['id'] ?? null, ...answer(record) });
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
      unread++;
      written = JSON.stringify({ id: null, error: `Line ${number} cannot be read: ${error.message}` });
    }
    if (!output.write(`${written}\n`)) await once(output, 'drain');
  }
  return unread;
}

/** @throws {TypeError} when the line has no text under that key */
export function textOf(line: Readonly<Record<string, unknown>>, key: string): string {
  const value = line[key];
  if (typeof value !== 'string') throw new TypeError(`“${key}” is missing or is no text`);
  return value;
}
