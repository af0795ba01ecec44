import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  DocumentHighlight,
  FoldingRange,
  FormattingOptions,
  Position,
  Range,
  SelectionRange,
  TextEdit,
} from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { autoClose, type TagClosing } from './autoClose.ts';
import { foldingRanges, type FoldingOptions } from './folding.ts';
import { format } from './formatting.ts';
import { highlights } from './highlights.ts';
import { linkedEditing, type LinkedRanges } from './linkedEditing.ts';
import { matchingTag } from './matchingTag.ts';
import { formatOnType } from './onTypeFormatting.ts';
import { selectionRanges } from './selectionRanges.ts';
import { outline, type Outline } from './symbols.ts';
import { toggleComment, type CommentStyle } from './toggleComment.ts';

/** What works on the text of a configuration and not on what it means. */
export interface EditingService {
  /** The edits that lay out a document, or the lines that a range touches. */
  format(document: TextDocument, options: FormattingOptions, range?: Range): TextEdit[];
  /** What is laid out when a character of `ON_TYPE_CHARACTERS` was typed in front of a position. */
  formatOnType(
    document: TextDocument,
    position: Position,
    character: string,
    options: FormattingOptions,
  ): TextEdit[];
  outline(document: TextDocument): Outline;
  foldingRanges(document: TextDocument, options?: FoldingOptions): FoldingRange[] | null;
  selectionRanges(document: TextDocument, positions: readonly Position[]): SelectionRange[] | null;
  highlights(document: TextDocument, position: Position): DocumentHighlight[] | null;
  linkedEditing(document: TextDocument, position: Position): LinkedRanges | null;
  /** The end tag that is missing behind what was typed in front of a position. */
  autoClose(document: TextDocument, position: Position): TagClosing | null;
  matchingTag(document: TextDocument, position: Position): Position | null;
  toggleComment(document: TextDocument, ranges: readonly Range[], style: CommentStyle): TextEdit[] | null;
}

/** @param wrapAttributes gives the column up to which a start tag of a document may reach, 0 for any */
export function editingService(
  parse: (document: TextDocument) => ParsedDocument,
  wrapAttributes: (uri: string) => number,
): EditingService {
  return {
    format: (document, options, range) =>
      format(parse(document), options, wrapAttributes(document.uri), range),
    formatOnType: (document, position, character, options) =>
      formatOnType(parse(document), position, character, options),
    outline: document => outline(parse(document)),
    foldingRanges: (document, options) => foldingRanges(parse(document), options),
    selectionRanges: (document, positions) => selectionRanges(parse(document), positions),
    highlights: (document, position) => highlights(parse(document), position),
    linkedEditing: (document, position) => linkedEditing(parse(document), position),
    autoClose: (document, position) => autoClose(parse(document), position),
    matchingTag: (document, position) => matchingTag(parse(document), position),
    toggleComment: (document, ranges, style) => toggleComment(parse(document), ranges, style),
  };
}
