export type { DroppedBlock, LoadedBlock, LoadedCondition, LoadedRule } from './blocks.ts';
export { blockRelation, ruleRelation, type OnMatch, type Relation } from './relations.ts';
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
