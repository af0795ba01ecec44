import { styleText } from 'node:util';
import type { CaseResult } from '../testFiles/run.ts';
import type { FileProblem } from '../testFiles/testFile.ts';
import { reportedPath } from './inputs.ts';
import type { TestedFile } from './test.ts';
import { visible } from './visible.ts';

export const TEST_FORMATS = ['pretty', 'json', 'junit'] as const;
export type TestFormat = (typeof TEST_FORMATS)[number];

/** Writes the results of test files in a format; lines and columns count from 1. */
export function formatTests(results: readonly TestedFile[], as: TestFormat, color: boolean): string {
  switch (as) {
    case 'json':
      return `${JSON.stringify(results.map(jsonResult), null, 2)}\n`;
    case 'junit':
      return junit(results);
    case 'pretty':
      return pretty(results, color);
  }
}

function jsonResult({ file, configuration, problems, cases }: TestedFile): object {
  return {
    file,
    configuration,
    problems: problems.map(jsonProblem),
    cases: cases.map(each => ({
      name: each.name,
      line: each.range.start.line + 1,
      status: each.status,
      message: each.message,
      expected: each.expected,
      actual: each.actual,
      decided: each.decided.map(({ text, range }) => ({ text, line: range ? range.start.line + 1 : null })),
      problems: each.problems.map(jsonProblem),
    })),
  };
}

function jsonProblem({ message, range: { start } }: FileProblem): object {
  return { message, line: start.line + 1, column: start.character + 1 };
}

/** As editors and terminals find it: `file:line:column: message`. */
function problemLine(file: string, { message, range: { start } }: FileProblem): string {
  return `${file}:${start.line + 1}:${start.character + 1}: ${message}`;
}

type Style = Parameters<typeof styleText>[0];

function pretty(results: readonly TestedFile[], color: boolean): string {
  const style = (as: Style, text: string): string =>
    color ? styleText(as, text, { validateStream: false }) : text;
  let out = '';
  for (const { file, problems, cases } of results) {
    out += `${style('bold', visible(file))}\n`;
    for (const problem of problems)
      out += `  ${style('red', 'error')} ${visible(problemLine(file, problem))}\n`;
    // Beside a problem of the file, only what is wrong with the cases themselves is of interest.
    const told = cases.filter(each => problems.length === 0 || each.problems.length > 0);
    for (const each of told) out += prettyCase(file, each, style);
    out += '\n';
  }
  const { passed, failed, errors } = countsOf(results);
  const parts = [
    style(passed > 0 ? 'green' : 'gray', `${passed} passed`),
    ...(failed > 0 ? [style('red', `${failed} failed`)] : []),
    ...(errors > 0 ? [style('red', `${errors} could not be run`)] : []),
  ];
  return `${out}${parts.join(', ')}\n`;
}

function prettyCase(
  file: string,
  { name, range, status, message, expected, actual, decided, problems }: CaseResult,
  style: (as: Style, text: string) => string,
): string {
  if (status === 'passed') return `  ${style('green', '✓')} ${visible(name)}\n`;
  const place = style('gray', visible(`${file}:${range.start.line + 1}`));
  const lines = [`${style('red', '✗')} ${visible(name)}  ${place}`];
  if (problems.length > 0) lines.push(...problems.map(problem => `  ${visible(problemLine(file, problem))}`));
  else lines.push(`  ${visible(message)}`);
  if (status === 'failed') {
    const was = actual.split('\n');
    expected.split('\n').forEach((line, index) => {
      if (line === was[index]) lines.push(style('gray', `            ${visible(line)}`));
      else
        lines.push(
          `  expected  ${style('green', visible(line))}`,
          `  actual    ${style('red', visible(was[index] ?? ''))}`,
        );
    });
    lines.push(...decided.map(({ text }) => `  ${visible(text)}`));
  }
  return lines.map(line => `  ${line}\n`).join('');
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Cases that could not be run, and files without a case that have a problem. */
  readonly errors: number;
}

export function countsOf(results: readonly TestedFile[]): Counts {
  const count = (status: CaseResult['status']): number =>
    results.reduce((sum, { cases }) => sum + cases.filter(each => each.status === status).length, 0);
  const broken = results.filter(({ problems, cases }) => problems.length > 0 && cases.length === 0).length;
  return { passed: count('passed'), failed: count('failed'), errors: count('error') + broken };
}

/** JUnit's XML, a test suite for each file, as build servers read it. */
function junit(results: readonly TestedFile[]): string {
  const suites = results.map(junitSuite);
  const attributes = totals(results);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'sysmon-config', ...attributes }, suites)}`;
}

function totals(results: readonly TestedFile[]): Record<string, number> {
  const { passed, failed, errors } = countsOf(results);
  return { tests: passed + failed + errors, failures: failed, errors };
}

function junitSuite(result: TestedFile): string {
  const { problems, cases } = result;
  const file = reportedPath(result.file);
  const told = problems.map(problem => problemLine(file, problem));
  // A problem of the file needs a case to be shown at where none could be read.
  const broken = cases.length === 0 && problems.length > 0 ? [brokenFile(file, told)] : [];
  const children = [...cases.map(each => junitCase(file, each, told)), ...broken];
  return element('testsuite', { name: file, file, ...totals([result]) }, children);
}

function brokenFile(file: string, problems: readonly string[]): string {
  const error = element('error', { message: problems[0] ?? '', type: 'problem' }, [
    elementText(problems.join('\n')),
  ]);
  return element('testcase', { name: file, classname: file, file, line: 1 }, [error]);
}

function junitCase(file: string, result: CaseResult, problems: readonly string[]): string {
  const { name, range, status, message, expected, actual, decided } = result;
  const own = result.problems.map(problem => problemLine(file, problem));
  const attributes = { name, classname: file, file, line: range.start.line + 1 };
  if (status === 'passed') return element('testcase', attributes, []);
  const text =
    status === 'failed'
      ? [`expected:\n${expected}`, `actual:\n${actual}`, ...decided.map(each => each.text)]
      : [...own, ...problems];
  const kind = status === 'failed' ? 'failure' : 'error';
  const child = element(kind, { message, type: kind === 'failure' ? 'expectation' : 'problem' }, [
    elementText(text.join('\n')),
  ]);
  return element('testcase', attributes, [child]);
}

/** @param children XML already */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${attributeText(String(value))}"`,
  );
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>\n` : `${start}>${children.join('')}</${name}>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
};

/** The value of an attribute; characters that no XML may hold are replaced. */
function attributeText(text: string): string {
  return sound(text).replace(/[&<>"\n\t\r]/g, character => ESCAPES[character] ?? character);
}

/** The text of an element. */
function elementText(text: string): string {
  return sound(text).replace(/[&<>\r]/g, character => ESCAPES[character] ?? character);
}

function sound(text: string): string {
  return text.replace(/[\p{Cs}\ufffe\uffff]|(?![\t\n\r])\p{Cc}/gu, '?');
}
