import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from './nodes.ts';

/** Where the blanks end, going back from an offset in its line; the offset itself where none stand before it. */
export function blanksBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Whether nothing but blanks stands before the offset in its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  const at = blanksBefore(text, offset);
  return (
    at === 0 || isLineEnd(text.charCodeAt(at - 1)) || (at === 1 && text.charCodeAt(0) === BYTE_ORDER_MARK)
  );
}

/** Whether nothing but blanks stands behind the offset in its line. */
export function isLastOnLine(text: string, offset: number): boolean {
  let at = offset;
  while (isSpace(text.charCodeAt(at))) at++;
  return at >= text.length || isLineEnd(text.charCodeAt(at));
}

/** The blanks that the line of an offset begins with; not slower for the length of the line. */
export function lineIndentation(document: TextDocument, offset: number): string {
  const text = document.getText();
  const start = document.offsetAt({ line: document.positionAt(offset).line, character: 0 });
  let end = start;
  while (end < offset && isSpace(text.charCodeAt(end))) end++;
  return text.slice(start, end);
}

/** A blank that does not end a line. */
export function isSpace(c: number): boolean {
  return c === 32 || c === 9;
}

export function isLineEnd(c: number): boolean {
  return c === 10 || c === 13;
}

export function hasLineEnd(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isLineEnd(text.charCodeAt(at))) return true;
  return false;
}

/** A part of a text without the blanks around it. */
export function trimmed(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  const ink = inside.trimStart();
  const from = start + inside.length - ink.length;
  return { start: from, end: from + ink.trimEnd().length };
}

/** Only at the very start of a text, where an editor has left it in. */
const BYTE_ORDER_MARK = 0xfeff;
