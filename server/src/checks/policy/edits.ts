import type { EventBlock } from '../../model/index.ts';
import { NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import type { Facts } from '../check.ts';
import { removeElement, type Edit } from '../fix.ts';
import type { ParsedDocument } from '../../documents.ts';
import { linesOf } from '../../lines.ts';

/** The blank text before an element on its line; null where something else stands there. */
export function marginOf({ text }: SyntaxTree, offset: number): string | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const margin = text.slice(lineStart, offset);
  return /^[ \t]*$/.test(margin) ? margin : null;
}

/** How far an element stands in from the one that it is in. */
export function indentOf(tree: SyntaxTree, node: Node): string {
  const own = marginOf(tree, tree.start(node));
  const outer = marginOf(tree, tree.start(tree.parent(node)));
  if (own !== null && outer !== null && own.startsWith(outer) && own.length > outer.length) {
    return own.slice(outer.length);
  }
  return own?.includes('\t') ? '\t' : '  ';
}

/** Removes a block, and its RuleGroup where nothing else is in that. */
export function removeBlock(tree: SyntaxTree, { node, group }: EventBlock): Edit {
  const alone = group !== null && group.blocks.length === 1 && onlyChild(tree, group.node);
  return removeElement(tree, alone ? group.node : node);
}

function onlyChild(tree: SyntaxTree, parent: Node): boolean {
  const child = tree.firstChild(parent);
  return child !== NONE && tree.next(child) === NONE;
}

/** The blocks that a list of a problem's data names by the offsets of their elements. */
export function blocksAt({ configuration }: ParsedDocument, facts: Facts, key: string): EventBlock[] {
  const starts = new Set(facts.list(key).map(Number));
  return configuration.blocks.filter(({ node }) => starts.has(configuration.tree.start(node)));
}

/** The offsets of blocks for a problem's data. */
export function offsetsOf(
  { tree }: ParsedDocument,
  blocks: readonly { readonly source: EventBlock }[],
): string[] {
  return blocks.map(({ source }) => String(tree.start(source.node)));
}

/** The number of the line that an offset is in, as people count. */
export function lineOf(parsed: ParsedDocument, offset: number): number {
  return linesOf(parsed).lineAt(offset) + 1;
}
