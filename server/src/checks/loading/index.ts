import type { Check } from '../check.ts';
import { badArchiveDirectory } from './badArchiveDirectory.ts';
import { badFieldSizes } from './badFieldSizes.ts';
import { badGroupRelation } from './badGroupRelation.ts';
import { badHashAlgorithms } from './badHashAlgorithms.ts';
import { badOnmatch } from './badOnmatch.ts';
import { blockAfterDropped } from './blockAfterDropped.ts';
import { conditionDropped } from './conditionDropped.ts';
import { doctype } from './doctype.ts';
import { elementInValue } from './elementInValue.ts';
import { emptyRule } from './emptyRule.ts';
import { eventNeedsVersion } from './eventNeedsVersion.ts';
import { fieldNeedsVersion } from './fieldNeedsVersion.ts';
import { fieldNotInEvent } from './fieldNotInEvent.ts';
import { fieldOfOtherEvent } from './fieldOfOtherEvent.ts';
import { misplacedElement } from './misplacedElement.ts';
import { missingGroupRelation } from './missingGroupRelation.ts';
import { missingOnmatch } from './missingOnmatch.ts';
import { misspeltElement } from './misspeltElement.ts';
import { mixedEventIds } from './mixedEventIds.ts';
import { nameDropped } from './nameDropped.ts';
import { nameTooLong } from './nameTooLong.ts';
import { onmatchAndDefault } from './onmatchAndDefault.ts';
import { optionAfterEmpty } from './optionAfterEmpty.ts';
import { optionCommandLineOnly } from './optionCommandLineOnly.ts';
import { optionContent } from './optionContent.ts';
import { optionNeedsVersion } from './optionNeedsVersion.ts';
import { optionNotOnLinux } from './optionNotOnLinux.ts';
import { optionRemoved } from './optionRemoved.ts';
import { optionRepeated } from './optionRepeated.ts';
import { rootNotSysmon } from './rootNotSysmon.ts';
import { schemaversionInvalid } from './schemaversionInvalid.ts';
import { schemaversionMissing } from './schemaversionMissing.ts';
import { schemaversionNewer } from './schemaversionNewer.ts';
import { schemaversionNotANumber } from './schemaversionNotANumber.ts';
import { schemaversionUnsupported } from './schemaversionUnsupported.ts';
import { strayCdata } from './strayCdata.ts';
import { strayText } from './strayText.ts';
import { tooManyBlocks } from './tooManyBlocks.ts';
import { tooManyProcessAccessEntries } from './tooManyProcessAccessEntries.ts';
import { unknownAttribute } from './unknownAttribute.ts';
import { unknownCondition } from './unknownCondition.ts';
import { unknownEvent } from './unknownEvent.ts';
import { unknownField } from './unknownField.ts';
import { unknownOption } from './unknownOption.ts';
import { unsupportedEncoding } from './unsupportedEncoding.ts';

/** What Sysmon refuses, drops or ignores; the loader finds it. */
export const LOADING_CHECKS: readonly Check[] = [
  unsupportedEncoding,
  rootNotSysmon,
  doctype,
  schemaversionMissing,
  schemaversionNotANumber,
  schemaversionInvalid,
  schemaversionUnsupported,
  schemaversionNewer,
  misspeltElement,
  unknownAttribute,
  unknownEvent,
  eventNeedsVersion,
  fieldNeedsVersion,
  optionNeedsVersion,
  unknownField,
  fieldOfOtherEvent,
  unknownOption,
  optionRemoved,
  optionCommandLineOnly,
  optionContent,
  strayText,
  strayCdata,
  elementInValue,
  missingGroupRelation,
  badGroupRelation,
  badOnmatch,
  unknownCondition,
  conditionDropped,
  nameTooLong,
  nameDropped,
  emptyRule,
  tooManyBlocks,
  badHashAlgorithms,
  badArchiveDirectory,
  badFieldSizes,
  tooManyProcessAccessEntries,
  missingOnmatch,
  onmatchAndDefault,
  fieldNotInEvent,
  mixedEventIds,
  blockAfterDropped,
  optionRepeated,
  optionAfterEmpty,
  optionNotOnLinux,
  misplacedElement,
];
