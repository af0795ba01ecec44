import type { LoadedBlock } from '../../loader/index.ts';

/** The blocks of one event by what they do together. */
export interface Combination {
  readonly includes: readonly LoadedBlock[];
  readonly excludes: readonly LoadedBlock[];
  readonly emptyIncludes: readonly LoadedBlock[];
  readonly emptyExcludes: readonly LoadedBlock[];
  /**
   * Some event can be logged: what an include matches, or what a lone exclude does not. Where there are
   * several blocks, an event that matches nothing is not logged, whatever the blocks are.
   */
  readonly logs: boolean;
}

export function combinationOf(blocks: readonly LoadedBlock[]): Combination {
  const of = (onmatch: string, empty: boolean): LoadedBlock[] =>
    blocks.filter(block => block.onmatch === onmatch && (block.conditions.length === 0) === empty);
  const includes = of('include', false);
  return {
    includes,
    excludes: of('exclude', false),
    emptyIncludes: of('include', true),
    emptyExcludes: of('exclude', true),
    logs: includes.length > 0 || (blocks.length === 1 && blocks[0]!.onmatch === 'exclude'),
  };
}
