import { styleText } from 'node:util';
import type { ToldProblem } from '../features/diagnostics.ts';
import type { Level } from '../checks/check.ts';
import type { Levels } from '../checks/levels.ts';
import { fixTitles, problemsOf, type Analysis } from './analyse.ts';
import { reportedPath } from './inputs.ts';
import { toSarif } from './sarif.ts';
import { visible } from './visible.ts';

export const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** A configuration with its problems, told once for all formats. */
export interface Checked extends Analysis {
  readonly problems: readonly ToldProblem[];
}

export function check(analysis: Analysis, levels: Levels): Checked {
  return { ...analysis, problems: problemsOf(analysis, levels) };
}

/** How the text for people looks. */
export interface Look {
  readonly color: boolean;
  /** Hints are shown, and not only counted: a real configuration has many, and they must not bury an error. */
  readonly hints: boolean;
}

/** Writes the result of a check in a format; ends with a line end unless it is empty. */
export function format(results: readonly Checked[], as: Format, { color, hints }: Look): string {
  switch (as) {
    case 'json':
      return `${JSON.stringify(results.map(jsonResult), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(toSarif(results), null, 2)}\n`;
    case 'github':
      return results.map(githubLines).join('');
    case 'pretty':
      return pretty(results, color, hints);
  }
}

/** The command line's contract: what other tools read. */
export function jsonDiagnostics(checked: Checked): object {
  return {
    accepted: checked.loaded.accepted,
    diagnostics: checked.problems.map(problem => {
      const { code, level, effect, message, range } = problem;
      return { code, level, effect, message, range, fixes: fixTitles(checked, problem) };
    }),
  };
}

function jsonResult(result: Checked): object {
  return { file: result.file, ...jsonDiagnostics(result) };
}

const GITHUB_LEVELS: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands of GitHub Actions, which it shows beside the lines of a pull request. */
function githubLines({ file, problems }: Checked): string {
  const escape = (text: string): string =>
    text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (text: string): string => escape(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return problems
    .map(({ code, level, message, range: { start, end } }) => {
      const sameLine = start.line === end.line;
      const place = [
        `file=${property(reportedPath(file))}`,
        `line=${start.line + 1}`,
        `endLine=${end.line + 1}`,
        // Columns are taken only within one line.
        ...(sameLine ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : []),
        `title=${property(code)}`,
      ].join(',');
      return `::${GITHUB_LEVELS[level]} ${place}::${escape(message)}\n`;
    })
    .join('');
}

type Style = Parameters<typeof styleText>[0];

const LEVEL_STYLES: Readonly<Record<Level, Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'gray',
};

function pretty(results: readonly Checked[], color: boolean, hints: boolean): string {
  const style = (as: Style, text: string): string =>
    color ? styleText(as, text, { validateStream: false }) : text;
  let out = '';
  for (const result of results) {
    const { file, loaded, problems } = result;
    out += `${style('bold', visible(file))}\n`;
    for (const problem of problems) {
      if (hints || problem.level !== 'hint') out += prettyProblem(result, problem, style);
    }
    const verdict = loaded.accepted
      ? style('green', 'Sysmon accepts this file.')
      : style('red', 'Sysmon refuses this file.');
    out += `  ${verdict} ${counted(problems)}\n\n`;
  }
  if (results.length > 1) {
    const refused = results.filter(result => !result.loaded.accepted).length;
    out += `${results.length} files: ${results.length - refused} accepted, ${refused} refused. `;
    out += `${counted(results.flatMap(result => result.problems))}\n`;
  }
  const hidden = !hints && results.some(({ problems }) => problems.some(({ level }) => level === 'hint'));
  if (hidden) out += `${style('gray', 'Hints are counted only; --hints shows them.')}\n`;
  return out;
}

function prettyProblem(
  { parsed }: Checked,
  { code, level, message, range: { start, end } }: ToldProblem,
  style: (as: Style, text: string) => string,
): string {
  const place = `${start.line + 1}:${start.character + 1}`;
  const head = `  ${place.padEnd(9)} ${style(LEVEL_STYLES[level], level)}  ${visible(message)}  ${style('gray', code)}\n`;
  const line = lineText(
    parsed.document.getText(),
    parsed.document.offsetAt({ line: start.line, character: 0 }),
  );
  if (line.trim() === '') return head;
  return head + excerpt(line, start, start.line === end.line ? end.character : line.length, style);
}

/** Longer lines are cut around the problem, so that a file on one line can be read too. */
const SHOWN_BEFORE = 60;
const SHOWN = 140;

function excerpt(
  line: string,
  start: { readonly line: number; readonly character: number },
  endCharacter: number,
  style: (as: Style, text: string) => string,
): string {
  const from = line.length > SHOWN ? Math.max(0, start.character - SHOWN_BEFORE) : 0;
  const shown = visible(line.slice(from, from + SHOWN).replace(/\t/g, ' '));
  const gutter = `  ${String(start.line + 1).padStart(6)} | `;
  const marked = Math.max(1, Math.min(endCharacter, from + SHOWN) - start.character);
  const mark = ' '.repeat(start.character - from) + '^'.repeat(marked);
  return style('gray', gutter + shown) + `\n${style('gray', `${' '.repeat(8)} | `)}${style('red', mark)}\n`;
}

function lineText(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
}

function counted(problems: readonly ToldProblem[]): string {
  if (problems.length === 0) return 'No problems.';
  const count = (level: Level, one: string, many: string): string[] => {
    const n = problems.filter(problem => problem.level === level).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  };
  return `${[
    ...count('error', 'error', 'errors'),
    ...count('warning', 'warning', 'warnings'),
    ...count('information', 'note', 'notes'),
    ...count('hint', 'hint', 'hints'),
  ].join(', ')}.`;
}
