import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { Facts, type CheckContext, type Level } from '../checks/check.ts';
import { checkOf } from '../checks/table.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Effect, Loaded, Problem, ProblemCode } from '../loader/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';

/** A problem in the words of its check. */
export interface ToldProblem {
  readonly code: ProblemCode;
  readonly level: Level;
  readonly effect: Effect;
  readonly message: string;
  readonly range: Range;
  /** What may have been meant by the text in the range, likeliest first. */
  readonly suggestions: readonly string[];
  readonly problem: Problem;
}

/** More are not told, since nobody reads them; the first ones in the file are. */
export const MAX_TOLD = 1000;

/** Tells the problems that the loader found, in the order of their places. */
export function tellProblems(parsed: ParsedDocument, loaded: Loaded, knowledge: Knowledge): ToldProblem[] {
  const context: CheckContext = { parsed, knowledge };
  const { document } = parsed;
  return loaded.problems.slice(0, MAX_TOLD).map(problem => {
    const check = checkOf(problem.code);
    const facts = new Facts(problem);
    return {
      code: problem.code,
      level: check.level,
      effect: check.effect,
      message: check.message(facts, context),
      range: { start: document.positionAt(problem.start), end: document.positionAt(problem.end) },
      suggestions: check.suggest(facts, context),
      problem,
    };
  });
}

const SEVERITIES: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const SOURCE = 'sysmon';

/** The problems of a document as LSP has them; none for a document that is no configuration. */
export function diagnostics(parsed: ParsedDocument, loaded: Loaded, knowledge: Knowledge): Diagnostic[] {
  return tellProblems(parsed, loaded, knowledge).map(told => ({
    range: told.range,
    severity: SEVERITIES[told.level],
    code: told.code,
    source: SOURCE,
    message: told.message,
    data: { effect: told.effect, suggestions: told.suggestions },
  }));
}
