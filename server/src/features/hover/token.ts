import type { ParsedDocument } from '../../documents.ts';
import { roleAt, type Role } from '../../model/index.ts';
import { NONE, type Attribute, type Node, type SyntaxTree } from '../../syntax/index.ts';

/** A piece of the text that can be explained; offsets in UTF-16 code units. */
type Token = TagToken | AttributeToken | TextToken;

interface TokenBase {
  readonly node: Node;
  readonly role: Role;
  readonly start: number;
  readonly end: number;
}

/** The name in a start tag or an end tag. */
export interface TagToken extends TokenBase {
  readonly kind: 'tag';
}

/** The name or the value of an attribute. */
export interface AttributeToken extends TokenBase {
  readonly kind: 'attribute';
  readonly attribute: Attribute;
  readonly isValue: boolean;
}

/** The text of a field or an option. */
export interface TextToken extends TokenBase {
  readonly kind: 'text';
}

/** An explanation and what it is about. */
export interface Answer {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** The token at `offset`, or null. */
export function tokenAt(parsed: ParsedDocument, offset: number): Token | null {
  const { tree } = parsed;
  const node = tree.nodeAt(offset);
  if (node === 0 || !tree.isElement(node)) return null;
  const role = roleAt(tree, node, parsed.schemas.known);
  if (role === 'unknown') return null;
  const base = { node, role };
  if (offset <= tree.nameEnd(node)) {
    if (offset < tree.nameStart(node)) return null;
    return { kind: 'tag', ...base, start: tree.nameStart(node), end: tree.nameEnd(node) };
  }
  if (offset < tree.startTagEnd(node)) return attributeToken(tree, base, offset);
  const endTag = tree.endTagStart(node);
  if (endTag !== NONE && offset >= endTag) return endTagToken(tree, base, endTag, offset);
  if (role !== 'condition' && role !== 'option') return null;
  return textToken(tree, base, offset);
}

function attributeToken(
  tree: SyntaxTree,
  base: { node: Node; role: Role },
  offset: number,
): AttributeToken | null {
  for (let a = tree.firstAttribute(base.node); a < tree.attributesEnd(base.node); a++) {
    const nameStart = tree.attributeNameStart(a);
    const nameEnd = tree.attributeNameEnd(a);
    const common = { kind: 'attribute', ...base, attribute: a } as const;
    if (nameStart <= offset && offset <= nameEnd) {
      return { ...common, isValue: false, start: nameStart, end: nameEnd };
    }
    const start = tree.valueStart(a);
    const end = tree.valueEnd(a);
    if (start !== NONE && start <= offset && offset <= end) return { ...common, isValue: true, start, end };
  }
  return null;
}

function endTagToken(
  tree: SyntaxTree,
  base: { node: Node; role: Role },
  endTag: number,
  offset: number,
): TagToken | null {
  const text = tree.text.slice(endTag, tree.end(base.node));
  const match = /^<?\/?/.exec(text)![0].length;
  const start = endTag + match;
  const end = start + /^[^\s>]*/.exec(text.slice(match))![0].length;
  return start <= offset && offset <= end ? { kind: 'tag', ...base, start, end } : null;
}

/** The text without the blanks around it, as far as no child node cuts it. */
function textToken(tree: SyntaxTree, base: { node: Node; role: Role }, offset: number): TextToken | null {
  const { text } = tree;
  const from = tree.startTagEnd(base.node);
  const raw = text.slice(from, tree.contentEnd(base.node));
  const start = from + raw.length - raw.trimStart().length;
  const end = from + raw.trimEnd().length;
  if (start >= end || offset < start || offset > end) return null;
  return { kind: 'text', ...base, start, end };
}
