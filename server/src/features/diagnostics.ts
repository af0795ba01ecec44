import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { AdviceProblem, createAdvice } from '../checks/advice.ts';
import { Facts, type Check, type CheckContext, type Level } from '../checks/check.ts';
import { isSilenced, levelOf, silencedIn, type Levels, type LevelSetting } from '../checks/levels.ts';
import { runChecks } from '../checks/runChecks.ts';
import { CHECKS, checkOf } from '../checks/table.ts';
import type { ParsedDocument } from '../documents.ts';
import { linesOf } from '../lines.ts';
import { oncePer } from '../once.ts';
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

/**
 * Tells what is found in a document, what the loader says and what the other checks find in what is loaded, in
 * the order of the places; what is switched off or silenced in the file is left out.
 */
export function tellProblems(
  parsed: ParsedDocument,
  loaded: Loaded,
  knowledge: Knowledge,
  levels: Levels = {},
): ToldProblem[] {
  const context: CheckContext = { parsed, knowledge };
  const lines = linesOf(parsed);
  return findProblems(parsed, loaded, knowledge, levels).map(({ problem, check, level }) => {
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
  });
}

/** A problem that is to be told. */
interface Due {
  readonly problem: Problem;
  readonly check: Check;
  readonly level: Level;
  /** Of problems in one place, those with the lower number are told first. */
  readonly rank: number;
}

const BY_WEIGHT: readonly Level[] = ['error', 'warning', 'information', 'hint'];

/** As many problems as are told, the worst ones if there are more; in the order of their places. */
function findProblems(
  parsed: ParsedDocument,
  loaded: Loaded,
  knowledge: Knowledge,
  levels: Levels,
): readonly Due[] {
  const silenced = silencedIn(parsed);
  const found = new Map(BY_WEIGHT.map(level => [level, new FirstProblems()]));
  const add = (problem: Problem, check: Check, level: Level, rank: number): void => {
    if (check.effect !== 'rejected' && isSilenced(silenced, parsed, problem)) return;
    found.get(level)!.add({ problem, check, level, rank });
  };
  for (const problem of loaded.problems) {
    const check = checkOf(problem.code);
    const level = levelOf(check, levels);
    if (level !== 'off') add(problem, check, level, 0);
  }
  const advice = createAdvice(parsed, loaded, knowledge);
  const due: Due[] = [];
  for (const level of BY_WEIGHT) {
    // The checks of a lighter level need not look: what they find would not be told.
    if (due.length === MAX_TOLD) break;
    const problems = found.get(level)!;
    runChecks(advice, checksOf(levels).get(level) ?? [], check => {
      const rank = 1 + CHECKS.indexOf(check);
      return (start, end, data) => {
        if (problems.takes(start)) add(new AdviceProblem(check.code, start, end, data), check, level, rank);
      };
    });
    due.push(...problems.first(MAX_TOLD - due.length));
  }
  return due.sort(byPlace);
}

/** The checks of each level. */
const checksOf = oncePer((levels: Levels): ReadonlyMap<LevelSetting, readonly Check[]> => {
  const byLevel = new Map<LevelSetting, Check[]>();
  for (const check of CHECKS) {
    const level = levelOf(check, levels);
    const same = byLevel.get(level);
    if (same) same.push(check);
    else byLevel.set(level, [check]);
  }
  return byLevel;
});

/** Collects problems, and keeps those that stand first in the file: a large file may have tens of thousands. */
class FirstProblems {
  private readonly kept: Due[] = [];
  /** Behind this offset nothing is taken any more. */
  private limit = Infinity;

  takes(start: number): boolean {
    return start <= this.limit;
  }

  add(due: Due): void {
    this.kept.push(due);
    if (this.kept.length < 2 * MAX_TOLD) return;
    this.kept.sort(byPlaceAndRank).length = MAX_TOLD;
    this.limit = this.kept[MAX_TOLD - 1]!.problem.start;
  }

  first(count: number): readonly Due[] {
    return this.kept.sort(byPlaceAndRank).slice(0, count);
  }
}

function byPlace({ problem: a }: Due, { problem: b }: Due): number {
  return a.start - b.start || a.end - b.end;
}

function byPlaceAndRank(a: Due, b: Due): number {
  return byPlace(a, b) || a.rank - b.rank;
}

const SEVERITIES: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const SOURCE = 'sysmon';

/** Where the page of a check is, null where there is none. */
export type DocsUri = (code: string) => string | null;

/** A problem as LSP has it. */
export function toDiagnostic(
  { range, level, code, message, effect, facts }: ToldProblem,
  docsUri: DocsUri = () => null,
): Diagnostic {
  const href = docsUri(code);
  return {
    range,
    severity: SEVERITIES[level],
    code,
    ...(href !== null && { codeDescription: { href } }),
    source: SOURCE,
    message,
    data: { effect, facts: facts.data },
  };
}
