import type { Check } from '../check.ts';
import { alwaysTrueNegations } from './alwaysTrueNegations.ts';
import { bareNameAlwaysDiffers } from './bareNameAlwaysDiffers.ts';
import { bareNameNeverMatches } from './bareNameNeverMatches.ts';
import { blankAroundValue } from './blankAroundValue.ts';
import { blankInCommandLine } from './blankInCommandLine.ts';
import { cidrNeverMatches } from './cidrNeverMatches.ts';
import { contradictingEqualities } from './contradictingEqualities.ts';
import { coveredByBroader } from './coveredByBroader.ts';
import { coveredByExclude } from './coveredByExclude.ts';
import { doublePercent } from './doublePercent.ts';
import { duplicateButForCase } from './duplicateButForCase.ts';
import { duplicateCondition } from './duplicateCondition.ts';
import { duplicateListItem } from './duplicateListItem.ts';
import { emptyListItem } from './emptyListItem.ts';
import { emptyValueAlwaysMatches } from './emptyValueAlwaysMatches.ts';
import { emptyValueNeverMatches } from './emptyValueNeverMatches.ts';
import { fieldPositionNeverHolds } from './fieldPositionNeverHolds.ts';
import { imageWithPathPart } from './imageWithPathPart.ts';
import { listInSingleCondition } from './listInSingleCondition.ts';
import { listOfOne } from './listOfOne.ts';
import { numberNeverMatches } from './numberNeverMatches.ts';
import { paddedAccessMask } from './paddedAccessMask.ts';
import { partialPathNeverMatches } from './partialPathNeverMatches.ts';
import { quotedValue } from './quotedValue.ts';
import { registryRootNeverMatches } from './registryRootNeverMatches.ts';
import { trailingSemicolon } from './trailingSemicolon.ts';
import { valueNotInClosedSet } from './valueNotInClosedSet.ts';
import { wildcardTakenLiterally } from './wildcardTakenLiterally.ts';

/** Conditions that can never hold, always hold, or say what another one says already. */
export const CONDITION_CHECKS: readonly Check[] = [
  bareNameNeverMatches,
  partialPathNeverMatches,
  imageWithPathPart,
  cidrNeverMatches,
  paddedAccessMask,
  numberNeverMatches,
  contradictingEqualities,
  registryRootNeverMatches,
  wildcardTakenLiterally,
  listInSingleCondition,
  blankAroundValue,
  blankInCommandLine,
  quotedValue,
  doublePercent,
  valueNotInClosedSet,
  emptyValueNeverMatches,
  coveredByExclude,
  fieldPositionNeverHolds,
  bareNameAlwaysDiffers,
  emptyValueAlwaysMatches,
  trailingSemicolon,
  alwaysTrueNegations,
  emptyListItem,
  duplicateCondition,
  duplicateButForCase,
  coveredByBroader,
  duplicateListItem,
  listOfOne,
];
