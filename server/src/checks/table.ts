import type { ProblemCode } from '../loader/index.ts';
import type { Check } from './check.ts';
import { badArchiveDirectory } from './loading/badArchiveDirectory.ts';
import { badFieldSizes } from './loading/badFieldSizes.ts';
import { badGroupRelation } from './loading/badGroupRelation.ts';
import { badHashAlgorithms } from './loading/badHashAlgorithms.ts';
import { badOnmatch } from './loading/badOnmatch.ts';
import { blockAfterDropped } from './loading/blockAfterDropped.ts';
import { conditionDropped } from './loading/conditionDropped.ts';
import { doctype } from './loading/doctype.ts';
import { elementInValue } from './loading/elementInValue.ts';
import { emptyRule } from './loading/emptyRule.ts';
import { eventNeedsVersion } from './loading/eventNeedsVersion.ts';
import { fieldNeedsVersion } from './loading/fieldNeedsVersion.ts';
import { fieldNotInEvent } from './loading/fieldNotInEvent.ts';
import { fieldOfOtherEvent } from './loading/fieldOfOtherEvent.ts';
import { misplacedElement } from './loading/misplacedElement.ts';
import { missingGroupRelation } from './loading/missingGroupRelation.ts';
import { missingOnmatch } from './loading/missingOnmatch.ts';
import { misspeltElement } from './loading/misspeltElement.ts';
import { mixedEventIds } from './loading/mixedEventIds.ts';
import { nameDropped } from './loading/nameDropped.ts';
import { nameTooLong } from './loading/nameTooLong.ts';
import { onmatchAndDefault } from './loading/onmatchAndDefault.ts';
import { optionAfterEmpty } from './loading/optionAfterEmpty.ts';
import { optionCommandLineOnly } from './loading/optionCommandLineOnly.ts';
import { optionContent } from './loading/optionContent.ts';
import { optionNeedsVersion } from './loading/optionNeedsVersion.ts';
import { optionNotOnLinux } from './loading/optionNotOnLinux.ts';
import { optionRemoved } from './loading/optionRemoved.ts';
import { optionRepeated } from './loading/optionRepeated.ts';
import { rootNotSysmon } from './loading/rootNotSysmon.ts';
import { schemaversionInvalid } from './loading/schemaversionInvalid.ts';
import { schemaversionMissing } from './loading/schemaversionMissing.ts';
import { schemaversionNewer } from './loading/schemaversionNewer.ts';
import { schemaversionNotANumber } from './loading/schemaversionNotANumber.ts';
import { schemaversionUnsupported } from './loading/schemaversionUnsupported.ts';
import { strayCdata } from './loading/strayCdata.ts';
import { strayText } from './loading/strayText.ts';
import { tooManyBlocks } from './loading/tooManyBlocks.ts';
import { tooManyProcessAccessEntries } from './loading/tooManyProcessAccessEntries.ts';
import { unknownAttribute } from './loading/unknownAttribute.ts';
import { unknownCondition } from './loading/unknownCondition.ts';
import { unknownEvent } from './loading/unknownEvent.ts';
import { unknownField } from './loading/unknownField.ts';
import { unknownOption } from './loading/unknownOption.ts';
import { unsupportedEncoding } from './loading/unsupportedEncoding.ts';
import { xmlAttributeQuotes } from './xml/xmlAttributeQuotes.ts';
import { xmlAttributeUnclosed } from './xml/xmlAttributeUnclosed.ts';
import { xmlAttributeValue } from './xml/xmlAttributeValue.ts';
import { xmlBadCharacterReference } from './xml/xmlBadCharacterReference.ts';
import { xmlBadDeclaration } from './xml/xmlBadDeclaration.ts';
import { xmlBadInstruction } from './xml/xmlBadInstruction.ts';
import { xmlBadMarkup } from './xml/xmlBadMarkup.ts';
import { xmlCdataEnd } from './xml/xmlCdataEnd.ts';
import { xmlCommentHyphens } from './xml/xmlCommentHyphens.ts';
import { xmlControlCharacter } from './xml/xmlControlCharacter.ts';
import { xmlDuplicateAttribute } from './xml/xmlDuplicateAttribute.ts';
import { xmlEndTagAttribute } from './xml/xmlEndTagAttribute.ts';
import { xmlEndTagEnd } from './xml/xmlEndTagEnd.ts';
import { xmlEndTagSlash } from './xml/xmlEndTagSlash.ts';
import { xmlLateDeclaration } from './xml/xmlLateDeclaration.ts';
import { xmlMismatchedEndTag } from './xml/xmlMismatchedEndTag.ts';
import { xmlMissingEndTag } from './xml/xmlMissingEndTag.ts';
import { xmlMissingSpace } from './xml/xmlMissingSpace.ts';
import { xmlNoRoot } from './xml/xmlNoRoot.ts';
import { xmlRawAmpersand } from './xml/xmlRawAmpersand.ts';
import { xmlRawLessThan } from './xml/xmlRawLessThan.ts';
import { xmlSecondRoot } from './xml/xmlSecondRoot.ts';
import { xmlStartTagEnd } from './xml/xmlStartTagEnd.ts';
import { xmlSurplusEndTag } from './xml/xmlSurplusEndTag.ts';
import { xmlTextOutsideRoot } from './xml/xmlTextOutsideRoot.ts';
import { xmlUnclosedCdata } from './xml/xmlUnclosedCdata.ts';
import { xmlUnclosedComment } from './xml/xmlUnclosedComment.ts';
import { xmlUnclosedInstruction } from './xml/xmlUnclosedInstruction.ts';
import { xmlUnexpectedCharacter } from './xml/xmlUnexpectedCharacter.ts';
import { xmlUnknownEntity } from './xml/xmlUnknownEntity.ts';

/** All checks; the order is that of the documentation. */
export const CHECKS: readonly Check[] = [
  xmlNoRoot,
  xmlSecondRoot,
  xmlTextOutsideRoot,
  xmlLateDeclaration,
  xmlBadDeclaration,
  xmlBadInstruction,
  xmlUnclosedInstruction,
  xmlBadMarkup,
  xmlUnclosedComment,
  xmlCommentHyphens,
  xmlUnclosedCdata,
  xmlCdataEnd,
  xmlRawLessThan,
  xmlRawAmpersand,
  xmlUnknownEntity,
  xmlBadCharacterReference,
  xmlControlCharacter,
  xmlStartTagEnd,
  xmlEndTagEnd,
  xmlEndTagAttribute,
  xmlEndTagSlash,
  xmlUnexpectedCharacter,
  xmlMissingSpace,
  xmlDuplicateAttribute,
  xmlAttributeValue,
  xmlAttributeQuotes,
  xmlAttributeUnclosed,
  xmlMismatchedEndTag,
  xmlMissingEndTag,
  xmlSurplusEndTag,
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

const byCode = new Map<ProblemCode, Check>(CHECKS.map(check => [check.code, check]));

/**
 * The check of a code.
 *
 * @throws {RangeError} when no check has it: a problem was given a code without a row in the table
 */
export function checkOf(code: ProblemCode): Check {
  const check = byCode.get(code);
  if (!check) throw new RangeError(`No check has the code ${code}.`);
  return check;
}
