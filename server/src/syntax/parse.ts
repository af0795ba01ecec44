import { distance } from 'fastest-levenshtein';
import { isBlank, isNameCharacter, isNameStart } from './characters.ts';
import { readCodeUnits } from './codeUnits.ts';
import { MAX_ERRORS, type ErrorData, type SyntaxError, type SyntaxErrorCode } from './errors.ts';
import { NameTable } from './names.ts';
import { readReference } from './references.ts';
import {
  ATTRIBUTE_NAME_SHIFT,
  ATTRIBUTE_WIDTH,
  AttributeColumn,
  AttributeFlag,
  Flag,
  Kind,
  NODE_WIDTH,
  NodeColumn,
  NONE,
  SyntaxTree,
  type Node,
} from './tree.ts';

/** A string that is looked for, and where it was last found. */
interface Searcher {
  readonly string: string;
  at: number;
}

/** What the parser may know of the language to guess well in damaged text; a sound text needs none of it. */
export interface ParseHooks {
  /** An element of this name never holds another element, so a start tag inside it closes it. */
  isLeaf?(name: string): boolean;
  /** Attribute names, to take apart `<Imagecondition="is">`. */
  readonly attributeNames?: readonly string[];
}

const LT = 60;
const GT = 62;
const SLASH = 47;
const AMPERSAND = 38;
const EQUALS = 61;
const QUOTE = 34;
const APOSTROPHE = 39;
const QUESTION = 63;
const HYPHEN = 45;
const BRACKET = 93;
const LINE_FEED = 10;
const LAST_PLACE = 2;
const MIN_LOOK_AHEAD = 100_000;

/**
 * Parses a text. Never throws and never fails: what cannot be read is an entry of `errors`, and the
 * elements around the damage are kept.
 *
 * Linear in the length of the text: every scan consumes what it looks at, is bounded by the line or by
 * the next markup, or remembers that it found nothing.
 */
export function parse(text: string, hooks: ParseHooks = {}): SyntaxTree {
  return new Parser(text, hooks).run();
}

class Parser {
  private readonly length: number;
  /** The text as numbers, with a zero behind it, for what looks at each character of sound markup. */
  private readonly units: Uint16Array;
  private readonly forbidden: readonly number[];
  private pos = 0;
  private nodes: Int32Array;
  private nodeCount = 0;
  private attributes: Int32Array;
  private attributeCount = 0;
  private readonly names: NameTable;
  private errors: SyntaxError[] = [];
  /** The innermost open element, whose parents are the others; the document is the outermost. */
  private top: Node = NONE;
  /** The last child of `top`. */
  private lastChild: Node = NONE;
  /** How many open elements have each name, so that an end tag that fits nothing is known at once. */
  private readonly openByName: number[] = [];
  /** Answers of `isLeaf` by name: 0 not asked, 1 no, 2 yes. */
  private readonly leafByName: number[] = [];
  /** Terminators that were looked for and do not occur from this offset on. */
  private readonly absent = new Map<string, number>();
  private sawRoot = false;
  /** How many characters may still be looked at ahead of time: a text in which every leaf is open must not be read over and over. */
  private lookAhead: number;
  private knownLineFrom = 0;
  private knownLineEnd = NONE;
  // What is looked for again and again: each search goes on where its last one ended.
  private readonly lessThan: Searcher = { string: '<', at: NONE };
  private readonly ampersand: Searcher = { string: '&', at: NONE };
  private readonly cdataEnd: Searcher = { string: ']]>', at: NONE };
  /** The name that the attribute at each place of a tag last had: most tags repeat it. */
  private readonly recentAttributes = [NONE, NONE, NONE];

  constructor(
    private readonly text: string,
    private readonly hooks: ParseHooks,
  ) {
    this.length = text.length;
    ({ units: this.units, forbidden: this.forbidden } = readCodeUnits(text));
    this.names = new NameTable(text, this.units);
    this.lookAhead = text.length + MIN_LOOK_AHEAD;
    this.nodes = scratch.nodes;
    this.attributes = scratch.attributes;
  }

  run(): SyntaxTree {
    const document = this.addNode(Kind.document, 0, NONE);
    this.set(document, NodeColumn.startTagEnd, 0);
    this.top = document;
    if (this.text.charCodeAt(0) === 0xfeff) this.pos = 1;
    if (this.text.startsWith('<?xml', this.pos) && isBlank(this.text.charCodeAt(this.pos + 5)))
      this.declaration();
    this.forbiddenCharacters();
    while (this.pos < this.length) {
      if (this.units[this.pos] === LT) this.markup();
      else this.characters();
    }
    while (this.top !== document) this.closeMissing(this.length);
    this.set(document, NodeColumn.end, this.length);
    if (!this.sawRoot && this.errors.length === 0) this.error('xml-no-root', 0, Math.min(this.length, 1));
    this.errors.sort((a, b) => a.start - b.start || a.end - b.end);
    const count = this.nodeCount;
    this.addNode(Kind.document, this.length, NONE);
    const nodes = this.nodes.slice(0, this.nodeCount * NODE_WIDTH);
    const attributes = this.attributes.slice(0, this.attributeCount * ATTRIBUTE_WIDTH);
    keepScratch(this.nodes, this.attributes);
    return new SyntaxTree(this.text, nodes, count, attributes, this.names.names, this.errors);
  }

  // Text

  private characters(): void {
    const { units } = this;
    let i = this.pos;
    while (isBlank(units[i]!)) i++;
    const ink = i;
    this.pos = i;
    // Most texts are but the indentation of the next tag.
    if (ink === this.length || units[ink] === LT) return;
    const node = this.top;
    const end = this.upTo(this.lessThan);
    this.setFlag(node, Flag.hasText);
    while ((i = this.upTo(this.ampersand)) < end) {
      this.setFlag(node, Flag.hasReference);
      this.pos = this.reference(i);
    }
    this.pos = ink;
    while ((i = this.upTo(this.cdataEnd)) < end) {
      this.error('xml-cdata-end', i, i + 3);
      this.pos = i + 3;
    }
    this.pos = end;
    if (this.top === 0) {
      this.error('xml-text-outside-root', ink, trimEnd(this.text, ink, end), {
        before: this.sawRoot ? 0 : 1,
      });
    }
  }

  /** Where the searcher's string next occurs, from `pos` on; the end of the text where it does not. */
  private upTo(searcher: Searcher): number {
    if (searcher.at < this.pos) {
      const at = this.text.indexOf(searcher.string, this.pos);
      searcher.at = at < 0 ? this.length : at;
    }
    return searcher.at;
  }

  /** Control characters and the like were looked for in one go, since a sound text has none anywhere. */
  private forbiddenCharacters(): void {
    for (const at of this.forbidden) {
      this.error('xml-control-character', at, at + 1, { code: this.text.charCodeAt(at) });
    }
  }

  /** Checks the reference at `start` and returns where it ends. */
  private reference(start: number): number {
    const reference = readReference(this.text, start);
    if (reference.error) {
      const end = reference.error === 'xml-raw-ampersand' ? start + 1 : reference.end;
      this.error(reference.error, start, end, { name: reference.name });
    }
    return reference.end;
  }

  // Markup

  private markup(): void {
    const { text } = this;
    const start = this.pos;
    const c = this.units[start + 1]!;
    if (isNameStart(c)) return this.startTag();
    if (c === SLASH) return this.endTag();
    if (c === QUESTION) return this.instruction();
    if (c === 33) {
      if (text.startsWith('--', start + 2)) return this.comment();
      if (text.startsWith('[CDATA[', start + 2)) return this.cdata();
      if (text.startsWith('DOCTYPE', start + 2)) return this.doctype();
      const end = this.endOnLine(start + 2);
      this.error('xml-bad-markup', start, end);
      this.pos = end;
      return;
    }
    this.error('xml-raw-less-than', start, start + 1);
    this.setFlag(this.top, Flag.hasText);
    this.pos = start + 1;
  }

  private startTag(): void {
    const start = this.pos;
    const nameStart = start + 1;
    const sibling = this.lastChild;
    const hint = sibling < 0 ? NONE : this.get(sibling, NodeColumn.nameId);
    let nameId = this.names.read(nameStart, hint);
    let nameEnd = nameStart + this.names.lengthOf(nameId);
    if (this.units[nameEnd] === EQUALS) {
      const glued = this.gluedAttribute(nameStart, nameEnd);
      if (glued > 0) nameId = this.names.intern(nameStart, (nameEnd = glued));
    }
    const unclosedLeaf = this.topIsLeaf() && !this.closesLater(this.topName(), start);
    if (unclosedLeaf && this.isSlashlessEndTag(nameId, nameStart, nameEnd)) {
      this.error('xml-end-tag-slash', start, nameEnd + 1, { name: this.names.names[nameId]! });
      this.closeTop(start, nameEnd + 1);
      this.pos = nameEnd + 1;
      return;
    }
    if (unclosedLeaf) this.closeMissing(start);
    const isRoot = this.top === 0;
    if (isRoot && this.sawRoot)
      this.error('xml-second-root', start, nameEnd, { name: this.names.names[nameId]! });
    const node = this.addNode(Kind.element, start, this.top);
    this.set(node, NodeColumn.nameId, nameId);
    this.pos = nameEnd;
    const left = this.attributesAndEnd(node);
    this.set(node, NodeColumn.startTagEnd, this.pos);
    this.set(node, NodeColumn.end, this.pos);
    // A tag that has not even its end is no root yet: the real one may stand behind it.
    if (isRoot && (left === 'open' || this.units[this.pos - 1] === GT)) this.sawRoot = true;
    if (left !== 'open') return;
    this.top = node;
    this.lastChild = NONE;
    this.openByName[nameId] = (this.openByName[nameId] ?? 0) + 1;
  }

  /** Where `name` in `<Elementname="…">` begins, when it ends in a known attribute name. */
  private gluedAttribute(start: number, end: number): number {
    for (const name of this.hooks.attributeNames ?? []) {
      const at = end - name.length;
      if (at > start && this.text.startsWith(name, at)) return at;
    }
    return NONE;
  }

  /**
   * `<Image>x<Image>` followed by other markup: the second tag was meant to close the first. Only a leaf
   * that has text can be meant.
   */
  private isSlashlessEndTag(nameId: number, nameStart: number, nameEnd: number): boolean {
    const { top } = this;
    if (this.text.charCodeAt(nameEnd) !== GT || this.get(top, NodeColumn.nameId) !== nameId) return false;
    if (this.lineEnd(this.get(top, NodeColumn.start)) < nameStart) return false;
    let i = nameEnd + 1;
    while (i < this.length && (this.text.charCodeAt(i) === 32 || this.text.charCodeAt(i) === 9)) i++;
    const c = this.text.charCodeAt(i);
    return i >= this.length || c === LT || c === LINE_FEED || c === 13;
  }

  /**
   * Whether an open element called `name`, of whose content the rest begins at `from`, is closed by its
   * own end tag behind sound markup. Then it is no unclosed leaf but one that wrongly holds an element,
   * which is for others to judge: XML allows it.
   */
  private closesLater(name: string, from: number): boolean {
    const { text, length } = this;
    const open = [name];
    let i = from;
    while (i < length && this.lookAhead > 0) {
      const before = i;
      i = text.indexOf('<', i);
      if (i < 0) i = length;
      else if (text.startsWith('<!--', i)) i = behind(text, '-->', i);
      else if (text.startsWith('<![CDATA[', i)) i = behind(text, ']]>', i);
      else if (text.startsWith('<?', i)) i = behind(text, '?>', i);
      else {
        const isEnd = text.charCodeAt(i + 1) === SLASH;
        const nameStart = isEnd ? i + 2 : i + 1;
        const nameEnd = this.nameEnd(nameStart);
        const end = tagEnd(text, nameEnd);
        const inner = text.slice(nameStart, nameEnd);
        if (end < 0 || inner === '') return false;
        if (isEnd) {
          if (open.pop() !== inner) return false;
          if (open.length === 0) return true;
        } else if (text.charCodeAt(end - 2) !== SLASH) {
          open.push(inner);
        }
        i = end;
      }
      this.lookAhead -= i - before;
    }
    return false;
  }

  /**
   * Reads attributes up to the end of the start tag; `pos` stands behind the name. A tag that closes
   * itself is empty, and so is one that is still being typed: what stands behind it is not inside.
   */
  private attributesAndEnd(node: Node): 'open' | 'empty' {
    const { text, units, length } = this;
    // The state behind the last sound attribute, to come back to when the `>` turns out to be missing
    // and what followed was the element's text.
    let soundEnd = this.pos;
    let soundErrors = this.errors.length;
    let soundAttributes = this.attributeCount;
    for (;;) {
      const before = this.pos;
      while (isBlank(units[this.pos]!)) this.pos++;
      const c = units[this.pos]!;
      if (c === GT) {
        this.pos++;
        this.setFlag(node, Flag.startTagClosed);
        return 'open';
      }
      if (c === SLASH && units[this.pos + 1] === GT) {
        this.pos += 2;
        this.setFlag(node, Flag.startTagClosed | Flag.selfClosing);
        return 'empty';
      }
      if (this.pos >= length || c === LT) {
        this.errors.length = soundErrors;
        this.setFlag(node, Flag.damaged);
        const holdsMore = this.closesLater(this.names.names[this.get(node, NodeColumn.nameId)]!, soundEnd);
        if (holdsMore) {
          this.attributeCount = soundAttributes;
          this.pos = soundEnd;
        } else {
          this.pos = trimEnd(text, soundEnd, this.pos);
        }
        this.error('xml-start-tag-end', this.get(node, NodeColumn.start), this.pos, { at: this.pos });
        return holdsMore ? 'open' : 'empty';
      }
      if (isNameStart(c)) {
        if (this.pos === before) {
          this.error('xml-missing-space', this.pos, this.nameEnd(this.pos), { at: this.pos });
          this.setFlag(node, Flag.damaged);
        }
        if (this.attribute(node)) {
          soundEnd = this.pos;
          soundErrors = this.errors.length;
          soundAttributes = this.attributeCount;
        }
        continue;
      }
      this.unexpected(node);
    }
  }

  private unexpected(node: Node): void {
    const { text, length } = this;
    const start = this.pos;
    this.pos++;
    while (this.pos < length) {
      const c = text.charCodeAt(this.pos);
      if (isBlank(c) || c === GT || c === LT || c === SLASH || isNameStart(c)) break;
      this.pos++;
    }
    this.error('xml-unexpected-character', start, this.pos, {
      text: text.slice(start, Math.min(this.pos, start + 20)),
    });
    this.setFlag(node, Flag.damaged);
  }

  /** Reads one attribute; returns whether it has a value, so that it surely was meant as an attribute. */
  private attribute(node: Node): boolean {
    const { units } = this;
    const nameStart = this.pos;
    const first = this.get(node, NodeColumn.firstAttribute);
    const place = Math.min(this.attributeCount - first, LAST_PLACE);
    const nameId = this.names.read(nameStart, this.recentAttributes[place]!);
    const nameEnd = (this.pos = nameStart + this.names.lengthOf(nameId));
    this.recentAttributes[place] = nameId;
    for (let a = Math.max(first, this.attributeCount - 64); a < this.attributeCount; a++) {
      if (
        this.attributes[a * ATTRIBUTE_WIDTH + AttributeColumn.nameIdAndFlags]! >> ATTRIBUTE_NAME_SHIFT ===
        nameId
      ) {
        this.error('xml-duplicate-attribute', nameStart, nameEnd, { name: this.names.names[nameId]! });
        break;
      }
    }
    const a = this.addAttribute(nameStart, nameId);
    let i = nameEnd;
    while (isBlank(units[i]!)) i++;
    if (units[i] !== EQUALS) {
      this.error('xml-attribute-value', nameStart, nameEnd, { name: this.names.names[nameId]! });
      this.setFlag(node, Flag.damaged);
      return false;
    }
    i++;
    while (isBlank(units[i]!)) i++;
    const c = units[i]!;
    this.pos = i;
    if (c === QUOTE || c === APOSTROPHE) this.quotedValue(node, a, c);
    else this.unquotedValue(node, a, nameEnd);
    return true;
  }

  private quotedValue(node: Node, a: number, quote: number): void {
    const { units } = this;
    const start = ++this.pos;
    const close = this.text.indexOf(quote === QUOTE ? '"' : "'", start);
    if (close >= 0 && this.upTo(this.lessThan) > close && this.upTo(this.ampersand) > close) {
      const opensNext =
        close > start && units[close - 1] === EQUALS && isInside(this.text.charCodeAt(close + 1));
      if (!opensNext) {
        this.setValue(a, start, close, AttributeFlag.quoted);
        this.pos = close + 1;
        return;
      }
    }
    this.carefulValue(node, a, quote, start);
  }

  /** Reads a value that is not simply text between two quotes: it holds references or a `<`, or its end is missing. */
  private carefulValue(node: Node, a: number, quote: number, start: number): void {
    const { text, length } = this;
    const errorsBefore = this.errors.length;
    let hasReference = 0;
    let firstGreater = NONE;
    let firstLess = NONE;
    let sawLine = false;
    let i = start;
    for (; i < length; i++) {
      const c = text.charCodeAt(i);
      if (c === quote) break;
      if (c > 62 && c < 0xd800) continue;
      if (c === LT) {
        if (sawLine) break;
        if (firstLess < 0) firstLess = i;
      } else if (c === GT) {
        if (firstGreater < 0) firstGreater = i;
      } else if (c === AMPERSAND) {
        hasReference = AttributeFlag.hasReference;
        i = this.reference(i) - 1;
      } else if (c === LINE_FEED) {
        if (firstLess >= 0) break;
        sawLine = true;
      }
    }
    const closed = text.charCodeAt(i) === quote;
    // A closing quote right behind `=` opens the value of the next attribute: `condition="is name="x">`.
    const opensNext =
      closed && i > start && text.charCodeAt(i - 1) === EQUALS && isInside(text.charCodeAt(i + 1));
    if (closed && !opensNext) {
      if (firstLess >= 0) this.error('xml-raw-less-than', firstLess, firstLess + 1, { attribute: 1 });
      this.setValue(a, start, i, AttributeFlag.quoted | hasReference);
      this.pos = i + 1;
      return;
    }
    this.errors.length = errorsBefore;
    let end: number;
    if (firstGreater >= 0 && (firstGreater < i || !opensNext)) end = firstGreater;
    else if (opensNext) end = this.beforeAttributeName(start, i - 1);
    else if (firstLess >= 0) end = firstLess;
    else end = Math.min(i, this.lineEnd(start));
    if (end > start && text.charCodeAt(end) === GT && text.charCodeAt(end - 1) === SLASH) end--;
    end = trimEnd(text, start, end);
    this.error('xml-attribute-unclosed', start - 1, end, { at: end, quote: String.fromCharCode(quote) });
    this.setFlag(node, Flag.damaged);
    this.setValue(a, start, end, hasReference);
    this.pos = end;
  }

  /** Where the value ends when ` name` in front of the `=` at `equals` is the next attribute's. */
  private beforeAttributeName(start: number, equals: number): number {
    let i = equals;
    while (i > start && isBlank(this.text.charCodeAt(i - 1))) i--;
    while (i > start && isNameCharacter(this.text.charCodeAt(i - 1))) i--;
    return i;
  }

  private unquotedValue(node: Node, a: number, nameEnd: number): void {
    const { text, length } = this;
    const start = this.pos;
    let hasReference = 0;
    let i = start;
    for (; i < length; i++) {
      const c = text.charCodeAt(i);
      if (c === LT || c === GT || c === LINE_FEED || c === 13) break;
      if (c === SLASH && text.charCodeAt(i + 1) === GT) break;
      if (c === AMPERSAND) hasReference = AttributeFlag.hasReference;
      // `a=b c="d"`: the value ends where the next attribute begins.
      if (c === EQUALS) {
        const name = this.beforeAttributeName(start, i);
        if (name > start && isBlank(text.charCodeAt(name - 1))) {
          i = name;
          break;
        }
      }
    }
    let end = trimEnd(text, start, i);
    this.setValue(a, start, end, hasReference);
    this.pos = end;
    const last = text.charCodeAt(end - 1);
    if (end > start && (last === QUOTE || last === APOSTROPHE)) {
      end--;
      this.setValue(a, start, end, AttributeFlag.quoted | hasReference);
    }
    const name = text.slice(this.attributes[a * ATTRIBUTE_WIDTH], nameEnd);
    this.error('xml-attribute-quotes', end > start ? start : nameEnd, Math.max(this.pos, nameEnd + 1), {
      name,
      start,
      end,
    });
    this.setFlag(node, Flag.damaged);
  }

  private endTag(): void {
    const { text } = this;
    const start = this.pos;
    const nameStart = start + 2;
    const { top } = this;
    const topId = this.get(top, NodeColumn.nameId);
    if (topId >= 0 && this.names.isAt(topId, nameStart)) {
      const expectedEnd = nameStart + this.names.lengthOf(topId);
      if (this.units[expectedEnd] === GT) {
        this.pos = expectedEnd + 1;
        this.closeTop(start, this.pos);
        return;
      }
    }
    const nameEnd = isNameStart(text.charCodeAt(nameStart)) ? this.nameEnd(nameStart) : nameStart;
    const end = this.endOfEndTag(start, nameEnd);
    this.pos = end;
    if (nameEnd === nameStart) {
      this.error('xml-bad-markup', start, Math.max(end, nameEnd));
      return;
    }
    const nameId = this.names.intern(nameStart, nameEnd);
    if (topId === nameId) {
      this.closeTop(start, end);
      return;
    }
    const name = this.names.names[nameId]!;
    if (this.openByName[nameId]) {
      while (this.get(this.top, NodeColumn.nameId) !== nameId) this.closeMissing(start);
      this.closeTop(start, end);
      return;
    }
    if (top !== 0 && this.isMisspeltEnd(top, name)) {
      this.error('xml-mismatched-end-tag', nameStart, nameEnd, {
        name,
        expected: this.names.names[this.get(top, NodeColumn.nameId)]!,
      });
      this.closeTop(start, end);
      return;
    }
    this.error('xml-surplus-end-tag', start, end, { name });
  }

  /** Whether an end tag that closes no open element is the innermost one's, with its name spelt wrong. */
  private isMisspeltEnd(top: Node, name: string): boolean {
    const expected = this.names.names[this.get(top, NodeColumn.nameId)]!;
    if (this.topIsLeaf()) return true;
    const noElementInside = this.lastChild === NONE;
    if (noElementInside && (this.get(top, NodeColumn.kindAndFlags) & Flag.hasText) !== 0) return true;
    if (name.length > 64 || expected.length > 64) return false;
    const near = distance(name.toLowerCase(), expected.toLowerCase());
    return near <= Math.floor(expected.length / 3);
  }

  /** Finds the `>` of an end tag, and says what stands in its way. */
  private endOfEndTag(start: number, nameEnd: number): number {
    const { text, length } = this;
    let i = nameEnd;
    while (i < length && isBlank(text.charCodeAt(i))) i++;
    if (text.charCodeAt(i) === GT) return i + 1;
    const junk = i;
    while (i < length) {
      const c = text.charCodeAt(i);
      if (c === GT || c === LT || c === LINE_FEED || c === 13) break;
      i++;
    }
    if (text.charCodeAt(i) === GT && i > junk) {
      this.error('xml-end-tag-attribute', junk, i, { from: nameEnd });
      return i + 1;
    }
    this.error('xml-end-tag-end', start, nameEnd, { at: nameEnd });
    return nameEnd;
  }

  // Comments, CDATA and the rest

  private comment(): void {
    const { text } = this;
    const start = this.pos;
    const hyphens = this.find('--', start + 4);
    if (hyphens >= 0 && text.charCodeAt(hyphens + 2) === GT) {
      this.pos = hyphens + 3;
      this.addNode(Kind.comment, start, this.top, this.pos);
      return;
    }
    const close = this.find('-->', start + 4);
    const errorsBefore = this.errors.length;
    let end = close < 0 ? this.unclosedComment(start) : close + 3;
    if (close >= 0) {
      let nestedLine = NONE;
      let nested = NONE;
      let sawLine = false;
      for (let i = start + 4; i < close; i++) {
        const c = text.charCodeAt(i);
        if (c > 62 && c < 0xd800) continue;
        if (c === LINE_FEED) sawLine = true;
        else if (c === HYPHEN && text.charCodeAt(i + 1) === HYPHEN) {
          const opens = text.startsWith('<!', i - 2);
          if (opens && nested < 0) nested = i - 2;
          if (opens && sawLine && nestedLine < 0) nestedLine = i - 2;
          this.error('xml-comment-hyphens', opens ? i - 2 : i, i + 2, { nested: opens ? 1 : 0 });
          i++;
        }
      }
      if (nested >= 0) {
        const surplus = this.surplusCommentEnd(end);
        if (surplus > 0) end = surplus;
        else if (nestedLine >= 0) {
          this.errors.length = errorsBefore;
          end = this.unclosedComment(start);
        }
      }
    }
    this.addNode(Kind.comment, start, this.top, end);
    this.pos = end;
  }

  /** Reports a comment without an end and says where to go on: at the end of its line, or before the next line that begins with a tag. */
  private unclosedComment(start: number): number {
    const { text, length } = this;
    let end = this.lineEnd(start);
    for (;;) {
      let i = end;
      while (i < length && isBlank(text.charCodeAt(i))) i++;
      if (i >= length || text.charCodeAt(i) === LT) break;
      end = this.lineEnd(i);
    }
    end = trimEnd(text, start, end);
    this.error('xml-unclosed-comment', start, Math.min(end, this.lineEnd(start)), { at: end });
    return end;
  }

  /**
   * A block that holds a comment was commented out: behind the inner comment's `-->` stands another one
   * that has no `<!--` of its own. Returns where that ends, or `NONE`.
   */
  private surplusCommentEnd(from: number): number {
    const { text, length } = this;
    for (let i = from; i < length; i++) {
      const c = text.charCodeAt(i);
      if (c === HYPHEN && text.startsWith('-->', i)) return i + 3;
      if (c === LT && text.startsWith('<!--', i)) return NONE;
    }
    return NONE;
  }

  private cdata(): void {
    const start = this.pos;
    const inside = start + 9;
    const close = this.find(']]>', inside);
    let end: number;
    if (close < 0) {
      end = this.beforeMarkupOnLine(inside);
      this.error('xml-unclosed-cdata', start, Math.min(inside, this.length), { at: end });
    } else {
      end = close + 3;
    }
    const parent = this.top;
    this.setFlag(parent, Flag.hasCdata);
    const node = this.addNode(Kind.cdata, start, parent, end);
    this.set(node, NodeColumn.startTagEnd, inside);
    this.set(node, NodeColumn.endTagStart, close < 0 ? end : close);
    if (this.top === 0) this.error('xml-text-outside-root', start, end, { before: this.sawRoot ? 0 : 1 });
    this.pos = end;
  }

  private doctype(): void {
    const { text, length } = this;
    const start = this.pos;
    let depth = 0;
    let quote = 0;
    let i = start + 9;
    for (; i < length; i++) {
      const c = text.charCodeAt(i);
      if (quote !== 0) {
        if (c === quote) quote = 0;
      } else if (c === QUOTE || c === APOSTROPHE) quote = c;
      else if (c === 91) depth++;
      else if (c === BRACKET) depth--;
      else if (c === GT && depth <= 0) break;
      else if (c === LT && depth <= 0) break;
    }
    const closed = text.charCodeAt(i) === GT;
    const end = closed ? i + 1 : trimEnd(text, start, Math.min(i, this.lineEnd(start)));
    if (!closed || this.top !== 0 || this.sawRoot) this.error('xml-bad-markup', start, end);
    this.addNode(Kind.doctype, start, this.top, end);
    this.pos = end;
  }

  private declaration(): void {
    const start = this.pos;
    this.instructionNode(Kind.declaration);
    const content = this.text.slice(start + 5, this.pos);
    if (!DECLARATION.test(content)) this.error('xml-bad-declaration', start, this.pos);
  }

  private instruction(): void {
    const { text } = this;
    const start = this.pos;
    const nameEnd = this.nameEnd(start + 2);
    const target = text.slice(start + 2, Math.min(nameEnd, start + 10));
    const closed = this.instructionNode(Kind.instruction);
    const named =
      isNameStart(text.charCodeAt(start + 2)) &&
      (isBlank(text.charCodeAt(nameEnd)) || text.startsWith('?>', nameEnd));
    if (target.toLowerCase() === 'xml' && nameEnd === start + 5) {
      this.error('xml-late-declaration', start, this.pos);
    } else if (closed && !named) {
      this.error('xml-bad-instruction', start, this.pos);
    }
  }

  /** Returns whether the instruction has its end. */
  private instructionNode(kind: number): boolean {
    const start = this.pos;
    const close = this.find('?>', start + 2);
    const end = close < 0 ? this.endOnLine(start + 2) : close + 2;
    if (close < 0) this.error('xml-unclosed-instruction', start, end, { at: end });
    this.addNode(kind, start, this.top, end);
    this.pos = end;
    return close >= 0;
  }

  // Closing

  private topName(): string {
    return this.names.names[this.get(this.top, NodeColumn.nameId)]!;
  }

  private topIsLeaf(): boolean {
    if (this.top === 0 || !this.hooks.isLeaf) return false;
    const id = this.get(this.top, NodeColumn.nameId);
    const known = this.leafByName[id] ?? 0;
    if (known !== 0) return known === 2;
    const leaf = this.hooks.isLeaf(this.names.names[id]!);
    this.leafByName[id] = leaf ? 2 : 1;
    return leaf;
  }

  private closeTop(endTagStart: number, end: number): void {
    const node = this.top;
    this.top = this.get(node, NodeColumn.parent);
    this.lastChild = node;
    this.openByName[this.get(node, NodeColumn.nameId)]!--;
    this.set(node, NodeColumn.endTagStart, endTagStart);
    this.set(node, NodeColumn.end, end);
  }

  /** Closes the innermost element, whose end tag is missing, no later than at `limit`. */
  private closeMissing(limit: number): void {
    const { text } = this;
    const node = this.top;
    const name = this.names.names[this.get(node, NodeColumn.nameId)]!;
    const last = this.lastChild;
    const from = last === NONE ? this.get(node, NodeColumn.startTagEnd) : this.get(last, NodeColumn.end);
    const hasText = (this.get(node, NodeColumn.kindAndFlags) & Flag.hasText) !== 0;
    // A value stands on one line, so what follows on the next ones is not the unclosed element's.
    const line = last === NONE && hasText ? Math.min(limit, this.inkLineEnd(from)) : limit;
    const end = Math.max(from, trimEnd(text, from, line));
    // `C:\x.exe/Image>`: the end tag is there, but its `<` is missing.
    const tail = '/' + name + '>';
    const slash = end - tail.length;
    const lessThan = slash >= from && text.startsWith(tail, slash) ? slash : NONE;
    // Of a tag that has not even its `>` and holds nothing, that it lacks an end tag need not be said too.
    const startTagClosed = (this.get(node, NodeColumn.kindAndFlags) & Flag.startTagClosed) !== 0;
    if (startTagClosed || hasText || last !== NONE)
      this.error(
        'xml-missing-end-tag',
        this.get(node, NodeColumn.start),
        this.get(node, NodeColumn.start) + 1 + name.length,
        {
          name,
          at: end,
          lessThan,
        },
      );
    this.setFlag(node, Flag.damaged);
    this.closeTop(lessThan >= 0 ? lessThan : NONE, end);
  }

  // Scanning

  private inkLineEnd(from: number): number {
    let i = from;
    while (i < this.length && isBlank(this.text.charCodeAt(i))) i++;
    return this.lineEnd(i);
  }

  private lineEnd(from: number): number {
    const { text, length } = this;
    // On a long line the same end is asked for again and again.
    if (from >= this.knownLineFrom && from <= this.knownLineEnd) return this.knownLineEnd;
    let i = from;
    while (i < length && text.charCodeAt(i) !== LINE_FEED && text.charCodeAt(i) !== 13) i++;
    this.knownLineFrom = from;
    this.knownLineEnd = i;
    return i;
  }

  /** Behind the next `>` of the line, or at the line's end or the next `<`. */
  private endOnLine(from: number): number {
    const { text, length } = this;
    for (let i = Math.min(from, length); i < length; i++) {
      const c = text.charCodeAt(i);
      if (c === GT) return i + 1;
      if (c === LT || c === LINE_FEED || c === 13) return i;
    }
    return length;
  }

  private beforeMarkupOnLine(from: number): number {
    const { text, length } = this;
    for (let i = Math.min(from, length); i < length; i++) {
      const c = text.charCodeAt(i);
      if (c === LINE_FEED || c === 13 || (c === LT && text.charCodeAt(i + 1) === SLASH)) return i;
    }
    return length;
  }

  private nameEnd(from: number): number {
    let i = from;
    while (i < this.length && isNameCharacter(this.text.charCodeAt(i))) i++;
    return i;
  }

  /** `indexOf` that looks through the rest of the text at most once when there is nothing to find. */
  private find(terminator: string, from: number): number {
    const known = this.absent.get(terminator);
    if (known !== undefined && from >= known) return NONE;
    const at = this.text.indexOf(terminator, from);
    if (at < 0) this.absent.set(terminator, from);
    return at;
  }

  // Tables

  private error(code: SyntaxErrorCode, start: number, end: number, data?: ErrorData): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ code, start, end, data });
  }

  private get(node: Node, column: number): number {
    return this.nodes[node * NODE_WIDTH + column]!;
  }
  private set(node: Node, column: number, value: number): void {
    this.nodes[node * NODE_WIDTH + column] = value;
  }
  private setFlag(node: Node, flag: number): void {
    this.nodes[node * NODE_WIDTH + NodeColumn.kindAndFlags]! |= flag;
  }

  private addNode(kind: number, start: number, parent: Node, end = start): Node {
    const node = this.nodeCount++;
    const at = node * NODE_WIDTH;
    if (at + NODE_WIDTH > this.nodes.length) this.nodes = grown(this.nodes);
    const { nodes } = this;
    nodes[at + NodeColumn.kindAndFlags] = kind;
    nodes[at + NodeColumn.start] = start;
    nodes[at + NodeColumn.end] = end;
    nodes[at + NodeColumn.parent] = parent;
    nodes[at + NodeColumn.next] = NONE;
    nodes[at + NodeColumn.startTagEnd] = end;
    nodes[at + NodeColumn.endTagStart] = NONE;
    nodes[at + NodeColumn.firstAttribute] = this.attributeCount;
    nodes[at + NodeColumn.nameId] = NONE;
    if (parent !== NONE) {
      if (this.lastChild !== NONE) this.set(this.lastChild, NodeColumn.next, node);
      this.lastChild = node;
    }
    return node;
  }

  private addAttribute(nameStart: number, nameId: number): number {
    const a = this.attributeCount++;
    const at = a * ATTRIBUTE_WIDTH;
    if (at + ATTRIBUTE_WIDTH > this.attributes.length) this.attributes = grown(this.attributes);
    const { attributes } = this;
    attributes[at + AttributeColumn.nameStart] = nameStart;
    attributes[at + AttributeColumn.valueStart] = NONE;
    attributes[at + AttributeColumn.valueEnd] = NONE;
    attributes[at + AttributeColumn.nameIdAndFlags] = nameId << ATTRIBUTE_NAME_SHIFT;
    return a;
  }

  /** @param flags of `AttributeFlag` */
  private setValue(a: number, start: number, end: number, flags: number): void {
    const at = a * ATTRIBUTE_WIDTH;
    const { attributes } = this;
    attributes[at + AttributeColumn.valueStart] = start;
    attributes[at + AttributeColumn.valueEnd] = end;
    const nameId = attributes[at + AttributeColumn.nameIdAndFlags]! >> ATTRIBUTE_NAME_SHIFT;
    attributes[at + AttributeColumn.nameIdAndFlags] = (nameId << ATTRIBUTE_NAME_SHIFT) | flags;
  }
}

/**
 * The tables that a parse writes into. They are kept for the next one, since memory that was never
 * touched costs more than all the parsing; a tree gets a copy of just its size.
 */
const scratch: { nodes: Int32Array; attributes: Int32Array } = {
  nodes: new Int32Array(NODE_WIDTH * 4096),
  attributes: new Int32Array(ATTRIBUTE_WIDTH * 4096),
};

/** Tables larger than this (some 10 MB of text) are not kept. */
const MAX_SCRATCH = 1 << 21;

function keepScratch(nodes: Int32Array, attributes: Int32Array): void {
  if (nodes.length <= MAX_SCRATCH) scratch.nodes = nodes;
  if (attributes.length <= MAX_SCRATCH) scratch.attributes = attributes;
}

/** XML knows four blanks; `\s` would take a no-break space and a byte order mark as well. */
const BLANK = '[ \\t\\r\\n]';

function pseudoAttribute(name: string, value: string): string {
  return `${BLANK}+${name}${BLANK}*=${BLANK}*(?:"${value}"|'${value}')`;
}

/** What may follow `<?xml`: version, then encoding, then standalone. */
const DECLARATION = new RegExp(
  [
    `^${pseudoAttribute('version', '1\\.[0-9]+')}`,
    `(?:${pseudoAttribute('encoding', '[A-Za-z][A-Za-z0-9._-]*')})?`,
    `(?:${pseudoAttribute('standalone', '(?:yes|no)')})?${BLANK}*\\?>$`,
  ].join(''),
);

/** A character that neither ends a start tag nor separates its attributes. */
function isInside(c: number): boolean {
  return !(isBlank(c) || c === GT || c === SLASH || c === LT || Number.isNaN(c));
}

/** Behind the next `terminator`, or the end of the text. */
function behind(text: string, terminator: string, from: number): number {
  const at = text.indexOf(terminator, from);
  return at < 0 ? text.length : at + terminator.length;
}

/** Behind the `>` that ends the tag, quoted values passed over; -1 where a `<` or the end of the text comes first. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === LT) return NONE;
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === QUOTE || c === APOSTROPHE) quote = c;
    else if (c === GT) return i + 1;
  }
  return NONE;
}

function trimEnd(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && isBlank(text.charCodeAt(i - 1))) i--;
  return i;
}

function grown(table: Int32Array): Int32Array {
  const larger = new Int32Array(table.length * 2);
  larger.set(table);
  return larger;
}
