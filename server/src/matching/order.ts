import type { LoadedBlock } from '../loader/index.ts';

/** The blocks of one event in the order in which Sysmon tries them: excludes, then includes, each from the last of the file to the first. */
export function inTriedOrder(blocks: readonly LoadedBlock[]): LoadedBlock[] {
  const backwards = [...blocks].reverse();
  return [
    ...backwards.filter(({ onmatch }) => onmatch === 'exclude'),
    ...backwards.filter(({ onmatch }) => onmatch === 'include'),
  ];
}
