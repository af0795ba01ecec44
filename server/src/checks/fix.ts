import { NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';

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

/** Text as it is written between double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/"/g, '&quot;');
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
    return { start: tree.valueStart(attribute), end: tree.valueEnd(attribute), text: escapeAttribute(value) };
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
  if (!startsLine || !endsLine) return remove(start, end);
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
