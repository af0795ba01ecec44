import type { HintSettings } from './inlayHints.ts';
import type { LensSettings } from './lenses/lens.ts';

/** What can be switched off of what features show. */
export interface FeatureSettings {
  readonly inlayHints: HintSettings;
  readonly codeLens: LensSettings;
  /** The problems of files that are not open are told as well. */
  readonly workspaceDiagnostics: boolean;
  /** XML files are looked at as well, and not only those of the language of their own. */
  readonly xmlFiles: boolean;
}

/** What is so without settings; the extension's manifest says the same. */
export const DEFAULT_FEATURES: FeatureSettings = {
  inlayHints: { eventIds: true, conditions: true, relations: true, accessMasks: true, techniques: true },
  codeLens: { blocks: true },
  workspaceDiagnostics: false,
  xmlFiles: true,
};
