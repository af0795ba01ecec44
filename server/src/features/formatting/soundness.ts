import { MAX_ERRORS, type Node, type SyntaxTree } from '../../syntax/index.ts';

/**
 * Tells which elements of a tree hold no error, their tags included. Where there are so many errors that not all
 * were kept, none is called sound.
 */
export function soundElements(tree: SyntaxTree): (node: Node) => boolean {
  const { errors } = tree;
  if (errors.length === 0) return () => true;
  if (errors.length >= MAX_ERRORS) return () => false;
  /** How far the errors up to each one reach; they are sorted by where they begin. */
  const reach: number[] = [];
  for (const { end } of errors) reach.push(Math.max(end, reach.at(-1) ?? 0));
  return node => {
    const start = tree.start(node);
    let low = 0;
    let high = errors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (errors[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    const isReached = low > 0 && reach[low - 1]! > start;
    return !isReached && (low === errors.length || errors[low]!.start >= tree.end(node));
  };
}
