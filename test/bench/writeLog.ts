/**
 * Writes a made-up log of a size, to measure how much memory a replay takes:
 *
 *   node --import tsx test/bench/writeLog.ts events.jsonl 1000000000
 *   /usr/bin/time -v node dist/cli.js replay snippets/baselines/full.xml events.jsonl
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { eventLines } from './events.ts';

const [file, size] = process.argv.slice(2);
const bytes = Number(size);
if (file === undefined || !(bytes > 0)) {
  console.error('Name a file and a size in bytes.');
  process.exit(2);
}
const BATCH = 1000;
const next = eventLines(1);
const stream = createWriteStream(file);
let written = 0;
while (written < bytes) {
  const text = Array.from({ length: BATCH }, () => `${next()}\n`).join('');
  written += Buffer.byteLength(text);
  if (!stream.write(text)) await once(stream, 'drain');
}
stream.end();
await once(stream, 'finish');
