/**
 * What the language server answers to the views: the shapes of `sysmon/coverage` and `sysmon/atlas`. They are the
 * server's own types, of which nothing is left in a bundle, so that the two sides cannot drift apart; the webviews
 * read them too.
 */
export type { Position, Range } from 'vscode-languageserver-types';
export type {
  Atlas,
  AtlasEvent,
  AtlasLayer,
  AtlasMechanism,
  SeeItem,
  SourceLink,
  Statement,
} from '../../../server/src/features/atlas.ts';
export type {
  Coverage,
  EventCoverage,
  EventState,
  RulePlace,
  TacticCoverage,
  TechniqueCoverage,
  UnknownTechnique,
} from '../../../server/src/features/coverage.ts';
export type { OnMatch } from '../../../server/src/loader/index.ts';
export type { Platform } from '../../../server/src/schema/types.ts';
