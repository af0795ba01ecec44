/**
 * Where the cursor stands: read from the tree, with a short look backwards in the text for what is too
 * unfinished to have a node. Nothing here walks further than the ancestors of the cursor and the
 * attributes of one tag.
 */
import type { ParsedDocument } from '../../documents.ts';
import { roleAt, type Role } from '../../model/index.ts';
import { Flag, NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import { lineAround, LONGEST_VALUE, placeInStartTag } from './startTag.ts';

/** All offsets are UTF-16 code units; a range is what an accepted item replaces. */
export type Place = ElementPlace | EndTagPlace | AttributePlace | ValuePlace | TextPlace;

/** Where an element may begin. */
export interface ElementPlace {
  readonly kind: 'element';
  /** 0 at the top of the document. */
  readonly parent: Node;
  readonly role: Role | null;
  readonly start: number;
  readonly end: number;
  /** The range begins with the `<` of the tag. */
  readonly lessThan: boolean;
  /** The element under the cursor, `NONE` where none has begun. */
  readonly node: Node;
  /** The element is there already, so only its name is replaced. */
  readonly nameOnly: boolean;
}

/** Behind `</`. */
export interface EndTagPlace {
  readonly kind: 'endTag';
  /** The element that is to be closed. */
  readonly node: Node;
  /** Behind the `</`. */
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
}

/** Where an attribute's name stands or may stand. */
export interface AttributePlace {
  readonly kind: 'attribute';
  readonly node: Node;
  readonly role: Role;
  readonly start: number;
  readonly end: number;
  readonly hasValue: boolean;
  readonly blankBefore: boolean;
  readonly blankBehind: boolean;
}

/** In an attribute's value. */
export interface ValuePlace {
  readonly kind: 'value';
  readonly node: Node;
  readonly role: Role;
  readonly attribute: string;
  /** Between the quotes. */
  readonly start: number;
  readonly end: number;
  /** What must stand before and behind what is inserted: quotes that are missing. */
  readonly before: string;
  readonly behind: string;
  /** The quote that the value may not hold. */
  readonly quote: string;
}

/** In the text of a field or an option. */
export interface TextPlace {
  readonly kind: 'text';
  readonly node: Node;
  readonly role: 'condition' | 'option';
  /** The text around the cursor, as far as it stands on one line without child nodes. */
  readonly start: number;
  readonly end: number;
}

/** As far as the look backwards goes; longer than any tag that somebody types. */
const WINDOW = 1024;

/** The place at `offset`, or null where there is nothing to complete: comments, CDATA, instructions, damage. */
export function placeAt(parsed: ParsedDocument, offset: number): Place | null {
  const { tree } = parsed;
  const low = lastBefore(tree, offset);
  if (low > 0) {
    if (!tree.isElement(low)) {
      if (offset < tree.end(low) || isOpenEnded(tree, low, offset)) return null;
    } else {
      const tag = placeInStartTag(parsed, low, offset);
      if (tag !== 'behind') return tag;
    }
  }
  return placeInContent(parsed, offset);
}

/** The last node that starts before `offset`. */
function lastBefore(tree: SyntaxTree, offset: number): Node {
  let low = 0;
  let high = tree.nodeCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tree.start(middle) < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether a comment or the like has no end, so that what follows on its line belongs to it. */
function isOpenEnded(tree: SyntaxTree, node: Node, offset: number): boolean {
  const { text } = tree;
  const end = tree.end(node);
  if (text.charAt(end - 1) === '>') return false;
  return offset - end < WINDOW && /^[^\r\n]*$/.test(text.slice(end, offset));
}

/** The innermost element that is open at `offset`, 0 where none is. */
export function openAt(tree: SyntaxTree, offset: number): Node {
  let found = NONE;
  for (let node = lastBefore(tree, offset); node > 0; node = tree.parent(node)) {
    if (isClosed(tree, node, offset)) found = NONE;
    else if (found === NONE) found = node;
  }
  return Math.max(found, 0);
}

function isClosed(tree: SyntaxTree, node: Node, offset: number): boolean {
  if (!tree.isElement(node) || tree.has(node, Flag.selfClosing)) return true;
  return tree.endTagStart(node) !== NONE && tree.end(node) <= offset;
}

function placeInContent(parsed: ParsedDocument, offset: number): Place | null {
  const { tree, text } = parsed;
  const open = lessThanBefore(text, offset);
  if (open !== NONE && open + 1 < offset) {
    return text.charAt(open + 1) === '/' ? endTagPlace(tree, open, offset) : null;
  }
  const bare = open !== NONE;
  let parent = openAt(tree, bare ? open : offset);
  let role = parent === 0 ? null : roleAt(tree, parent, parsed.schemas.known);
  // A value stands on one line, so a field without an end tag does not reach over the next lines.
  while (isLeaf(role) && tree.endTagStart(parent) === NONE && isOnLaterLine(tree, parent, offset)) {
    parent = tree.parent(parent);
    role = parent === 0 ? null : roleAt(tree, parent, parsed.schemas.known);
  }
  if (role === 'unknown') return null;
  if (bare) {
    const end = text.charAt(offset) === '>' ? offset + 1 : offset;
    return elementPlace(parent, role, open, end, true);
  }
  if (isLeaf(role)) return textPlace(tree, parent, role, offset);
  const start = offset - /[\w.-]{0,64}$/.exec(text.slice(Math.max(0, offset - 64), offset))![0].length;
  const end = offset + /^[\w.-]{0,64}/.exec(text.slice(offset, offset + 64))![0].length;
  return elementPlace(parent, role, start, end, false);
}

function elementPlace(
  parent: Node,
  role: Role | null,
  start: number,
  end: number,
  lessThan: boolean,
): ElementPlace {
  return { kind: 'element', parent, role, start, end, lessThan, node: NONE, nameOnly: false };
}

/** The `<` before `offset` that no `>` follows, `NONE` where there is none near. */
function lessThanBefore(text: string, offset: number): number {
  for (let i = offset - 1; i >= Math.max(0, offset - WINDOW); i--) {
    const c = text.charAt(i);
    if (c === '<') return i;
    if (c === '>') return NONE;
  }
  return NONE;
}

function endTagPlace(tree: SyntaxTree, open: number, offset: number): EndTagPlace | null {
  const { text } = tree;
  const start = open + 2;
  if (offset < start || !/^[\w.:-]*$/.test(text.slice(start, offset))) return null;
  const node = openAt(tree, open);
  if (node === 0) return null;
  const end = offset + /^[\w.:-]{0,64}/.exec(text.slice(offset, offset + 64))![0].length;
  return { kind: 'endTag', node, start, end, closed: /^\s*>/.test(text.slice(end, end + 16)) };
}

function isLeaf(role: Role | null): role is 'condition' | 'option' {
  return role === 'condition' || role === 'option';
}

function isOnLaterLine(tree: SyntaxTree, node: Node, offset: number): boolean {
  return /[\r\n]/.test(
    tree.text.slice(tree.startTagEnd(node), Math.min(offset, tree.startTagEnd(node) + WINDOW)),
  );
}

function textPlace(
  tree: SyntaxTree,
  node: Node,
  role: 'condition' | 'option',
  offset: number,
): TextPlace | null {
  const { text } = tree;
  let from = tree.startTagEnd(node);
  let to = Math.max(offset, tree.contentEnd(node));
  for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) {
    if (tree.end(child) <= offset) from = Math.max(from, tree.end(child));
    else if (tree.start(child) >= offset) {
      to = Math.min(to, tree.start(child));
      break;
    }
  }
  if (to - from > LONGEST_VALUE) return null;
  const line = lineAround(text, from, to, offset);
  // The indentation of a value on a line of its own is left as it is.
  const indented = line.start > from ? /^[ \t]*/.exec(text.slice(line.start, offset))![0].length : 0;
  return { kind: 'text', node, role, start: line.start + indented, end: line.end };
}
