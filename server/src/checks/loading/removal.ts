import type { ParsedDocument } from '../../documents.ts';
import { Kind, NONE, type Node } from '../../syntax/index.ts';
import type { Facts } from '../check.ts';
import { fixOf, removeElement, type Fix } from '../fix.ts';
import { elementAt, roleOfNode } from '../places.ts';

/** The fix that removes the element that a problem is about; what it says is lost, so it comes last. */
export function removalFixes(parsed: ParsedDocument, facts: Facts, title: string): readonly Fix[] {
  const node = elementAt(parsed.tree, facts.problem.start);
  if (node === NONE) return [];
  return [fixOf(title, removeElement(parsed.tree, removable(parsed, node)))];
}

/** The element, or the Rule around it that holds nothing else: an empty Rule makes the loader crash. */
function removable(parsed: ParsedDocument, node: Node): Node {
  const { tree } = parsed;
  const parent = tree.parent(node);
  if (parent <= 0 || roleOfNode(parsed, parent) !== 'rule') return node;
  for (let child = tree.firstChild(parent); child !== NONE; child = tree.next(child)) {
    if (child !== node && tree.kind(child) === Kind.element) return node;
  }
  return parent;
}
