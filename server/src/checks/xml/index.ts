import type { Check } from '../check.ts';
import { xmlAttributeQuotes } from './xmlAttributeQuotes.ts';
import { xmlAttributeUnclosed } from './xmlAttributeUnclosed.ts';
import { xmlAttributeValue } from './xmlAttributeValue.ts';
import { xmlBadCharacterReference } from './xmlBadCharacterReference.ts';
import { xmlBadDeclaration } from './xmlBadDeclaration.ts';
import { xmlBadInstruction } from './xmlBadInstruction.ts';
import { xmlBadMarkup } from './xmlBadMarkup.ts';
import { xmlCdataEnd } from './xmlCdataEnd.ts';
import { xmlCommentHyphens } from './xmlCommentHyphens.ts';
import { xmlControlCharacter } from './xmlControlCharacter.ts';
import { xmlDuplicateAttribute } from './xmlDuplicateAttribute.ts';
import { xmlEndTagAttribute } from './xmlEndTagAttribute.ts';
import { xmlEndTagEnd } from './xmlEndTagEnd.ts';
import { xmlEndTagSlash } from './xmlEndTagSlash.ts';
import { xmlLateDeclaration } from './xmlLateDeclaration.ts';
import { xmlMismatchedEndTag } from './xmlMismatchedEndTag.ts';
import { xmlMissingEndTag } from './xmlMissingEndTag.ts';
import { xmlMissingSpace } from './xmlMissingSpace.ts';
import { xmlNoRoot } from './xmlNoRoot.ts';
import { xmlRawAmpersand } from './xmlRawAmpersand.ts';
import { xmlRawLessThan } from './xmlRawLessThan.ts';
import { xmlSecondRoot } from './xmlSecondRoot.ts';
import { xmlStartTagEnd } from './xmlStartTagEnd.ts';
import { xmlSurplusEndTag } from './xmlSurplusEndTag.ts';
import { xmlTextOutsideRoot } from './xmlTextOutsideRoot.ts';
import { xmlUnclosedCdata } from './xmlUnclosedCdata.ts';
import { xmlUnclosedComment } from './xmlUnclosedComment.ts';
import { xmlUnclosedInstruction } from './xmlUnclosedInstruction.ts';
import { xmlUnexpectedCharacter } from './xmlUnexpectedCharacter.ts';
import { xmlUnknownEntity } from './xmlUnknownEntity.ts';

/** What makes a text not well-formed; the parser finds it. */
export const XML_CHECKS: readonly Check[] = [
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
];
