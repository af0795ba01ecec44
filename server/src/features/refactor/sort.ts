/** The conditions of a block by field, each with the comments above it. */
import { behindComment } from '../../checks/fix.ts';
import { Kind, NONE, type Node } from '../../syntax/index.ts';
import type { Refactoring, Request } from './refactoring.ts';

export function sortConditions({ parsed, source, block, isOnBlock }: Request): Refactoring[] {
  if (!isOnBlock || source.items.length < 2) return [];
  const { tree, text } = parsed;
  // What is not a comment or an item of the model would be left behind.
  const items = new Map<Node, string>(
    source.items.map(item => [item.node, item.kind === 'rule' ? '' : item.field]),
  );
  for (let node = tree.firstChild(source.node); node !== NONE; node = tree.next(node)) {
    if (!items.has(node) && tree.kind(node) !== Kind.comment) return [];
  }
  let from = tree.startTagEnd(source.node);
  const start = from;
  const pieces = [...items].map(([node, field]) => {
    const end = behindComment(tree, node);
    const piece = { field, text: text.slice(from, end) };
    from = end;
    return piece;
  });
  // Fields by name, Rules behind them, and each in the order in which they were.
  const sorted = [...pieces].sort((a, b) => {
    if (a.field === b.field) return 0;
    if (a.field === '' || b.field === '') return a.field === '' ? 1 : -1;
    return a.field < b.field ? -1 : 1;
  });
  if (sorted.every((piece, index) => piece === pieces[index])) return [];
  const sameName = block.conditions.every(({ name }) => name === block.conditions[0]!.name);
  return [
    {
      kind: 'rewrite',
      title: 'Sort the conditions of the block by field',
      edits: [{ start, end: from, text: sorted.map(piece => piece.text).join('') }],
      change: sameName ? 'nothing' : 'names',
    },
  ];
}
