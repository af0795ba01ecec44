import type { Position, Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { Flag, NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import { openAt } from './completion/place.ts';
import { rangeOf } from './nodes.ts';
import { isFirstOnLine, lineIndentation } from './textLines.ts';

/** What is to be inserted where a tag was opened or an end tag begun. */
export interface TagClosing {
  readonly range: Range;
  /** What replaces the range: a snippet, of which `$0` is where the cursor goes. */
  readonly snippet: string;
}

/**
 * The end tag that is missing when `>` or the `/` of `</` was typed in front of a position; null where none is.
 */
export function autoClose(parsed: ParsedDocument, position: Position): TagClosing | null {
  if (!parsed.isSysmon) return null;
  const { text, document } = parsed;
  const offset = document.offsetAt(position);
  if (text.charAt(offset - 1) === '>') return closeStartTag(parsed, offset);
  return text.startsWith('</', offset - 2) ? closeEndTag(parsed, offset) : null;
}

function closeStartTag(parsed: ParsedDocument, offset: number): TagClosing | null {
  const { tree, text } = parsed;
  const node = tree.nodeAt(offset - 1);
  const isOpened =
    tree.isElement(node) &&
    tree.startTagEnd(node) === offset &&
    tree.has(node, Flag.startTagClosed) &&
    !tree.has(node, Flag.selfClosing);
  // What stands behind on the line would be no longer inside.
  if (!isOpened || !/[ \t]*(?:[\r\n<]|$)/y.test(text.slice(offset, offset + WINDOW))) return null;
  if (!lacksEndTag(tree, node)) return null;
  return {
    range: rangeOf(parsed, { start: offset, end: offset }),
    snippet: `$0</${escaped(tree.name(node))}>`,
  };
}

function closeEndTag(parsed: ParsedDocument, offset: number): TagClosing | null {
  const { tree, text, document } = parsed;
  const start = offset - 2;
  const node = openAt(tree, start);
  // A name that is there already, or text that wants none.
  if (node === 0 || /[\w.:-]/.test(text.charAt(offset)) || !lacksEndTag(tree, node)) return null;
  const rest = `${escaped(tree.name(node))}${text.charAt(offset) === '>' ? '' : '>'}$0`;
  const isAlone = isFirstOnLine(text, start) && isFirstOnLine(text, tree.start(node));
  if (!isAlone) return { range: rangeOf(parsed, { start: offset, end: offset }), snippet: rest };
  const { line } = document.positionAt(start);
  const range = { start: { line, character: 0 }, end: document.positionAt(offset) };
  return { range, snippet: `${lineIndentation(document, tree.start(node))}</${rest}` };
}

/** More than this between a tag and what stands behind it means nothing. */
const WINDOW = 256;

/** Whether an element has no end tag, or took that of an element of the same name around it. */
function lacksEndTag(tree: SyntaxTree, node: Node): boolean {
  const name = tree.nameId(node);
  for (let each = node; each > 0; each = tree.parent(each)) {
    if (tree.nameId(each) === name && tree.endTagStart(each) === NONE) return true;
  }
  return false;
}

function escaped(name: string): string {
  return name.replace(/[$}\\]/g, '\\$&');
}
