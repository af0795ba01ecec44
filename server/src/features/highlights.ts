import { DocumentHighlightKind, type DocumentHighlight, type Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { Flag, NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';
import { elementNamedAt, holds, namePair, startTagName } from './tagNames.ts';
import { rangeOf, type Span } from './nodes.ts';

/** An editor has no use for more of them. */
export const MAX_HIGHLIGHTS = 5000;

/**
 * What belongs to what stands at a position: both tags of an element, the fields that have the same value, and in
 * the names of rules the same technique or the same name. Null where an editor knows as much itself.
 */
export function highlights(parsed: ParsedDocument, position: Position): DocumentHighlight[] | null {
  if (!parsed.isSysmon) return null;
  const { tree } = parsed;
  const offset = parsed.document.offsetAt(position);
  const spans = tagsAt(tree, offset) ?? nameAt(tree, offset) ?? valueAt(tree, offset);
  if (!spans) return null;
  return spans.slice(0, MAX_HIGHLIGHTS).map(span => ({
    range: rangeOf(parsed, span),
    kind: DocumentHighlightKind.Text,
  }));
}

function tagsAt(tree: SyntaxTree, offset: number): readonly Span[] | null {
  const node = elementNamedAt(tree, offset);
  if (node === NONE) return null;
  return namePair(tree, node) ?? [startTagName(tree, node)];
}

/** An id as it stands in a name; what is longer is another one. */
const TECHNIQUE = /(?<![A-Za-z0-9])T\d{4}(?:\.\d{3})?(?![A-Za-z0-9]|\.\d)/gi;

function nameAt(tree: SyntaxTree, offset: number): Span[] | null {
  const node = tree.nodeAt(offset);
  if (!tree.isElement(node)) return null;
  const attribute = tree.attribute(node, 'name');
  const span = valueSpan(tree, attribute);
  if (!span || !holds(span, offset)) return null;
  const id = techniquesIn(tree, span).find(each => holds(each, offset));
  if (!id) return allNames(tree).filter(each => sameText(tree.text, each, span));
  const key = tree.text.slice(id.start, id.end).toUpperCase();
  return allNames(tree).flatMap(each =>
    techniquesIn(tree, each).filter(({ start, end }) => tree.text.slice(start, end).toUpperCase() === key),
  );
}

function allNames(tree: SyntaxTree): Span[] {
  const found: Span[] = [];
  for (let node = 1; node < tree.nodeCount; node++) {
    if (!tree.isElement(node)) continue;
    const span = valueSpan(tree, tree.attribute(node, 'name'));
    if (span) found.push(span);
  }
  return found;
}

function valueSpan(tree: SyntaxTree, attribute: Attribute): Span | null {
  if (attribute === NONE || tree.valueStart(attribute) === NONE) return null;
  return { start: tree.valueStart(attribute), end: tree.valueEnd(attribute) };
}

function techniquesIn(tree: SyntaxTree, { start, end }: Span): Span[] {
  const matches = tree.text.slice(start, end).matchAll(TECHNIQUE);
  return [...matches].map(({ 0: id, index }) => ({ start: start + index, end: start + index + id.length }));
}

/** The fields and options of which the text is the same but for the case, which Sysmon does not mind. */
function valueAt(tree: SyntaxTree, offset: number): Span[] | null {
  const node = tree.nodeAt(offset);
  const own = textOf(tree, node);
  if (!own || !holds(own, offset)) return null;
  const found: Span[] = [];
  for (let other = 1; other < tree.nodeCount; other++) {
    const text = textOf(tree, other);
    if (text && sameText(tree.text, text, own)) found.push(text);
  }
  return found;
}

/** The text of an element that holds nothing else. */
function textOf(tree: SyntaxTree, node: Node): Span | null {
  if (!tree.isElement(node) || !tree.has(node, Flag.hasText) || tree.firstChild(node) !== NONE) return null;
  const start = tree.startTagEnd(node);
  const end = tree.contentEnd(node);
  return start < end ? { start, end } : null;
}

function sameText(text: string, a: Span, b: Span): boolean {
  if (a.end - a.start !== b.end - b.start) return false;
  return text.slice(a.start, a.end).toLowerCase() === text.slice(b.start, b.end).toLowerCase();
}
