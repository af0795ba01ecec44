import { Flag, NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import { hasLineEnd } from '../textLines.ts';
import type { FormatOptions } from './options.ts';

/** Replaces what stands between two offsets by blanks, if it is not the same already. */
type Put = (start: number, end: number, blanks: string) => void;

/**
 * Lays out the blanks in a start tag: one before each attribute, none around `=`, and line ends as the options say.
 *
 * @param indent what the line of the tag is indented by
 */
export function layOutStartTag(
  tree: SyntaxTree,
  node: Node,
  indent: string,
  lineEnd: string,
  options: FormatOptions,
  put: Put,
): void {
  const first = tree.firstAttribute(node);
  const behind = tree.attributesEnd(node);
  const { text } = tree;
  const isEmpty = tree.has(node, Flag.selfClosing);
  const close = tree.startTagEnd(node) - (isEmpty ? 2 : 1);
  const wraps = options.wrapAttributes > 0;
  const isWrapped =
    wraps && behind - first > 1 && widthOf(tree, node, indent, options) > options.wrapAttributes;
  const ownLine = lineEnd + indent + options.indent;
  let at = tree.nameEnd(node);
  for (let a = first; a < behind; a++) {
    const start = tree.attributeNameStart(a);
    const isBroken = wraps ? isWrapped : hasLineEnd(text, at, start);
    put(at, start, isBroken ? ownLine : ' ');
    // The quote stands before the value.
    put(tree.attributeNameEnd(a), tree.valueStart(a) - 1, '=');
    at = tree.attributeEnd(a);
  }
  if (!wraps && hasLineEnd(text, at, close)) put(at, close, lineEnd + indent);
  else put(at, close, isEmpty && close > at ? ' ' : '');
}

/** Takes the blanks out of an end tag. */
export function layOutEndTag(tree: SyntaxTree, node: Node, put: Put): void {
  const start = tree.endTagStart(node);
  if (start === NONE) return;
  put(start + 2 + tree.name(node).length, tree.end(node) - 1, '');
}

/** The column behind a start tag that is written on one line, as if it were the first of its line. */
function widthOf(tree: SyntaxTree, node: Node, indent: string, { tabSize }: FormatOptions): number {
  let width = 0;
  for (const c of indent) width += c === '\t' ? tabSize : 1;
  width += 1 + tree.name(node).length;
  let at = tree.nameEnd(node);
  for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
    at = tree.attributeEnd(a);
    // A blank, the name, `=`, and the value in its quotes.
    width += 1 + tree.attributeName(a).length + 1 + (at - tree.valueStart(a) + 1);
  }
  if (!tree.has(node, Flag.selfClosing)) return width + 1;
  return width + (tree.startTagEnd(node) - 2 > at ? 3 : 2);
}
