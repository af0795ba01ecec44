import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckContext } from '../checks/check.ts';
import { insert, type Edit, type Fix } from '../checks/fix.ts';
import { silencingComment } from '../checks/levels.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { SOURCE, type ToldProblem } from './diagnostics.ts';

/** The kind of the action that applies all fixes that cannot change what is logged. */
export const FIX_ALL = 'source.fixAll.sysmon';

/** The fixes for the diagnostics at a place, the likeliest first, and behind them silencing. */
export function codeActions(
  parsed: ParsedDocument,
  told: readonly ToldProblem[],
  knowledge: Knowledge,
  context: CodeActionContext,
  fixAll: () => readonly TextEdit[],
): CodeAction[] {
  const wants = (kind: string): boolean =>
    !context.only || context.only.some(only => kind === only || kind.startsWith(`${only}.`));
  const { uri } = parsed.document;
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const silencing: CodeAction[] = [];
    for (const diagnostic of context.diagnostics) {
      const problem = told.find(each => isTold(each, diagnostic));
      if (!problem) continue;
      for (const fix of fixesOf(parsed, problem, knowledge)) {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          ...(fix.preferred && { isPreferred: true }),
          edit: { changes: { [uri]: toTextEdits(parsed.document, fix.edits) } },
        });
      }
      if (problem.effect !== 'rejected') {
        silencing.push({
          title: `Silence “${problem.code}” in this line`,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          edit: { changes: { [uri]: toTextEdits(parsed.document, [silencingEdit(parsed, problem)]) } },
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

/** A comment of its own line above the problem, as far in as the problem's line. */
function silencingEdit({ document, text }: ParsedDocument, { range, code }: ToldProblem): Edit {
  const lineStart = document.offsetAt({ line: range.start.line, character: 0 });
  const indentation = /[ \t]*/y;
  indentation.lastIndex = lineStart;
  const margin = indentation.exec(text)?.[0] ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return insert(lineStart + margin.length, `${silencingComment(code)}${lineEnd}${margin}`);
}

export function toTextEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText: text,
  }));
}
