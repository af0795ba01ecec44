import type { CheckContext, Facts } from '../check.ts';
import { renameElement, type Edit } from '../fix.ts';
import { elementAt } from '../places.ts';
import { NONE } from '../../syntax/index.ts';

/** Gives the element that a problem is about another name, in both its tags. */
export function rename(
  name: string,
  facts: Facts,
  { parsed: { tree } }: CheckContext,
): readonly Edit[] | null {
  const node = elementAt(tree, facts.problem.start);
  return node === NONE ? null : renameElement(tree, node, name);
}
