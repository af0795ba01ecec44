import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { linesOf } from '../lines.ts';
import { Kind, NONE, type Node } from '../syntax/index.ts';
import { sections } from './sections.ts';
import { isFirstOnLine, isLastOnLine } from './textLines.ts';

/** What a client can show. */
export interface FoldingOptions {
  /** More ranges than this are not wanted; of a document that has more, the outer ones are given. */
  readonly rangeLimit?: number;
  /** The client folds whole lines only. */
  readonly lineFoldingOnly?: boolean;
}

/** What an editor shows at most, unless it says a number itself. */
export const MAX_FOLDING_RANGES = 5000;

/**
 * What can be folded: elements, comments, comments that follow each other line by line, and sections below a
 * heading. Null for XML that is no configuration, so that an editor folds it as it does by itself.
 */
export function foldingRanges(parsed: ParsedDocument, options: FoldingOptions = {}): FoldingRange[] | null {
  if (!parsed.isSysmon) return null;
  const { tree } = parsed;
  const lines = linesOf(parsed);
  const ranges = [...sectionFolds(parsed), ...nodeFolds(parsed)];
  const single = nestedOnly(ranges);
  const limited = outermost(single, Math.min(options.rangeLimit ?? MAX_FOLDING_RANGES, MAX_FOLDING_RANGES));
  if (options.lineFoldingOnly)
    return limited.map(({ startLine, endLine, kind }) => fold(startLine, endLine, kind));
  return limited.map(({ startLine, endLine, kind, node }) => {
    const range = fold(startLine, endLine, kind);
    if (node === NONE || !tree.isElement(node)) return range;
    // What is folded is what stands between the tags.
    const start = lines.positionAt(tree.startTagEnd(node));
    const end = lines.positionAt(tree.contentEnd(node));
    return {
      startLine: start.line,
      startCharacter: start.character,
      endLine: end.line,
      endCharacter: end.character,
    };
  });
}

interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: FoldingRangeKind | null;
  readonly node: Node;
}

function fold(startLine: number, endLine: number, kind: FoldingRangeKind | null): FoldingRange {
  return { startLine, endLine, ...(kind !== null && { kind }) };
}

function sectionFolds(parsed: ParsedDocument): Fold[] {
  const lines = linesOf(parsed);
  return sections(parsed.tree).flatMap(({ start, end }) => {
    const startLine = lines.lineAt(start);
    const endLine = lines.lineAt(end);
    return endLine > startLine ? [{ startLine, endLine, kind: FoldingRangeKind.Region, node: NONE }] : [];
  });
}

function nodeFolds(parsed: ParsedDocument): Fold[] {
  const { tree, text } = parsed;
  const lines = linesOf(parsed);
  const folds: Fold[] = [];
  /** The lines of the comments that follow each other, each alone on its line. */
  let run: { start: number; end: number } | null = null;
  const endRun = (): void => {
    if (run && run.end > run.start) {
      folds.push({ startLine: run.start, endLine: run.end, kind: FoldingRangeKind.Comment, node: NONE });
    }
    run = null;
  };
  for (let node = 1; node < tree.nodeCount; node++) {
    const start = tree.start(node);
    const end = tree.end(node);
    if (tree.kind(node) === Kind.comment) {
      const line = lines.lineAt(start);
      const last = lines.lineAt(end);
      const isAlone = isFirstOnLine(text, start) && isLastOnLine(text, end);
      // What stands behind a comment on its last line must not be hidden with it.
      const endLine = isLastOnLine(text, end) ? last : last - 1;
      if (endLine > line) folds.push({ startLine: line, endLine, kind: FoldingRangeKind.Comment, node });
      if (!isAlone || last > line) endRun();
      else if (run?.end === line - 1) run.end = line;
      else {
        endRun();
        run = { start: line, end: line };
      }
    } else if (tree.isElement(node)) {
      const startLine = lines.lineAt(start);
      const endTag = tree.endTagStart(node);
      const endLine = endTag === NONE ? lines.lineAt(end) : lines.lineAt(endTag) - 1;
      if (endLine > startLine) folds.push({ startLine, endLine, kind: null, node });
    }
  }
  endRun();
  return folds;
}

/**
 * The ranges in the order of their lines, without those that an editor would not show: of what begins on the same
 * line all but the largest, and what ends behind a range in which it begins.
 */
function nestedOnly(ranges: Fold[]): Fold[] {
  ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  const open: Fold[] = [];
  const kept: Fold[] = [];
  for (const range of ranges) {
    while (open.length > 0 && open[open.length - 1]!.endLine < range.startLine) open.pop();
    const around = open[open.length - 1];
    if (around && (around.endLine < range.endLine || around.startLine === range.startLine)) continue;
    open.push(range);
    kept.push(range);
  }
  return kept;
}

/** As many of the ranges as may be, those first that lie in the fewest others; they stay in their order. */
function outermost(ranges: readonly Fold[], limit: number): readonly Fold[] {
  if (ranges.length <= limit) return ranges;
  const open: Fold[] = [];
  const levels = ranges.map(range => {
    while (open.length > 0 && open[open.length - 1]!.endLine < range.startLine) open.pop();
    open.push(range);
    return open.length;
  });
  const perLevel: number[] = [];
  for (const level of levels) perLevel[level] = (perLevel[level] ?? 0) + 1;
  let room = limit;
  let most = 0;
  while (room >= (perLevel[most] ?? 0) && most < perLevel.length) room -= perLevel[most++] ?? 0;
  // Of the level that does not fit as a whole, the first ones are taken.
  return ranges.filter((_, index) => levels[index]! < most || (levels[index] === most && room-- > 0));
}
