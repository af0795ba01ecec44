import type { EventBlock } from '../../model/index.ts';
import { NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import type { Facts } from '../check.ts';
import { behindComment, insert, lineEndOf, remove, removeElement, type Edit } from '../fix.ts';
import type { ParsedDocument } from '../../documents.ts';
import { linesOf } from '../../lines.ts';

/** The first version, in hundredths, that has RuleGroups and Rules. */
export const FIRST_WITH_GROUPS = 420;

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

/**
 * Puts elements that stand beside each other into a new one, which stands where they stood; they move
 * further in. Lines of values are left as they are: what looks like a margin there is part of the value.
 *
 * @param first the first of the elements, `last` the last one
 */
export function wrapElements(tree: SyntaxTree, first: Node, last: Node, open: string, close: string): Edit[] {
  const start = tree.start(first);
  const end = behindComment(tree, last);
  const margin = marginOf(tree, start);
  if (margin === null) return [insert(start, open), insert(end, close)];
  const eol = lineEndOf(tree.text);
  const unit = indentOf(tree, first);
  const deeper = lineStartsOf(tree, first, last)
    .filter(at => at > start)
    .map(at => insert(at, unit));
  return [insert(start, `${open}${eol}${margin}${unit}`), ...deeper, insert(end, `${eol}${margin}${close}`)];
}

/** Moves elements that stand beside each other out by as much as they stand in from the one around them. */
export function dedent(tree: SyntaxTree, first: Node, last: Node): Edit[] {
  const unit = indentOf(tree, first);
  return lineStartsOf(tree, first, last)
    .filter(at => tree.text.startsWith(unit, at))
    .map(at => remove(at, at + unit.length));
}

/** Where the lines begin that begin with one of the elements, with something in them, or with one of their end tags. */
function lineStartsOf(tree: SyntaxTree, first: Node, last: Node): number[] {
  const lines: number[] = [];
  const lineStart = (offset: number): number => tree.text.lastIndexOf('\n', offset - 1) + 1;
  const addLine = (offset: number): void => {
    if (marginOf(tree, offset) !== null) lines.push(lineStart(offset));
  };
  const visit = (node: Node): void => {
    addLine(tree.start(node));
    if (!tree.isElement(node) || tree.firstElement(node) === NONE) return;
    for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) visit(child);
    if (tree.endTagStart(node) !== NONE) addLine(tree.endTagStart(node));
  };
  for (let node = first; ; node = tree.next(node)) {
    visit(node);
    if (node === last || tree.next(node) === NONE) break;
  }
  return lines;
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
