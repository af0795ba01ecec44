import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { Kind, NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import { endTagName, holds, startTagName } from './tagNames.ts';
import { rangeOf, type Span } from './nodes.ts';
import { trimmed } from './textLines.ts';

/**
 * For each position what an editor selects step by step: an item of a list, the value, the attribute, the tag, the
 * content, the element, and so on outwards. Null for XML that is no configuration.
 */
export function selectionRanges(
  parsed: ParsedDocument,
  positions: readonly Position[],
): SelectionRange[] | null {
  if (!parsed.isSysmon) return null;
  return positions.map(position => selectionRange(parsed, position));
}

/** More steps than any configuration has; the answer is nested, and must not be without end. */
const MAX_STEPS = 100;

function selectionRange(parsed: ParsedDocument, position: Position): SelectionRange {
  const { tree } = parsed;
  const offset = parsed.document.offsetAt(position);
  const spans: Span[] = [];
  for (let node = tree.nodeAt(offset); node !== NONE && spans.length < MAX_STEPS; node = tree.parent(node)) {
    if (tree.start(node) <= offset && offset <= tree.end(node)) addSpans(tree, node, offset, spans);
  }
  return nested(parsed, position, spans);
}

/** Adds what of a node holds the offset, the smallest first. */
function addSpans(tree: SyntaxTree, node: Node, offset: number, spans: Span[]): void {
  const { text } = tree;
  const whole: Span = { start: tree.start(node), end: tree.end(node) };
  const add = (span: Span | null): void => {
    if (span && holds(span, offset)) spans.push(span);
  };
  switch (tree.kind(node)) {
    case Kind.comment: {
      const end = text.startsWith('-->', whole.end - 3) ? whole.end - 3 : whole.end;
      const inside = { start: whole.start + 4, end: Math.max(whole.start + 4, end) };
      add(trimmed(text, inside));
      add(inside);
      break;
    }
    case Kind.element:
      addInElement(tree, node, offset, add);
      break;
    case Kind.cdata:
      add({ start: tree.startTagEnd(node), end: tree.contentEnd(node) });
      break;
  }
  add(whole);
}

function addInElement(tree: SyntaxTree, node: Node, offset: number, add: (span: Span | null) => void): void {
  const { text } = tree;
  const content: Span = { start: tree.startTagEnd(node), end: tree.contentEnd(node) };
  if (offset < content.start || (offset === content.start && content.start === tree.end(node))) {
    add(startTagName(tree, node));
    for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
      if (tree.valueStart(a) !== NONE) {
        const value = { start: tree.valueStart(a), end: tree.valueEnd(a) };
        add(itemAt(text, value, offset, ','));
        add(value);
      }
      add({ start: tree.attributeNameStart(a), end: tree.attributeEnd(a) });
    }
    add({ start: tree.start(node), end: content.start });
    return;
  }
  if (offset > content.end) {
    add(endTagName(tree, node));
    add({ start: content.end, end: tree.end(node) });
    return;
  }
  if (tree.firstChild(node) === NONE) {
    add(itemAt(text, content, offset, ';'));
    add(trimmed(text, content));
  }
  add(content);
}

/** The item of a list in which the offset stands; null where there is no list. */
function itemAt(text: string, { start, end }: Span, offset: number, separator: string): Span | null {
  if (offset < start || offset > end) return null;
  const value = text.slice(start, end);
  if (!value.includes(separator)) return null;
  const at = offset - start;
  const next = value.indexOf(separator, at);
  const from = at === 0 ? 0 : value.lastIndexOf(separator, at - 1) + 1;
  return trimmed(text, { start: start + from, end: next < 0 ? end : start + next });
}

/** Ranges of which each one holds the one before and more than it. */
function nested(parsed: ParsedDocument, position: Position, spans: readonly Span[]): SelectionRange {
  const rising: Span[] = [];
  for (const span of spans) {
    const last = rising.at(-1);
    const isLarger = !last || (span.start <= last.start && span.end >= last.end);
    const isSame = last?.start === span.start && last.end === span.end;
    if (isLarger && !isSame && span.start < span.end) rising.push(span);
  }
  let selection: SelectionRange | undefined;
  for (const span of rising.reverse()) {
    selection = { range: rangeOf(parsed, span), ...(selection && { parent: selection }) };
  }
  return selection ?? { range: { start: position, end: position } };
}
