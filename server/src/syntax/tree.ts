import type { SyntaxError } from './errors.ts';
import { decodeReferences } from './references.ts';

/**
 * The tree of a text, as one table of numbers: a node is an index into it, so that a file of 5 MB costs
 * two arrays and not a hundred thousand objects.
 *
 * Nodes stand in document order: a node's index is smaller than those of its descendants and of what
 * follows it. Node 0 is the document. Plain text has no node; it is what lies between an element's
 * tags and its child nodes. All offsets are UTF-16 code units from the start of the text.
 */
export type Node = number;
/** An attribute: an index into the table of attributes. */
export type Attribute = number;

/** No node, no attribute, no offset. */
export const NONE = -1;

export const Kind = {
  document: 0,
  element: 1,
  comment: 2,
  cdata: 3,
  instruction: 4,
  declaration: 5,
  doctype: 6,
} as const;

/** Flags share a number with the kind of the node. */
export const Flag = {
  selfClosing: 8,
  /** The start tag has its `>`. */
  startTagClosed: 16,
  /** Text other than blanks stands directly in the element. */
  hasText: 32,
  /** An `&` stands directly in the element's text. */
  hasReference: 64,
  /** An error was found in the tags of this element, so what they say is a guess. */
  damaged: 128,
  /** A CDATA section stands directly in the element. */
  hasCdata: 256,
} as const;
export const KIND_MASK = 7;

export const NodeColumn = {
  kindAndFlags: 0,
  start: 1,
  end: 2,
  parent: 3,
  next: 4,
  startTagEnd: 5,
  endTagStart: 6,
  /** The attributes of a node end where the next node's begin. */
  firstAttribute: 7,
  nameId: 8,
} as const;
/** What follows from the rest has no column, since writing to memory is most of the work: see `firstChild`, `nameEnd`. */
export const NODE_WIDTH = 9;

export const AttributeColumn = {
  nameStart: 0,
  valueStart: 1,
  valueEnd: 2,
  /** The number of the name, above the bits of `AttributeFlag`. */
  nameIdAndFlags: 3,
} as const;
export const ATTRIBUTE_WIDTH = 4;
export const AttributeFlag = {
  /** A closing quote stands behind the value. */
  quoted: 1,
  hasReference: 2,
} as const;
export const ATTRIBUTE_NAME_SHIFT = 2;

export class SyntaxTree {
  /**
   * @param text the text that was parsed
   * @param nodes the table of nodes, `NODE_WIDTH` numbers each, and one row more, of no parent, that closes the last node's attributes
   * @param nodeCount how many nodes there are
   * @param attributes the table of attributes, `ATTRIBUTE_WIDTH` numbers each
   * @param names the distinct names, by number
   * @param errors in the order in which they were found
   */
  constructor(
    readonly text: string,
    private readonly nodes: Int32Array,
    readonly nodeCount: number,
    private readonly attributes: Int32Array,
    readonly names: readonly string[],
    readonly errors: readonly SyntaxError[],
  ) {}

  private at(node: Node, column: number): number {
    return this.nodes[node * NODE_WIDTH + column]!;
  }

  kind(node: Node): number {
    return this.at(node, NodeColumn.kindAndFlags) & KIND_MASK;
  }
  isElement(node: Node): boolean {
    return this.kind(node) === Kind.element;
  }
  start(node: Node): number {
    return this.at(node, NodeColumn.start);
  }
  /** Exclusive; the end tag belongs to the element. */
  end(node: Node): number {
    return this.at(node, NodeColumn.end);
  }
  parent(node: Node): Node {
    return this.at(node, NodeColumn.parent);
  }
  next(node: Node): Node {
    return this.at(node, NodeColumn.next);
  }
  firstChild(node: Node): Node {
    // In document order a first child stands right behind its parent.
    return this.at(node + 1, NodeColumn.parent) === node ? node + 1 : NONE;
  }
  /** The number of the element's name in `names`. */
  nameId(node: Node): number {
    return this.at(node, NodeColumn.nameId);
  }
  /** The name of an element or the target of an instruction, empty for other nodes. */
  name(node: Node): string {
    const id = this.at(node, NodeColumn.nameId);
    return id < 0 ? '' : this.names[id]!;
  }
  /** Of an element: behind its `<`. */
  nameStart(node: Node): number {
    return this.at(node, NodeColumn.start) + 1;
  }
  nameEnd(node: Node): number {
    return this.nameStart(node) + this.name(node).length;
  }
  /** The offset behind the `>` of the start tag, or where a damaged one was cut off. */
  startTagEnd(node: Node): number {
    return this.at(node, NodeColumn.startTagEnd);
  }
  /** The offset of the end tag's `<`, `NONE` where there is no end tag. */
  endTagStart(node: Node): number {
    return this.at(node, NodeColumn.endTagStart);
  }
  /** Where the element's content ends: before its end tag, or at its end where there is none. */
  contentEnd(node: Node): number {
    const endTag = this.at(node, NodeColumn.endTagStart);
    return endTag === NONE ? this.at(node, NodeColumn.end) : endTag;
  }
  has(node: Node, flag: number): boolean {
    return (this.at(node, NodeColumn.kindAndFlags) & flag) !== 0;
  }

  /** The first child that is an element, or `NONE`. */
  firstElement(node: Node): Node {
    return this.elementFrom(this.firstChild(node));
  }
  /** The next sibling that is an element, or `NONE`. */
  nextElement(node: Node): Node {
    return this.elementFrom(this.next(node));
  }
  private elementFrom(node: Node): Node {
    let n = node;
    while (n !== NONE && this.kind(n) !== Kind.element) n = this.at(n, NodeColumn.next);
    return n;
  }
  /** The document's first element, or `NONE`. */
  get root(): Node {
    return this.firstElement(0);
  }

  firstAttribute(node: Node): Attribute {
    return this.at(node, NodeColumn.firstAttribute);
  }
  /** Behind the last attribute: `for (let a = firstAttribute(n); a < attributesEnd(n); a++)`. */
  attributesEnd(node: Node): Attribute {
    return this.at(node + 1, NodeColumn.firstAttribute);
  }
  /** The first attribute of that name, or `NONE`. */
  attribute(node: Node, name: string): Attribute {
    const end = this.attributesEnd(node);
    for (let a = this.firstAttribute(node); a < end; a++) if (this.attributeName(a) === name) return a;
    return NONE;
  }
  private attributeAt(attribute: Attribute, column: number): number {
    return this.attributes[attribute * ATTRIBUTE_WIDTH + column]!;
  }
  /** The number of the attribute's name in `names`. */
  attributeNameId(attribute: Attribute): number {
    return this.attributeAt(attribute, AttributeColumn.nameIdAndFlags) >> ATTRIBUTE_NAME_SHIFT;
  }
  attributeName(attribute: Attribute): string {
    return this.names[this.attributeNameId(attribute)]!;
  }
  attributeNameStart(attribute: Attribute): number {
    return this.attributeAt(attribute, AttributeColumn.nameStart);
  }
  attributeNameEnd(attribute: Attribute): number {
    return this.attributeAt(attribute, AttributeColumn.nameStart) + this.attributeName(attribute).length;
  }
  /** Behind the opening quote; `NONE` where the attribute has no value. */
  valueStart(attribute: Attribute): number {
    return this.attributeAt(attribute, AttributeColumn.valueStart);
  }
  /** Before the closing quote; `NONE` where the attribute has no value. */
  valueEnd(attribute: Attribute): number {
    return this.attributeAt(attribute, AttributeColumn.valueEnd);
  }
  attributeEnd(attribute: Attribute): number {
    const end = this.valueEnd(attribute);
    if (end === NONE) return this.attributeNameEnd(attribute);
    const quoted = this.attributeAt(attribute, AttributeColumn.nameIdAndFlags) & AttributeFlag.quoted;
    return quoted ? end + 1 : end;
  }
  /** The value as XML reads it: references replaced, line ends and tabs turned into blanks. Empty where there is none. */
  attributeValue(attribute: Attribute): string {
    const start = this.valueStart(attribute);
    if (start === NONE) return '';
    const end = this.valueEnd(attribute);
    const raw = this.text.slice(start, end);
    const blanks = /[\t\r\n]/.test(raw);
    const text = blanks ? normaliseBlanks(raw) : raw;
    if ((this.attributeAt(attribute, AttributeColumn.nameIdAndFlags) & AttributeFlag.hasReference) === 0)
      return text;
    // References are replaced last: only what was written as a blank is normalised, `&#10;` stays a line end.
    return decodeReferences(text, 0, text.length);
  }

  /** The value of an attribute that may have a few values only: the blanks around it do not count. */
  enumeratedValue(attribute: Attribute): string {
    const value = this.attributeValue(attribute);
    return value.includes(' ') ? value.replace(/^ +| +$/g, '').replace(/ +/g, ' ') : value;
  }

  /**
   * The text of an element as XML reads it: pieces between child nodes and CDATA sections joined,
   * comments and instructions left out, references replaced, line ends turned into `\n`.
   */
  content(node: Node): string {
    const start = this.startTagEnd(node);
    const end = this.contentEnd(node);
    const references = this.has(node, Flag.hasReference);
    let child = this.firstChild(node);
    if (child === NONE) return this.piece(start, end, references);
    let result = '';
    let from = start;
    for (; child !== NONE; child = this.next(child)) {
      result += this.piece(from, this.start(child), references);
      if (this.kind(child) === Kind.cdata) {
        result += normaliseLineEnds(this.text.slice(this.startTagEnd(child), this.contentEnd(child)));
      }
      from = this.end(child);
    }
    return result + this.piece(from, end, references);
  }

  private piece(start: number, end: number, references: boolean): string {
    if (start >= end) return '';
    if (!references) return normaliseLineEnds(this.text.slice(start, end));
    const raw = normaliseLineEnds(this.text.slice(start, end));
    return decodeReferences(raw, 0, raw.length);
  }

  /** The deepest node that holds the offset (`start <= offset <= end`); where two touch, the later one. */
  nodeAt(offset: number): Node {
    let low = 0;
    let high = this.nodeCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    let node = low;
    while (node > 0 && this.end(node) < offset) node = this.parent(node);
    return node;
  }
}

function normaliseLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function normaliseBlanks(text: string): string {
  return text.replace(/\r\n|[\t\r\n]/g, ' ');
}
