import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { format } from './formatting.ts';
import { formatOnType } from './onTypeFormatting.ts';

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
  };
}
