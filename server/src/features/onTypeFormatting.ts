import type { FormattingOptions, Position, TextEdit } from 'vscode-languageserver-types';
import { replace } from '../checks/fix.ts';
import type { ParsedDocument } from '../documents.ts';
import { roleAt, type Role } from '../model/index.ts';
import { Flag, NONE, type Node } from '../syntax/index.ts';
import { toTextEdits } from './codeActions.ts';
import { openAt } from './completion/place.ts';
import { indentOf } from './formatting/options.ts';
import { isFirstOnLine, isSpace, lineIndentation } from './textLines.ts';

/** The characters behind which a line is indented; the first is the one that an editor has to be told of first. */
export const ON_TYPE_CHARACTERS = ['>', '\n'] as const;

/**
 * Indents the line on which an end tag was closed with `>` like the line of its start tag, and a new line like
 * what belongs there. Nothing else changes, so that it works in a document that is being written.
 */
export function formatOnType(
  parsed: ParsedDocument,
  position: Position,
  character: string,
  { tabSize, insertSpaces }: FormattingOptions,
): TextEdit[] {
  if (!parsed.isSysmon) return [];
  const { document } = parsed;
  const offset = document.offsetAt(position);
  const wanted =
    character === '>'
      ? endTagIndent(parsed, offset)
      : newLineIndent(parsed, offset, indentOf(tabSize, insertSpaces));
  if (wanted === null) return [];
  const start = document.offsetAt({ line: position.line, character: 0 });
  const end = start + spacesAt(parsed.text, start);
  return parsed.text.slice(start, end) === wanted ? [] : toTextEdits(document, [replace(start, end, wanted)]);
}

/** What the line of an end tag that ends at `offset` is to be indented by, null where that is not ours to say. */
function endTagIndent(parsed: ParsedDocument, offset: number): string | null {
  const { tree, text } = parsed;
  let node = tree.nodeAt(offset - 1);
  while (node > 0 && tree.end(node) < offset) node = tree.parent(node);
  const endTag = node > 0 && tree.end(node) === offset ? tree.endTagStart(node) : NONE;
  if (endTag === NONE || !isFirstOnLine(text, endTag)) return null;
  return holdsElements(parsed, node) ? indentOfTag(parsed, node) : null;
}

function newLineIndent(parsed: ParsedDocument, offset: number, indent: string): string | null {
  const { tree, text } = parsed;
  const at = tree.nodeAt(offset);
  const isIn = tree.start(at) < offset && offset < (tree.isElement(at) ? tree.startTagEnd(at) : tree.end(at));
  // In a comment, a tag or the like a new line stays where the editor puts it.
  if (at > 0 && isIn) return null;
  const parent = openAt(tree, offset);
  if (parent === 0) return tree.root === NONE ? null : '';
  if (!holdsElements(parsed, parent)) return null;
  const outer = indentOfTag(parsed, parent);
  if (outer === null) return null;
  const next = offset + spacesAt(text, offset);
  return next === tree.endTagStart(parent) ? outer : outer + indent;
}

/** What the line of a start tag is indented by, null where something else begins that line. */
function indentOfTag({ tree, text, document }: ParsedDocument, node: Node): string | null {
  return isFirstOnLine(text, tree.start(node)) ? lineIndentation(document, tree.start(node)) : null;
}

const LEAVES: readonly Role[] = ['condition', 'option', 'unknown'];

/** Whether blanks in an element are no part of a value. */
function holdsElements({ tree, schemas }: ParsedDocument, node: Node): boolean {
  if (tree.has(node, Flag.hasText | Flag.hasCdata)) return false;
  return !LEAVES.includes(roleAt(tree, node, schemas.known)) || tree.firstElement(node) !== NONE;
}

function spacesAt(text: string, offset: number): number {
  let at = offset;
  while (isSpace(text.charCodeAt(at))) at++;
  return at - offset;
}
