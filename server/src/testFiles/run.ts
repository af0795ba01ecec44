/** Runs the cases of a test file, and says of those that fail what decided. */
import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { SysmonEvent } from '../events/event.ts';
import { decidingLine, explain, type ExplainedNode, type Explanation } from '../features/explain.ts';
import { loadedOf } from '../loadDocument.ts';
import type { Loaded } from '../loader/index.ts';
import { createEngine } from '../matching/engine.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import type { Expectation, FileProblem, TestCase, TestFile } from './testFile.ts';

/** How a case came out. */
export interface CaseResult {
  readonly name: string;
  /** The place of the name in the test file, and that of what is expected. */
  readonly range: Range;
  readonly expectRange: Range;
  /** `error` where it cannot be run. */
  readonly status: 'passed' | 'failed' | 'error';
  /** A sentence; empty for a case that passed. */
  readonly message: string;
  /** Both in the same form, a line each, so that they can be held against each other. */
  readonly expected: string;
  readonly actual: string;
  /** What decided, first to last, and what did not hold that should have; empty for a case that passed. */
  readonly decided: readonly DecidedLine[];
  /** What is wrong with the case, so that it cannot be run. */
  readonly problems: readonly FileProblem[];
}

export interface DecidedLine {
  readonly text: string;
  /** The place in the configuration, null where it is none. */
  readonly range: Range | null;
}

interface Actual {
  readonly logged: boolean;
  readonly ruleName: string | null;
  readonly by: number | null;
}

/**
 * Runs all cases of a file, in order.
 *
 * @param parsed the configuration, read for the Sysmon that the file means
 * @param loaded what Sysmon makes of it, which is that it takes it
 * @param environment what variables stand for, those of the file among them
 */
export function runCases(
  file: TestFile,
  parsed: ParsedDocument,
  knowledge: Knowledge,
  environment: Readonly<Record<string, string>>,
  loaded: Loaded = loadedOf(parsed),
): CaseResult[] {
  const engine = createEngine(parsed, loaded, environment);
  return file.cases.map(each => {
    if (!each.test) return cannotRun(each);
    const { event, expect } = each.test;
    const verdict = engine.judge(event.eventId, name => event.fields[name]);
    const { logged, ruleName } = verdict;
    const actual: Actual = { logged, ruleName, by: decidingLine(parsed, verdict) };
    const { name, range, expectRange } = each;
    const differing = differences(expect, actual);
    const result = {
      name,
      range,
      expectRange,
      problems: [],
      expected: told({ ...actual, ...expect }),
      actual: told(actual),
    };
    if (differing.length === 0) return { ...result, status: 'passed', message: '', decided: [] };
    const explanation = explain(parsed, knowledge, event, environment, loaded);
    return {
      ...result,
      status: 'failed',
      message: messageOf(event, expect, actual, differing),
      decided: explanation ? decidedLines(explanation, expect) : [],
    };
  });
}

/** The results of a file of which no case can be run. */
export function withoutRun(file: TestFile, reason: string): CaseResult[] {
  return file.cases.map(each => (each.test ? { ...cannotRun(each), message: reason } : cannotRun(each)));
}

function cannotRun({ name, range, expectRange, problems }: TestCase): CaseResult {
  const message = problems.map(problem => problem.message).join(' ');
  const nothing = { expected: '', actual: '', decided: [] };
  return { name, range, expectRange, status: 'error', message, problems, ...nothing };
}

type Key = keyof Expectation;

function differences(expect: Expectation, actual: Actual): Key[] {
  const keys: readonly Key[] = ['logged', 'ruleName', 'by'];
  return keys.filter(key => expect[key] !== undefined && expect[key] !== actual[key]);
}

function told({ logged, ruleName, by }: Actual): string {
  return `logged: ${logged}\nruleName: ${ruleName ?? 'none'}\nby: ${by === null ? 'nothing' : `line ${by}`}`;
}

function messageOf(
  { eventId }: SysmonEvent,
  expect: Expectation,
  actual: Actual,
  differing: readonly Key[],
): string {
  if (differing.includes('logged')) {
    const by = actual.by === null ? 'nothing matches it' : `line ${actual.by} decides`;
    return actual.logged
      ? `Event ${eventId} is logged and should not be: ${by}.`
      : `Event ${eventId} is not logged and should be: ${by}.`;
  }
  const parts = differing.map(key => {
    if (key === 'ruleName')
      return `its RuleName is ${named(actual.ruleName)}, not ${named(expect.ruleName ?? null)}`;
    return `${placed(actual.by)} decides, not ${placed(expect.by ?? null)}`;
  });
  return `Event ${eventId} is ${actual.logged ? 'logged' : 'not logged'} as expected, but ${parts.join(', and ')}.`;
}

function named(ruleName: string | null): string {
  return ruleName === null ? 'none' : `“${ruleName}”`;
}

function placed(line: number | null): string {
  return line === null ? 'nothing' : `line ${line}`;
}

/** So many lines of each kind are told. */
const MOST_LINES = 5;

function decidedLines({ nodes }: Explanation, expect: Expectation): DecidedLine[] {
  const all = nodes.flatMap(withDescendants);
  const deciding = all.filter(({ state }) => state === 'decides');
  const lines = deciding.slice(0, MOST_LINES).map(lineOf);
  if (deciding.length === 0) {
    const reason = nodes.findLast(({ kind }) => kind === 'note');
    if (reason) lines.push({ text: reason.sentence, range: null });
    lines.push(...nearMisses(all).map(lineOf));
  }
  const wanted = all.find(
    ({ kind, range }) => kind !== 'verdict' && range?.start.line === (expect.by ?? 0) - 1,
  );
  if (wanted && !deciding.includes(wanted)) lines.push(lineOf(wanted));
  return lines;
}

function withDescendants(node: ExplainedNode): ExplainedNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}

function lineOf({ label, sentence, range }: ExplainedNode): DecidedLine {
  const place = range ? `Line ${range.start.line + 1}: ` : '';
  return { text: `${place}${label}. ${sentence}`, range };
}

/** What fails in the Rules of which most holds: where a rule was meant for the event, it is likely one of them. */
function nearMisses(all: readonly ExplainedNode[]): ExplainedNode[] {
  const near = all
    .filter(({ kind, state, children }) => {
      return kind === 'rule' && state !== 'decides' && children.some(child => child.state === 'holds');
    })
    .map(({ children }) => children.filter(child => child.kind === 'condition' && child.state !== 'holds'))
    .filter(failing => failing.length > 0)
    .sort((a, b) => a.length - b.length);
  return near.slice(0, 2).flatMap(failing => failing.slice(0, 2));
}
