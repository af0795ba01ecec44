import { NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import type { Span } from './nodes.ts';

/** Where the name stands in an element's start tag. */
export function startTagName(tree: SyntaxTree, node: Node): Span {
  return { start: tree.nameStart(node), end: tree.nameEnd(node) };
}

/** Where the name stands in an element's end tag, whatever it is; null where there is no whole `</`. */
export function endTagName(tree: SyntaxTree, node: Node): Span | null {
  const endTag = tree.endTagStart(node);
  if (endTag === NONE || !tree.text.startsWith('</', endTag)) return null;
  const name = /[^\s<>/]*/y;
  name.lastIndex = endTag + 2;
  return { start: endTag + 2, end: endTag + 2 + name.exec(tree.text)![0].length };
}

export function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Where the name stands in both tags of an element; null where they are not the same. */
export function namePair(tree: SyntaxTree, node: Node): readonly [Span, Span] | null {
  const start = startTagName(tree, node);
  const end = endTagName(tree, node);
  if (!end || tree.text.slice(end.start, end.end) !== tree.name(node)) return null;
  return [start, end];
}

/** The element in whose start tag or end tag the offset stands in the name; `NONE` where there is none. */
export function elementNamedAt(tree: SyntaxTree, offset: number): Node {
  // Where two tags touch, the name of neither is there.
  for (let node = tree.nodeAt(offset); node > 0; node = tree.parent(node)) {
    if (!tree.isElement(node)) continue;
    if (holds(startTagName(tree, node), offset)) return node;
    const endName = endTagName(tree, node);
    if (endName && holds(endName, offset)) return node;
    if (offset > tree.start(node) && offset < tree.end(node)) return NONE;
  }
  return NONE;
}
