import type { Position, Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { NONE } from '../syntax/index.ts';
import { elementNamedAt, namePair } from './tagNames.ts';
import { rangeOf, type Span } from './nodes.ts';

/** Places that hold the same text and are changed together, as in the protocol. */
export interface LinkedRanges {
  readonly ranges: Range[];
  readonly wordPattern: string;
}

/** What a name may be while it is typed. */
const WORD_PATTERN = '[A-Za-z_][\\w.:-]*';

/** The names of the two tags of an element at a position, which are to be changed together; null elsewhere. */
export function linkedEditing(parsed: ParsedDocument, position: Position): LinkedRanges | null {
  if (!parsed.isSysmon) return null;
  const offset = parsed.document.offsetAt(position);
  const node = elementNamedAt(parsed.tree, offset);
  const pair = node === NONE ? emptyPair(parsed.text, offset) : namePair(parsed.tree, node);
  if (!pair) return null;
  return { ranges: pair.map(span => rangeOf(parsed, span)), wordPattern: WORD_PATTERN };
}

/** The farthest that an end tag without a name is looked for. */
const WINDOW = 4096;

/** `<></>` is what is left when a name was deleted; it is no element, and still the two belong together. */
function emptyPair(text: string, offset: number): readonly [Span, Span] | null {
  const empty = (at: number): Span => ({ start: at, end: at });
  if (text.startsWith('</>', offset - 2)) {
    const open = text.slice(Math.max(0, offset - WINDOW), offset).lastIndexOf('<>');
    return open < 0 ? null : [empty(Math.max(0, offset - WINDOW) + open + 1), empty(offset)];
  }
  if (!text.startsWith('<>', offset - 1)) return null;
  const close = text.slice(offset, offset + WINDOW).indexOf('</>');
  return close < 0 ? null : [empty(offset), empty(offset + close + 2)];
}
