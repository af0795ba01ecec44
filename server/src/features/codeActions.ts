import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckContext } from '../checks/check.ts';
import { indentationAt, insert, lineEndOf, type Edit, type Fix } from '../checks/fix.ts';
import { beginningOf, canHoldComment, silencedIn, silencingComment } from '../checks/levels.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { SOURCE, toDiagnostic, type ToldProblem } from './diagnostics.ts';

/** The kind of the action that applies all fixes that cannot change what is logged. */
export const FIX_ALL = 'source.fixAll.sysmon';

/**
 * The fixes for the problems in a range, the likeliest first, and behind them silencing. The diagnostics of the
 * context count as well, but an editor need not send them.
 */
export function codeActions(
  parsed: ParsedDocument,
  told: readonly ToldProblem[],
  knowledge: Knowledge,
  range: Range,
  context: CodeActionContext,
  fixAll: () => readonly TextEdit[],
): CodeAction[] {
  const wants = (kind: string): boolean =>
    !context.only || context.only.some(only => kind === only || kind.startsWith(`${only}.`));
  const { uri } = parsed.document;
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const silencing: CodeAction[] = [];
    for (const problem of told) {
      const known = context.diagnostics.find(each => isTold(problem, each));
      if (!known && !touch(problem.range, range)) continue;
      const diagnostic = known ?? toDiagnostic(problem);
      for (const fix of fixesOf(parsed, problem, knowledge)) {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          ...(fix.preferred && { isPreferred: true }),
          edit: { changes: { [uri]: toTextEdits(parsed.document, fix.edits) } },
        });
      }
      const silence = problem.effect === 'rejected' ? null : silencingEdit(parsed, problem);
      if (silence) {
        silencing.push({
          title: `Silence “${problem.code}” in this line`,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          edit: { changes: { [uri]: toTextEdits(parsed.document, [silence]) } },
        });
      }
    }
    actions.push(...silencing);
  }
  // An action that changes everything is offered only to those who ask for its kind.
  if (context.only && wants(FIX_ALL)) {
    const edits = fixAll();
    if (edits.length > 0) {
      actions.push({
        title: 'Fix all Sysmon problems that can be fixed without changing what is logged',
        kind: FIX_ALL,
        edit: { changes: { [uri]: [...edits] } },
      });
    }
  }
  return actions;
}

/** A diagnostic comes back from the editor, which keeps its code and its place. */
function isTold({ code, range }: ToldProblem, diagnostic: Diagnostic): boolean {
  return diagnostic.source === SOURCE && diagnostic.code === code && sameRange(range, diagnostic.range);
}

/** Two ranges share a place; one that ends where the other begins does. */
function touch(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function sameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}

export function fixesOf(parsed: ParsedDocument, problem: ToldProblem, knowledge: Knowledge): readonly Fix[] {
  const context: CheckContext = { parsed, knowledge };
  return problem.check.fixes(problem.facts, context);
}

/**
 * A comment in a line of its own above the line in which begins what the problem is in, as far in as that;
 * null where no comment can stand there.
 */
function silencingEdit(parsed: ParsedDocument, { facts: { problem }, code }: ToldProblem): Edit | null {
  const { tree, text, document } = parsed;
  const beginning = beginningOf(tree, problem.start);
  const { line } = document.positionAt(beginning);
  const margin = indentationAt(text, beginning);
  const lineBeginning = document.offsetAt({ line, character: 0 }) + margin.length;
  if (canHoldComment(tree, lineBeginning)) {
    return insert(lineBeginning, `${silencingComment([code])}${lineEndOf(text)}${margin}`);
  }
  // The line has to be split, so that the comments that silenced the whole of it would do so no more.
  if (!canHoldComment(tree, beginning)) return null;
  const codes = new Set([...(silencedIn(parsed).get(line) ?? []), code]);
  return insert(beginning, `${silencingComment(codes)}${lineEndOf(text)}${margin}`);
}

export function toTextEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText: text,
  }));
}
