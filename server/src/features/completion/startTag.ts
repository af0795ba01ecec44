import type { ParsedDocument } from '../../documents.ts';
import { roleAt } from '../../model/index.ts';
import { Flag, NONE, type Attribute, type Node, type SyntaxTree } from '../../syntax/index.ts';
import type { AttributePlace, ElementPlace, Place, ValuePlace } from './place.ts';

/** An unclosed tag is not followed further than this. */
const WINDOW = 1024;
/** A longer value is none that anybody writes by hand. */
export const LONGEST_VALUE = 1 << 16;

/**
 * The place in the start tag of `node`, which starts before `offset`; null where nothing can be completed
 * in it, and `behind` where the tag has ended before the cursor.
 */
export function placeInStartTag(parsed: ParsedDocument, node: Node, offset: number): Place | null | 'behind' {
  const { tree, text } = parsed;
  if (offset <= tree.nameEnd(node)) return tagNamePlace(parsed, node);
  const tagEnd = tree.startTagEnd(node);
  if (tree.has(node, Flag.startTagClosed)) {
    if (offset >= tagEnd) return 'behind';
    if (tree.has(node, Flag.selfClosing) && offset === tagEnd - 1) return null;
  } else if (offset > tagEnd && /[<>]/.test(text.slice(tagEnd, Math.min(offset, tagEnd + WINDOW)))) {
    return 'behind';
  }
  const inValue = attributeValueAt(tree, node, offset);
  if (inValue !== NONE) {
    const isLong = tree.valueEnd(inValue) - tree.valueStart(inValue) > LONGEST_VALUE;
    return isLong ? null : valuePlace(parsed, node, inValue, offset);
  }
  return betweenAttributes(parsed, node, offset);
}

function tagNamePlace(parsed: ParsedDocument, node: Node): ElementPlace {
  const { tree } = parsed;
  const parent = tree.parent(node);
  const end = tree.nameEnd(node);
  const bare = tree.firstAttribute(node) === tree.attributesEnd(node);
  const closed = tree.has(node, Flag.startTagClosed);
  const empty = tree.firstChild(node) === NONE && !tree.has(node, Flag.hasText);
  const rest = bare && closed && empty ? tree.text.slice(end, tree.end(node)) : '';
  // `<Ima></Ima>` and `<Ima/>` are half-typed as well, and are replaced as a whole.
  const whole = bare && closed && empty && !/[\r\n]/.test(rest) && rest.length < WINDOW;
  return {
    kind: 'element',
    parent,
    role: parent === 0 ? null : roleAt(tree, parent, parsed.schemas.known),
    start: tree.start(node),
    end: whole ? end + rest.length : end,
    lessThan: true,
    node,
    nameOnly: closed ? !whole : !bare,
  };
}

/** The attribute whose value holds `offset`, its ends included. */
function attributeValueAt(tree: SyntaxTree, node: Node, offset: number): Attribute {
  for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
    const start = tree.valueStart(a);
    if (start !== NONE && start <= offset && offset <= tree.valueEnd(a)) return a;
  }
  return NONE;
}

function valuePlace(parsed: ParsedDocument, node: Node, attribute: Attribute, offset: number): ValuePlace {
  const { tree, text } = parsed;
  const start = tree.valueStart(attribute);
  const end = tree.valueEnd(attribute);
  const opening = text.charAt(start - 1);
  const quoted = opening === '"' || opening === "'";
  const quote = quoted ? opening : '"';
  const line = lineAround(text, start, end, offset);
  return {
    kind: 'value',
    node,
    role: roleAt(tree, node, parsed.schemas.known),
    attribute: tree.attributeName(attribute),
    ...line,
    // A value that was cut to one line has its quotes on other ones.
    before: quoted || line.start > start ? '' : quote,
    behind: text.charAt(end) === quote || line.end < end ? '' : quote,
    quote,
  };
}

/** The part of a piece of text that stands on the line of `offset`, as an edit may not go over a line's end. */
export function lineAround(
  text: string,
  start: number,
  end: number,
  offset: number,
): { readonly start: number; readonly end: number } {
  let from = offset;
  while (from > start && !isLineEnd(text.charAt(from - 1))) from--;
  let to = offset;
  while (to < end && !isLineEnd(text.charAt(to))) to++;
  return { start: from, end: to };
}

function isLineEnd(c: string): boolean {
  return c === '\n' || c === '\r';
}

function betweenAttributes(parsed: ParsedDocument, node: Node, offset: number): Place | null {
  const { tree, text } = parsed;
  let from = tree.nameEnd(node);
  for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
    const end = tree.attributeEnd(a);
    if (tree.valueStart(a) !== NONE && end <= offset) from = Math.max(from, end);
  }
  if (offset - from > WINDOW) return null;
  const between = text.slice(from, offset);
  const role = roleAt(tree, node, parsed.schemas.known);
  const noValue = /(?:^|\s)([^\s=<>"'/]+)\s*=\s*$/.exec(between);
  if (noValue) {
    const attribute = noValue[1]!;
    return {
      kind: 'value',
      node,
      role,
      attribute,
      start: offset,
      end: offset,
      before: '"',
      behind: '"',
      quote: '"',
    };
  }
  const typed = /(^|\s)([^\s=<>"'/]*)$/.exec(between);
  return typed ? attributePlace(parsed, node, offset - typed[2]!.length, offset, typed[1] !== '') : null;
}

function attributePlace(
  parsed: ParsedDocument,
  node: Node,
  start: number,
  offset: number,
  blankBefore: boolean,
): AttributePlace {
  const { tree, text } = parsed;
  // In front of another attribute a new one is put in; inside a name that name is replaced.
  const end =
    start === offset
      ? offset
      : offset + /^[^\s=<>"'/]{0,64}/.exec(text.slice(offset, offset + 64))![0].length;
  const behind = text.slice(end, end + 64);
  return {
    kind: 'attribute',
    node,
    role: roleAt(tree, node, parsed.schemas.known),
    start,
    end,
    hasValue: /^\s*=/.test(behind),
    blankBefore,
    blankBehind: /^(?:$|[\s/>=<])/.test(behind),
  };
}
