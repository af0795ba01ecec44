import { Kind, NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';

/** A replacement of a range of the text. Offsets are UTF-16 code units; nothing is replaced where they are equal. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A way to put a problem right. The edits of a fix never overlap. */
export interface Fix {
  /** What it does, as an order: `Change to "begin with"`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one that a user would take: at most one of a problem. */
  readonly preferred?: boolean;
  /**
   * It cannot change what is logged, except for what it repairs, so that all such fixes may be applied at
   * once without being looked at.
   */
  readonly safe?: boolean;
}

/** Text as it is written inside an element. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/]]>/g, ']]&gt;');
}

/** Text as it is written between quotes, double ones unless it is said. */
export function escapeAttribute(text: string, quote = '"'): string {
  return quote === "'" ? escapeText(text).replace(/'/g, '&apos;') : escapeText(text).replace(/"/g, '&quot;');
}

/** The quote that stands before an attribute's value. */
export function quoteOf({ text }: SyntaxTree, valueStart: number): string {
  return text.charAt(valueStart - 1) === "'" ? "'" : '"';
}

export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

export function remove(start: number, end: number): Edit {
  return { start, end, text: '' };
}

/** Sets an attribute's value, or adds the attribute behind the others. */
export function setAttribute(tree: SyntaxTree, node: Node, name: string, value: string): Edit {
  const attribute: Attribute = tree.attribute(node, name);
  if (attribute !== NONE && tree.valueStart(attribute) !== NONE) {
    const start = tree.valueStart(attribute);
    const text = escapeAttribute(value, quoteOf(tree, start));
    return { start, end: tree.valueEnd(attribute), text };
  }
  const last = tree.attributesEnd(node) - 1;
  const at = last >= tree.firstAttribute(node) ? tree.attributeEnd(last) : tree.nameEnd(node);
  return insert(at, ` ${name}="${escapeAttribute(value)}"`);
}

/** Sets the value of an element that holds text only. */
export function setContent(tree: SyntaxTree, node: Node, value: string): Edit {
  return { start: tree.startTagEnd(node), end: tree.contentEnd(node), text: escapeText(value) };
}

/** Removes an element; with its line, where it stands alone on it. */
export function removeElement(tree: SyntaxTree, node: Node): Edit {
  return removeLines(tree.text, tree.start(node), tree.end(node));
}

/** Removes a range; with its lines, where nothing else stands on them. */
export function removeLines(text: string, start: number, end: number): Edit {
  let from = start;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
  let to = end;
  while (text[to] === ' ' || text[to] === '\t') to++;
  const startsLine = from === 0 || text[from - 1] === '\n';
  const endsLine = to === text.length || text[to] === '\n' || text[to] === '\r';
  // What else stands on the line takes the place of what is removed.
  if (!endsLine) return remove(start, startsLine ? to : end);
  if (!startsLine) return remove(start, end);
  if (text[to] === '\r') to++;
  if (text[to] === '\n') to++;
  return remove(from, to);
}

/**
 * The text with edits made.
 *
 * @param edits in any order; they do not overlap
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: inserted } of [...edits].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    result += text.slice(from, start) + inserted;
    from = end;
  }
  return result + text.slice(from);
}

export function replace(start: number, end: number, text: string): Edit {
  return { start, end, text };
}

/** Changes the name of an element in its start tag and in its end tag, whatever stands there. */
export function renameElement(tree: SyntaxTree, node: Node, name: string): Edit[] {
  const edits = [replace(tree.nameStart(node), tree.nameEnd(node), name)];
  const endTag = tree.endTagStart(node);
  if (endTag !== NONE) {
    // Of a damaged end tag the `<` or the `/` may be missing.
    const [, mark, written] = /^(<?\/?)([^\s<>/]*)/.exec(
      tree.text.slice(endTag, tree.end(node)),
    ) as unknown as [string, string, string];
    const start = endTag + mark.length;
    edits.push(replace(start, start + written.length, name));
  }
  return edits;
}

/** Removes an attribute and the blanks before it, unless those part what stands on its two sides. */
export function removeAttribute(tree: SyntaxTree, attribute: Attribute): Edit {
  const { text } = tree;
  const end = tree.attributeEnd(attribute);
  let start = tree.attributeNameStart(attribute);
  if (/[\s/>]/.test(text[end] ?? '>')) while (/\s/.test(text[start - 1] ?? '')) start--;
  return remove(start, end);
}

/** The line end that a text uses. */
export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The blanks that the line of an offset begins with. */
export function indentationAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const blanks = /[ \t]*/y;
  blanks.lastIndex = lineStart;
  return blanks.exec(text)?.[0] ?? '';
}

/** A fix that is one edit. */
export function fixOf(title: string, edits: Edit | readonly Edit[], rest: Partial<Fix> = {}): Fix {
  return { title, edits: 'start' in edits ? [edits] : edits, ...rest };
}

/** A text on a line of its own behind an element, as far in as that one; beside it where the file has no lines. */
export function ownLine(tree: SyntaxTree, node: Node, text: string): string {
  const start = tree.start(node);
  return tree.text.includes('\n') ? lineEndOf(tree.text) + indentationAt(tree.text, start) + text : text;
}

/** Fixes of which a user would take the first. */
export function preferFirst(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
}

/** Where an element ends, together with a comment behind it on its line. */
export function behindComment(tree: SyntaxTree, node: Node): number {
  const next = tree.next(node);
  if (next === NONE || tree.kind(next) !== Kind.comment) return tree.end(node);
  return /[\r\n]/.test(tree.text.slice(tree.end(node), tree.start(next))) ? tree.end(node) : tree.end(next);
}
