import { lineEndOf, type Edit } from '../../checks/fix.ts';
import type { ParsedDocument } from '../../documents.ts';
import { roleOf, type Role } from '../../model/index.ts';
import { Flag, Kind, NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import { hasLineEnd, isFirstOnLine, isLineEnd, isSpace, lineIndentation } from '../textLines.ts';
import type { FormatOptions } from './options.ts';
import { soundElements } from './soundness.ts';
import { layOutEndTag, layOutStartTag } from './tags.ts';

/** An element that is open, and how its content is laid out. */
interface Frame {
  readonly node: Node;
  /** Null for the document. */
  readonly role: Role | null;
  /** What its end tag is indented by. */
  readonly indent: string;
  /** What the lines in it are indented by; null where the blanks in it are not ours to change. */
  readonly inner: string | null;
  /** Its end tag stands on a line of its own. */
  readonly isBroken: boolean;
  /** Its tags are ours to change. */
  readonly isSound: boolean;
  /** Behind what was laid out last in it. */
  at: number;
  /** Text or CDATA stands at `at`, so the blanks behind belong to it. */
  isBehindText: boolean;
}

/** What stands behind a gap between tags. */
type Next = 'element' | 'inline' | 'text' | 'end';

/**
 * The changes that lay a document out. Only blanks between tags, between attributes and around `=` are changed,
 * never those in a value, a comment, a CDATA section or an instruction. The edits do not overlap, stand in the
 * order of the text, and each is as small as a line's worth of blanks.
 *
 * In a document with errors only the elements are laid out that hold none, as far in as they stand.
 */
export function layOut(parsed: ParsedDocument, options: FormatOptions): Edit[] {
  const { tree, text, document } = parsed;
  const { known } = parsed.schemas;
  const lineEnd = lineEndOf(text);
  const isWhole = tree.errors.length === 0;
  const holdsNoError = soundElements(tree);
  const edits: Edit[] = [];
  /** The line that is being written holds a tag already. */
  let lineHasTag = false;

  const put = (start: number, end: number, blanks: string): void => {
    if (end - start !== blanks.length || !text.startsWith(blanks, start))
      edits.push({ start, end, text: blanks });
  };

  /** Lays out the blanks from `start` to `end`, which hold line ends, if any, that stay. */
  const putLines = (start: number, end: number, indent: string): void => {
    let from = start;
    for (let at = start; at < end; at++) {
      if (!isLineEnd(text.charCodeAt(at))) continue;
      put(from, at, '');
      if (text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
      from = at + 1;
    }
    put(from, end, indent);
  };

  const gap = (frame: Frame, end: number, next: Next, indent: string): void => {
    const start = frame.at;
    const kind = frame.inner === null ? 'kept' : kindOfGap(text, start, end);
    const isText = frame.isBehindText || next === 'text';
    frame.isBehindText = false;
    if (kind === 'kept' || kind === 'text' || isText) {
      lineHasTag = true;
    } else if (kind === 'lines') {
      lineHasTag = false;
      putLines(start, end, indent);
    } else if (next === 'element' ? lineHasTag : next === 'end' && frame.isBroken) {
      lineHasTag = false;
      put(start, end, lineEnd + indent);
    }
  };

  const close = (frame: Frame): void => {
    const endTag = tree.endTagStart(frame.node);
    if (endTag === NONE) return;
    gap(frame, endTag, 'end', frame.indent);
    if (frame.isSound) layOutEndTag(tree, frame.node, put);
    lineHasTag = true;
  };

  const documentStart = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const frames: Frame[] = [
    {
      node: 0,
      role: null,
      indent: '',
      inner: isWhole ? '' : null,
      isBroken: true,
      isSound: isWhole,
      at: documentStart,
      isBehindText: false,
    },
  ];
  const leaveUpTo = (parent: Node): Frame => {
    for (;;) {
      const frame = frames[frames.length - 1]!;
      if (frame.node === parent) return frame;
      frames.pop();
      close(frame);
      frames[frames.length - 1]!.at = tree.end(frame.node);
    }
  };

  for (let node = 1; node < tree.nodeCount;) {
    const frame = leaveUpTo(tree.parent(node));
    const start = tree.start(node);
    const isFirst = start > documentStart && frame.at === documentStart && frame.node === 0;
    if (isFirst && frame.inner !== null && kindOfGap(text, frame.at, start) === 'blanks')
      put(frame.at, start, '');
    else gap(frame, start, nextOf(tree, node), frame.inner ?? '');
    if (!tree.isElement(node)) {
      if (tree.kind(node) !== Kind.comment && tree.kind(node) !== Kind.instruction) lineHasTag = true;
      else if (hasLineEnd(text, start, tree.end(node))) lineHasTag = false;
      frame.at = tree.end(node);
      frame.isBehindText = tree.kind(node) === Kind.cdata;
      node++;
      continue;
    }
    lineHasTag = true;
    const role = roleOf(frame.role, tree.name(node), known);
    // In a damaged element, what stands behind something else on its line has no indentation to go by.
    const isSound = frame.inner !== null || (holdsNoError(node) && isFirstOnLine(text, start));
    const indent = frame.inner ?? (isSound ? lineIndentation(document, start) : '');
    if (isSound) layOutStartTag(tree, node, indent, lineEnd, options, put);
    const mayHoldBlanks = mayLayOut(parsed, node, role);
    const isLaidOut = isSound && mayHoldBlanks;
    if (tree.endTagStart(node) === NONE && tree.firstChild(node) === NONE) {
      frame.at = tree.end(node);
      node++;
      continue;
    }
    frames.push({
      node,
      role,
      indent,
      inner: isLaidOut ? deeper(indent, options.indent) : null,
      isBroken: isLaidOut && isBroken(tree, node),
      isSound,
      at: tree.startTagEnd(node),
      isBehindText: false,
    });
    node++;
    // What stands in a value stays as it is. In a damaged container there may be sound elements.
    if (!mayHoldBlanks) node = behindDescendants(tree, node - 1);
  }
  const last = leaveUpTo(0);
  if (isWhole) endOfText(text, last.at, lineEnd, options, put, putLines);
  return edits;
}

/** Deeper than any configuration is; a hostile text must not become as large as the square of its length. */
const MAX_DEPTH = 40;

function deeper(indent: string, step: string): string {
  return indent.length >= MAX_DEPTH * step.length ? indent : indent + step;
}

function behindDescendants(tree: SyntaxTree, node: Node): Node {
  const end = tree.contentEnd(node);
  let behind = node + 1;
  while (behind < tree.nodeCount && tree.start(behind) < end) behind++;
  return behind;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;

function kindOfGap(text: string, start: number, end: number): 'text' | 'lines' | 'blanks' {
  let kind: 'lines' | 'blanks' = 'blanks';
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (isLineEnd(c)) kind = 'lines';
    else if (!isSpace(c)) return 'text';
  }
  return kind;
}

function nextOf(tree: SyntaxTree, node: Node): Next {
  switch (tree.kind(node)) {
    case Kind.comment:
    case Kind.instruction:
      return 'inline';
    case Kind.cdata:
      return 'text';
    default:
      return 'element';
  }
}

/** Elements of a configuration that hold elements: blanks in them mean nothing, wherever they stand. */
const CONTAINERS: readonly Role[] = ['sysmon', 'filtering', 'group', 'block', 'rule'];

/** Whether the blanks between what an element holds are there for the eye only. */
function mayLayOut({ tree, schemas: { known } }: ParsedDocument, node: Node, role: Role): boolean {
  const space = tree.attribute(node, 'xml:space');
  if (space !== NONE && tree.attributeValue(space) === 'preserve') return false;
  if (CONTAINERS.includes(role)) return true;
  // An element of another name, which may be misspelt, is a container when it holds elements and no text.
  const isField = role === 'condition' && known.isField(tree.name(node));
  const holdsText = tree.has(node, Flag.hasText | Flag.hasReference | Flag.hasCdata);
  return !isField && !holdsText && tree.firstElement(node) !== NONE;
}

/** Whether what an element holds is spread over lines, or will be. */
function isBroken(tree: SyntaxTree, node: Node): boolean {
  if (tree.firstElement(node) !== NONE) return true;
  let at = tree.startTagEnd(node);
  for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) {
    if (kindOfGap(tree.text, at, tree.start(child)) === 'lines') return true;
    at = tree.end(child);
  }
  return kindOfGap(tree.text, at, tree.contentEnd(node)) === 'lines';
}

type Put = (start: number, end: number, blanks: string) => void;

function endOfText(
  text: string,
  start: number,
  lineEnd: string,
  { insertFinalNewline = false, trimFinalNewlines = false }: FormatOptions,
  put: Put,
  putLines: Put,
): void {
  const kind = kindOfGap(text, start, text.length);
  if (kind === 'text' || start === 0) return;
  if (kind === 'blanks') put(start, text.length, insertFinalNewline ? lineEnd : '');
  else if (!trimFinalNewlines) putLines(start, text.length, '');
  else {
    const first = /\r\n?|\n/.exec(text.slice(start))!;
    put(start, text.length, first[0]);
  }
}
