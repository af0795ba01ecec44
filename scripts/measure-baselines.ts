/**
 * `npm run measure:baselines`: replays each baseline over recorded events and writes what it keeps of them
 * into `snippets/baselines/baselines.json`, from where “New Configuration…” tells it. Run it when a baseline
 * changed; a unit test fails when that was forgotten. The recordings lie beside the repository.
 *
 *   npm run measure:baselines -- LOG ATTACKS    other recordings than those in ../shared/events
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Platform } from '../server/src/schema/types.ts';
import { measureBaseline, readRecorded } from './lib/measureBaseline.ts';

interface Entry {
  readonly id: string;
  readonly file: string;
  readonly platform: Platform;
}

const folder = new URL('../snippets/baselines/', import.meta.url);
const list = fileURLToPath(new URL('baselines.json', folder));
const ofShared = (name: string): string =>
  fileURLToPath(new URL(`../../shared/events/${name}`, import.meta.url));

const [log = ofShared('otrf-sysmon.jsonl.gz'), attacks = ofShared('attacks.jsonl.gz')] =
  process.argv.slice(2);
const recorded = await readRecorded(log, attacks);
const value = JSON.parse(readFileSync(list, 'utf8')) as { baselines: Entry[] };
value.baselines = value.baselines.map(entry => {
  // The recordings are of Windows.
  if (entry.platform !== 'windows') return { ...entry, measured: null, recorded: null };
  const text = readFileSync(new URL(entry.file, folder), 'utf8');
  const measurement = measureBaseline(text, entry.platform, recorded);
  const { events, kept, named, attackShare, attacks: all } = measurement.recorded;
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  console.log(
    `${entry.id}: keeps ${kept} of ${events} events (${percent(kept / events)}); names the technique in ${named} of ${all} attacks at ${percent(attackShare)} of their events`,
  );
  return { ...entry, ...measurement };
});
writeFileSync(list, await format(JSON.stringify(value), { ...(await resolveConfig(list)), filepath: list }));
