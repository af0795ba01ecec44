import type { Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { NONE, type Node } from '../syntax/index.ts';

/**
 * Where the other tag of an element is: from a start tag its end tag, and from anywhere else in an element its
 * start tag. Null outside of elements, and where there is no other tag.
 */
export function matchingTag(
  { tree, document, isSysmon }: ParsedDocument,
  position: Position,
): Position | null {
  if (!isSysmon) return null;
  const offset = document.offsetAt(position);
  let node: Node = tree.nodeAt(offset);
  while (node > 0 && (!tree.isElement(node) || offset > tree.end(node))) {
    node = tree.parent(node);
  }
  if (node <= 0) return null;
  if (offset >= tree.startTagEnd(node)) return document.positionAt(tree.nameStart(node));
  const endTag = tree.endTagStart(node);
  return endTag === NONE ? null : document.positionAt(Math.min(endTag + 2, tree.end(node)));
}
