import type { ParsedDocument } from '../documents.ts';
import type { Problem } from '../loader/index.ts';
import { Flag, Kind, NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import type { Check, Level } from './check.ts';

/** A level that a user gave a check; `off` for none at all. */
export type LevelSetting = Level | 'off';
export const LEVEL_SETTINGS: readonly LevelSetting[] = ['off', 'hint', 'information', 'warning', 'error'];

/** Levels by the code of the check. */
export type Levels = Readonly<Record<string, LevelSetting>>;

/** The level of a check as the user has it. What makes Sysmon refuse a file stays an error. */
export function levelOf(check: Check, levels: Levels): LevelSetting {
  if (check.effect === 'rejected') return check.level;
  return Object.hasOwn(levels, check.code) ? levels[check.code]! : check.level;
}

/** What silences the next line: `<!-- sysmon-disable-next-line code code -->`. */
const DISABLE = 'sysmon-disable-next-line';
const COMMENT = /^<!--\s*sysmon-disable-next-line((?:[\s,]+[a-z0-9-]+)*)\s*(?:-->)?$/;

/** The codes that comments silence, by the number of the line (from 0) that they are silenced in. */
export type Silenced = ReadonlyMap<number, ReadonlySet<string>>;

/** Reads the comments of a document that silence checks. */
export function silencedIn({ tree, text, document }: ParsedDocument): Silenced {
  const silenced = new Map<number, ReadonlySet<string>>();
  for (let node = 1; node < tree.nodeCount; node++) {
    if (tree.kind(node) !== Kind.comment) continue;
    const start = tree.start(node);
    if (!mayDisable(text, start)) continue;
    const end = tree.end(node);
    const codes = COMMENT.exec(text.slice(start, end))?.[1]?.match(/[a-z0-9-]+/g);
    if (!codes) continue;
    const below = document.positionAt(end).line + 1;
    // Of comments that stand one below the other, all mean the line below the last.
    const above = standsAlone(text, start, end) ? silenced.get(document.positionAt(start).line) : undefined;
    silenced.set(below, new Set([...(silenced.get(below) ?? []), ...(above ?? []), ...codes]));
  }
  return silenced;
}

/** The comment that begins here may silence something: most comments need not be cut out. */
function mayDisable(text: string, start: number): boolean {
  OPENING.lastIndex = start;
  return OPENING.test(text);
}

const OPENING = new RegExp(String.raw`<!--\s*${DISABLE}`, 'y');

/** Nothing else stands on the lines of a range. */
function standsAlone(text: string, start: number, end: number): boolean {
  let from = start;
  while (from > 0 && isBlank(text[from - 1])) from--;
  let to = end;
  while (isBlank(text[to])) to++;
  return (from === 0 || isLineEnd(text[from - 1])) && (to === text.length || isLineEnd(text[to]));
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';
const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r';

/** A problem is silenced by the comment above its line, or above the line in which begins what it is in. */
export function isSilenced(
  silenced: Silenced,
  { tree, document }: ParsedDocument,
  problem: Problem,
): boolean {
  if (silenced.size === 0) return false;
  return [problem.start, beginningOf(tree, problem.start)].some(offset =>
    silenced.get(document.positionAt(offset).line)?.has(problem.code),
  );
}

/**
 * Where the element begins whose tag or value holds an offset. No comment can stand inside a tag, and in
 * a value it would become a part of it, so the one that silences stands before this place. It is the
 * offset itself where that is between elements.
 */
export function beginningOf(tree: SyntaxTree, offset: number): number {
  const node = holderOf(tree, offset);
  if (node === DOCUMENT) return offset;
  if (!tree.isElement(node)) return beginningOfMixed(tree, node);
  if (offset < tree.startTagEnd(node) || tree.firstElement(node) === NONE)
    return beginningOfMixed(tree, node);
  return offset < tree.contentEnd(node) ? offset : tree.contentEnd(node);
}

const DOCUMENT: Node = 0;

/** The innermost node that an offset is in; one that starts there counts. */
function holderOf(tree: SyntaxTree, offset: number): Node {
  let node = tree.nodeAt(offset);
  while (node !== DOCUMENT && tree.end(node) <= offset && tree.start(node) < offset) node = tree.parent(node);
  return node;
}

/** Where a node begins, or the outermost of those around it that hold text, which a comment would split. */
function beginningOfMixed(tree: SyntaxTree, node: Node): number {
  let outer = node;
  for (let at = tree.parent(node); at > DOCUMENT; at = tree.parent(at)) if (holdsText(tree, at)) outer = at;
  return tree.start(outer);
}

function holdsText(tree: SyntaxTree, node: Node): boolean {
  return tree.has(node, Flag.hasText) || tree.has(node, Flag.hasCdata);
}

/** A comment can be written at an offset, and leaves everything else as it is. */
export function canHoldComment(tree: SyntaxTree, offset: number): boolean {
  let node = tree.nodeAt(offset);
  while (node !== DOCUMENT && (tree.start(node) >= offset || tree.end(node) <= offset))
    node = tree.parent(node);
  // Nothing may stand before the XML declaration.
  if (node === DOCUMENT) return !tree.text.startsWith('<?xml', offset);
  if (!tree.isElement(node) || holdsText(tree, node)) return false;
  return tree.startTagEnd(node) <= offset && offset <= tree.contentEnd(node);
}

/** The comment that silences checks in the line below it. */
export function silencingComment(codes: Iterable<string>): string {
  return `<!-- ${DISABLE} ${[...codes].join(' ')} -->`;
}
