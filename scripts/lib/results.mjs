// Every suite that does not run under node:test writes its counts to a file, whatever process it runs in.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resultsDir } from './project.mjs';

export const resultsFile = name => path.join(resultsDir, `${name}.json`);

/** Makes sure that what is read later was written by this run. */
export function forgetResults(name) {
  mkdirSync(resultsDir, { recursive: true });
  rmSync(resultsFile(name), { force: true });
}

export function writeResults(name, counts) {
  writeFileSync(resultsFile(name), JSON.stringify(counts));
}

/** The counts of a suite, or null when it wrote none. */
export function readResults(name) {
  try {
    return JSON.parse(readFileSync(resultsFile(name), 'utf8'));
  } catch {
    return null;
  }
}

export const summaryOf = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Prints the counts of a suite and says whether it ran and passed. */
export function reportResults(name) {
  const counts = readResults(name);
  if (!counts) {
    console.error('The suite wrote no results.');
    return false;
  }
  console.log(summaryOf(counts));
  return counts.passed > 0 && counts.failed === 0;
}
