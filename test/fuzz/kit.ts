/** What the fuzz tests share: how often they run, from which seed, and the real files that they damage. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { decodeText } from '../../server/src/encoding.ts';
import { missing, shared } from '../shared.ts';

/**
 * The same seed makes the same texts, so that a run that failed can be repeated: `FUZZ_SEED=… FUZZ_RUNS=…`
 * look further than the usual run does.
 */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const RUNS = process.env['FUZZ_RUNS'];

/**
 * Checks that something is true of all texts.
 *
 * @param runs how many texts are looked at, unless the environment says
 */
export function forAll<T>(texts: fc.Arbitrary<T>, runs: number, property: (text: T) => void): void {
  fc.assert(fc.property(texts, property), {
    seed: SEED,
    numRuns: RUNS === undefined ? runs : Number(RUNS),
    includeErrorInReport: true,
  });
}

const REAL = 'corpus/real';

/** For `it(…, {skip})`: why the real files cannot be damaged, or false. */
export const withoutRealFiles = missing(REAL);

/** Larger files take their time from the others and hold nothing that those do not. */
const MAX_SIZE = 40_000;

/** The small ones of the real configurations. */
export function realFiles(): fc.Arbitrary<string> {
  const texts = readdirSync(shared(REAL))
    .map(name => readFileSync(path.join(shared(REAL), name)))
    .filter(bytes => bytes.length <= MAX_SIZE)
    .map(bytes => decodeText(bytes).text);
  return fc.constantFrom(...texts);
}
