import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import { applyEdits, type Edit } from '../checks/fix.ts';
import { parseDocument, type ParsedDocument } from '../documents.ts';
import type { SyntaxTree } from '../syntax/index.ts';
import { toTextEdits } from './codeActions.ts';
import { layOut } from './formatting/layout.ts';
import { indentOf, type FormatOptions } from './formatting/options.ts';

/**
 * Lays out a configuration, or the lines of it that a range touches. A document that is none stays as it is, and
 * so does everything of a damaged one that cannot be laid out without guessing.
 */
export function format(
  parsed: ParsedDocument,
  options: FormattingOptions,
  wrapAttributes: number,
  range?: Range,
): TextEdit[] {
  const edits = formattingEdits(parsed, formatOptionsOf(options, wrapAttributes));
  const { document } = parsed;
  if (!range) return toTextEdits(document, edits);
  const start = document.offsetAt({ line: range.start.line, character: 0 });
  // A selection of whole lines ends at the start of the next one, which is not selected.
  const isEmptyLine = range.end.character === 0 && range.end.line > range.start.line;
  const end = document.offsetAt(isEmptyLine ? range.end : { line: range.end.line + 1, character: 0 });
  return toTextEdits(
    document,
    edits.filter(edit => edit.start >= start && edit.end <= end && edit.start < end),
  );
}

/** The options of the protocol; `trimTrailingWhitespace` is always done, where it means nothing. */
export function formatOptionsOf(options: FormattingOptions, wrapAttributes: number): FormatOptions {
  const { tabSize, insertSpaces, insertFinalNewline, trimFinalNewlines } = options;
  return {
    indent: indentOf(tabSize, insertSpaces),
    tabSize,
    wrapAttributes,
    ...(insertFinalNewline !== undefined && { insertFinalNewline }),
    ...(trimFinalNewlines !== undefined && { trimFinalNewlines }),
  };
}

/** The same as edits with offsets, in the order of the text. */
export function formattingEdits(parsed: ParsedDocument, options: FormatOptions): Edit[] {
  if (!parsed.isSysmon) return [];
  const edits = layOut(parsed, options);
  // What a damaged text means is a guess that looks at lines too, so it must not come out differently.
  if (edits.length > 0 && parsed.tree.errors.length > 0 && !readsTheSame(parsed, edits)) return [];
  return edits;
}

function readsTheSame({ text, tree, document, schemas }: ParsedDocument, edits: readonly Edit[]): boolean {
  const after = TextDocument.create(document.uri, document.languageId, 0, applyEdits(text, edits));
  return sameTree(tree, parseDocument(after, schemas).tree);
}

/** Whether two trees are the same but for where things stand. */
function sameTree(a: SyntaxTree, b: SyntaxTree): boolean {
  if (a.nodeCount !== b.nodeCount || a.errors.length !== b.errors.length) return false;
  for (let i = 0; i < a.errors.length; i++) if (a.errors[i]!.code !== b.errors[i]!.code) return false;
  for (let node = 0; node < a.nodeCount; node++) if (!sameNode(a, b, node)) return false;
  return true;
}

function sameNode(a: SyntaxTree, b: SyntaxTree, node: number): boolean {
  if (a.kind(node) !== b.kind(node) || a.parent(node) !== b.parent(node) || a.name(node) !== b.name(node))
    return false;
  const first = a.firstAttribute(node);
  const end = a.attributesEnd(node);
  if (first !== b.firstAttribute(node) || end !== b.attributesEnd(node)) return false;
  for (let at = first; at < end; at++) {
    if (a.attributeName(at) !== b.attributeName(at) || a.attributeValue(at) !== b.attributeValue(at))
      return false;
  }
  return true;
}
