export type { DroppedBlock, LoadedBlock, LoadedCondition, LoadedRule, OnMatch, Relation } from './blocks.ts';
export { load, type Loaded, type PlatformFacts } from './load.ts';
export type { LoadedOption } from './options.ts';
export {
  effectOf,
  LOADER_EFFECTS,
  type Effect,
  type LoaderCode,
  type Problem,
  type ProblemCode,
  type ProblemData,
} from './problems.ts';
