/**
 * Comments a part of a configuration out and back in. XML comments cannot hold `--`, and so no other comment: what
 * is commented out is written so that it can, and comes back as it was.
 *
 * Between two hyphens of a text that is commented out stands a `~`, and where there are some already, one more:
 * `--` is written `-~-`, and `-~-` is written `-~~-`. So `<Image>x</Image> <!-- why -->` becomes
 * `<!-- <Image>x</Image> <!-~- why -~-> -->`, and any text can be commented out as often as one likes.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, TextEdit } from 'vscode-languageserver-types';
import { insert, remove, replace, type Edit } from '../checks/fix.ts';
import type { ParsedDocument } from '../documents.ts';
import { Kind, NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import { toTextEdits } from './codeActions.ts';
import type { Span } from './nodes.ts';
import { isLineEnd, trimmed } from './textLines.ts';

/** By line: each line of the selection has a comment of its own. By block: there is one around the selection. */
export type CommentStyle = 'line' | 'block';

const OPEN = '<!-- ';
const CLOSE = ' -->';

/**
 * Comments out what is selected, or back in where all of it is comments. No tag, comment or other piece of markup
 * is cut: what is selected in part is selected.
 *
 * @returns null for XML that is no configuration
 */
export function toggleComment(
  parsed: ParsedDocument,
  ranges: readonly Range[],
  style: CommentStyle,
): TextEdit[] | null {
  if (!parsed.isSysmon) return null;
  const edits: Edit[] = [];
  /** Two selections can mean the same piece, which is toggled once. */
  let behind = 0;
  const sorted = ranges
    .map(range => spanOf(parsed.document, range))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  for (const selected of sorted) {
    const units = style === 'line' ? linesOf(parsed, selected) : [blockOf(parsed, selected)];
    const fresh = units.filter(({ start }) => start >= behind);
    edits.push(...toggled(parsed.tree, fresh));
    const last = fresh.at(-1);
    if (last) behind = last.end + 1;
  }
  return toTextEdits(parsed.document, edits);
}

function spanOf(document: TextDocument, { start, end }: Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

function toggled(tree: SyntaxTree, units: readonly Span[]): Edit[] {
  const comments = units.map(unit => commentOf(tree, unit));
  const areAll = comments.every(comment => comment !== NONE);
  return units.flatMap((unit, index) =>
    areAll ? uncommented(tree, comments[index]!) : commented(tree.text, unit),
  );
}

/** The comment that is all there is in a unit; `NONE` where there is more, or none. */
function commentOf(tree: SyntaxTree, { start, end }: Span): Node {
  const node = firstFrom(tree, start);
  const is = node < tree.nodeCount && tree.kind(node) === Kind.comment && tree.start(node) === start;
  return is && tree.end(node) === end ? node : NONE;
}

function commented(text: string, { start, end }: Span): Edit[] {
  return [insert(start, OPEN), ...hyphenEdits(text, start, end, ESCAPE, '~'), insert(end, CLOSE)];
}

/** Takes the comment away and leaves what is in it. */
function uncommented(tree: SyntaxTree, comment: Node): Edit[] {
  const { text } = tree;
  const start = tree.start(comment);
  const end = tree.end(comment);
  const isClosed = end - start >= 7 && text.startsWith('-->', end - 3);
  let from = start + 4;
  let to = isClosed ? end - 3 : end;
  if (text.charAt(from) === ' ' && from < to) from++;
  if (isClosed && text.charAt(to - 1) === ' ' && to > from) to--;
  return [
    remove(start, from),
    ...hyphenEdits(text, from, to, UNESCAPE, ''),
    ...(to < end ? [remove(to, end)] : []),
  ];
}

/** A hyphen that another one follows, with the `~` between them. */
const ESCAPE = /-()(?=~*-)/g;
/** The same where there is a `~` to take away. */
const UNESCAPE = /-(~)(?=~*-)/g;

function hyphenEdits(text: string, start: number, end: number, pattern: RegExp, inserted: string): Edit[] {
  const matches = text.slice(start, end).matchAll(pattern);
  return [...matches].map(({ index, 1: tilde = '' }) => {
    const at = start + index + 1;
    return replace(at, at + tilde.length, inserted);
  });
}

/** The lines of a selection, those joined that one piece of markup joins, without the blanks around them. */
function linesOf({ tree, text, document }: ParsedDocument, selected: Span): Span[] {
  const first = document.positionAt(selected.start);
  const last = document.positionAt(selected.end);
  // A selection of whole lines ends at the start of the next one, which is not selected.
  const lastLine = last.character === 0 && last.line > first.line ? last.line - 1 : last.line;
  const lineSpan = (line: number): Span => {
    const start = document.offsetAt({ line, character: 0 });
    let end = document.offsetAt({ line: line + 1, character: 0 });
    while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
    return { start, end };
  };
  const units: Span[] = [];
  for (let line = first.line; line <= lastLine;) {
    const unit = uncut(tree, lineSpan(line), offset => lineSpan(document.positionAt(offset).line));
    line = document.positionAt(unit.end).line + 1;
    units.push(unit);
  }
  const inked = units.map(unit => trimmed(text, unit)).filter(({ start, end }) => start < end);
  if (inked.length > 0) return inked;
  // Where nothing is, an empty comment is begun.
  return [{ start: units[0]!.end, end: units[0]!.end }];
}

/** What a block comment is put around, or taken from. */
function blockOf({ tree, text }: ParsedDocument, selected: Span): Span {
  const ink = trimmed(text, selected);
  const span = ink.start < ink.end ? selected : { start: selected.start, end: selected.start };
  const around = tree.nodeAt(span.start);
  if (
    tree.kind(around) === Kind.comment &&
    tree.start(around) <= span.start &&
    span.end <= tree.end(around)
  ) {
    return { start: tree.start(around), end: tree.end(around) };
  }
  if (span.start === span.end) return elementAt(tree, span.start) ?? span;
  const only = { start: ink.start, end: ink.end };
  if (commentOf(tree, only) !== NONE) return only;
  return uncut(tree, span, offset => ({ start: offset, end: offset }));
}

/** The element in one of whose tags the offset stands. */
function elementAt(tree: SyntaxTree, offset: number): Span | null {
  const node = tree.nodeAt(offset);
  if (!tree.isElement(node)) return null;
  const start = tree.start(node);
  const end = tree.end(node);
  const isInTag =
    (offset > start && offset < tree.startTagEnd(node)) || (offset > tree.contentEnd(node) && offset < end);
  return isInTag ? { start, end } : null;
}

/**
 * A span that grows until it cuts no markup.
 *
 * @param reach what the span grows by to hold an offset
 */
function uncut(tree: SyntaxTree, { start, end }: Span, reach: (offset: number) => Span): Span {
  const grown = { start, end };
  for (let cut = markupAround(tree, start); cut; cut = markupAround(tree, grown.start)) {
    const next = reach(cut.start).start;
    if (next >= grown.start) break;
    grown.start = next;
  }
  for (let cut = markupAround(tree, end); cut; cut = markupAround(tree, grown.end)) {
    const next = reach(cut.end).end;
    if (next <= grown.end) break;
    grown.end = next;
  }
  return grown;
}

/** The tag, comment or the like that an offset cuts. */
function markupAround(tree: SyntaxTree, offset: number): Span | null {
  for (let node = tree.nodeAt(offset); node > 0; node = tree.parent(node)) {
    const start = tree.start(node);
    const end = tree.end(node);
    const cuts = (from: number, to: number): boolean => from < offset && offset < to;
    if (!tree.isElement(node)) return cuts(start, end) ? { start, end } : null;
    if (cuts(start, tree.startTagEnd(node))) return { start, end: tree.startTagEnd(node) };
    const endTag = tree.endTagStart(node);
    if (endTag !== NONE && cuts(endTag, end)) return { start: endTag, end };
    if (cuts(start, end)) return null;
  }
  return null;
}

/** The first node but the document that does not begin before the offset. */
function firstFrom(tree: SyntaxTree, offset: number): Node {
  let low = 1;
  let high = tree.nodeCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.start(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
