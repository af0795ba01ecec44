/** What the elements of a document are, by node, for features that go through a part of it. */
import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { linesOf } from '../lines.ts';
import type { Condition, EventBlock, Option, Rule, RuleGroup } from '../model/index.ts';
import { NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import { oncePer } from '../once.ts';

/** An element that has its place in a configuration, with its part of the model. */
export type Placed =
  | { readonly kind: 'option'; readonly option: Option }
  | { readonly kind: 'group'; readonly group: RuleGroup }
  | { readonly kind: 'block'; readonly block: EventBlock }
  | Rule
  | Condition;

/** The part of the model that each node is, by node; worked out once for each parsed document. */
export const placedNodes = oncePer(
  ({ tree, configuration }: ParsedDocument): readonly (Placed | undefined)[] => {
    const placed = new Array<Placed | undefined>(tree.nodeCount).fill(undefined);
    for (const option of configuration.options) placed[option.node] = { kind: 'option', option };
    for (const group of configuration.groups) placed[group.node] = { kind: 'group', group };
    for (const block of configuration.blocks) {
      placed[block.node] = { kind: 'block', block };
      for (const item of block.items) {
        placed[item.node] = item;
        if (item.kind === 'rule') for (const condition of item.conditions) placed[condition.node] = condition;
      }
    }
    return placed;
  },
);

/** Offsets in UTF-16 code units; the end does not belong to it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The nodes that begin in a span of the text, in document order, and before them those that it begins inside
 * of. Costs as much as there are.
 */
export function* nodesIn(tree: SyntaxTree, { start, end }: Span): Iterable<Node> {
  const around: Node[] = [];
  let first = tree.nodeAt(start);
  for (let node = first; node > 0; node = tree.parent(node)) around.push(node);
  yield* around.reverse();
  for (first = Math.max(first + 1, 1); first < tree.nodeCount && tree.start(first) < end; first++)
    yield first;
}

/** Where the name in an end tag stands, null where there is none or it is another one. */
export function endTagName(tree: SyntaxTree, node: Node): Span | null {
  const endTag = tree.endTagStart(node);
  if (endTag === NONE) return null;
  const name = tree.name(node);
  const start = endTag + 2;
  return tree.text.startsWith(name, start) && tree.text.startsWith('</', endTag)
    ? { start, end: start + name.length }
    : null;
}

/** A span as LSP says it. */
export function rangeOf(parsed: ParsedDocument, { start, end }: Span): Range {
  const lines = linesOf(parsed);
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}
