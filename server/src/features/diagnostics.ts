import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { AdviceProblem, createAdvice } from '../checks/advice.ts';
import { Facts, type Check, type CheckContext, type Level } from '../checks/check.ts';
import { isSilenced, levelOf, silencedIn, type Levels } from '../checks/levels.ts';
import { CHECKS, checkOf } from '../checks/table.ts';
import type { ParsedDocument } from '../documents.ts';
import { linesOf } from '../lines.ts';
import type { Effect, Loaded, Problem } from '../loader/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';

/** A problem in the words of its check. */
export interface ToldProblem {
  readonly code: string;
  readonly level: Level;
  readonly effect: Effect;
  readonly message: string;
  readonly range: Range;
  readonly check: Check;
  readonly facts: Facts;
}

/** More are not told, since nobody reads them. */
export const MAX_TOLD = 1000;

/** What is found in a document: what the loader says, and what the other checks find in what is loaded. */
function findProblems(
  parsed: ParsedDocument,
  loaded: Loaded,
  knowledge: Knowledge,
  levels: Levels,
): readonly Problem[] {
  const problems = [...loaded.problems];
  const advice = createAdvice(parsed, loaded, knowledge);
  for (const check of CHECKS) {
    if (!check.run || levelOf(check, levels) === 'off') continue;
    check.run(advice, (start, end, data) => {
      problems.push(new AdviceProblem(check.code, start, end, data));
    });
  }
  return problems;
}

/** Tells problems in the order of their places; what is switched off or silenced in the file is left out. */
export function tellProblems(
  parsed: ParsedDocument,
  loaded: Loaded,
  knowledge: Knowledge,
  levels: Levels = {},
): ToldProblem[] {
  const context: CheckContext = { parsed, knowledge };
  const lines = linesOf(parsed);
  return worst(parsed, findProblems(parsed, loaded, knowledge, levels), levels).map(
    ({ problem, check, level }) => {
      const facts = new Facts(problem);
      return {
        code: problem.code,
        level,
        effect: check.effect,
        message: check.message(facts, context),
        range: { start: lines.positionAt(problem.start), end: lines.positionAt(problem.end) },
        check,
        facts,
      };
    },
  );
}

/** A problem that is to be told. */
interface Due {
  readonly problem: Problem;
  readonly check: Check;
  readonly level: Level;
}

const BY_WEIGHT: readonly Level[] = ['error', 'warning', 'information', 'hint'];

/** As many as are told, the worst ones if there are more; in the order of their places. */
function worst(parsed: ParsedDocument, problems: readonly Problem[], levels: Levels): readonly Due[] {
  const silenced = silencedIn(parsed);
  const byLevel: Record<Level, Problem[]> = { error: [], warning: [], information: [], hint: [] };
  for (const problem of problems) {
    const check = checkOf(problem.code);
    const level = levelOf(check, levels);
    if (level === 'off') continue;
    if (check.effect !== 'rejected' && isSilenced(silenced, parsed, problem)) continue;
    byLevel[level].push(problem);
  }
  const due: Due[] = [];
  for (const level of BY_WEIGHT) {
    const found = byLevel[level];
    if (due.length === MAX_TOLD || found.length === 0) continue;
    found.sort(byPlace);
    for (const problem of found.slice(0, MAX_TOLD - due.length))
      due.push({ problem, check: checkOf(problem.code), level });
  }
  return due.sort((a, b) => byPlace(a.problem, b.problem));
}

function byPlace(a: Problem, b: Problem): number {
  return a.start - b.start || a.end - b.end;
}

const SEVERITIES: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const SOURCE = 'sysmon';

/**
 * The problems of a document as LSP has them.
 *
 * @param docsUri where the page of a check is, null where there is none
 */
export function diagnostics(
  told: readonly ToldProblem[],
  docsUri: (code: string) => string | null = () => null,
): Diagnostic[] {
  return told.map(({ range, level, code, message, effect, facts }) => {
    const href = docsUri(code);
    return {
      range,
      severity: SEVERITIES[level],
      code,
      ...(href !== null && { codeDescription: { href } }),
      source: SOURCE,
      message,
      data: { effect, facts: facts.problem.data ?? {} },
    };
  });
}
