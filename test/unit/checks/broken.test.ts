/** The broken versions of real configurations: their damage is found where it is, and the fixes repair it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { applyEdits, type Fix } from '../../../server/src/checks/fix.ts';
import { decodeText } from '../../../server/src/encoding.ts';
import { fixesOf } from '../../../server/src/features/codeActions.ts';
import { tellProblems, type ToldProblem } from '../../../server/src/features/diagnostics.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { missing, shared } from '../../shared.ts';
import { loading } from '../loader/loading.ts';

const FOLDER = 'corpus/broken';

/** A part of the author's repair: lines of the broken file, counted from 1, and what took their place. */
interface Hunk {
  readonly line: number;
  /** How many lines it replaces, of which FIXES.md may not show all. */
  readonly count: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

interface Repair {
  readonly complaint: number;
  readonly hunks: readonly Hunk[];
  /** All of the repair is shown. */
  readonly whole: boolean;
}

/**
 * Where a parser complained further down, or the part of the repair that matters is not shown, the place
 * of the damage, read from the file: a comment and a field that are not closed, and an end tag without
 * its slash.
 */
const PLACES: Readonly<Record<string, number>> = { '~004d2724': 50, '~e369ddd7': 15, '~773a3eb1': 20 };

/** Reads FIXES.md: for each file the parser's complaint and the author's repair, as far as it is shown. */
function readRepairs(): Map<string, Repair> {
  const repairs = new Map<string, Repair>();
  const text = readFileSync(shared(`${FOLDER}/FIXES.md`), 'utf8');
  for (const section of text.split(/^## /m).slice(1)) {
    const [name = '', complaint = '', ...lines] = section.split('\n');
    const hunks: { line: number; count: number; removed: string[]; added: string[] }[] = [];
    let whole = true;
    for (const line of lines.map(each => each.replace(/^ {4}/, ''))) {
      const head = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
      if (head) hunks.push({ line: Number(head[1]), count: Number(head[2] ?? 1), removed: [], added: [] });
      else if (line.startsWith('-')) hunks.at(-1)?.removed.push(line.slice(1));
      else if (line.startsWith('+')) hunks.at(-1)?.added.push(line.slice(1));
      else if (line.startsWith('…')) whole = false;
    }
    repairs.set(name, {
      complaint: Number(/line (\d+)/.exec(complaint)?.[1]),
      hunks,
      whole: whole && hunks.length > 0,
    });
  }
  return repairs;
}

/** The file as the author repaired it; null where a line of the repair is not shown to its end. */
function repairedByAuthor(text: string, hunks: readonly Hunk[]): string | null {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(lineEnd);
  for (const { line, removed, added } of [...hunks].reverse()) {
    // Of a hunk that only adds, the line is the one above.
    const from = removed.length > 0 ? line - 1 : line;
    if (removed.some((each, index) => lines[from + index] !== each)) return null;
    lines.splice(from, removed.length, ...added);
  }
  return lines.join(lineEnd);
}

function refusals(text: string): {
  fixes: (problem: ToldProblem) => readonly Fix[];
  told: ToldProblem[];
  wellFormed: boolean;
} {
  const { parsed, loaded } = loading(text);
  return {
    told: tellProblems(parsed, loaded, knowledge).filter(({ effect }) => effect === 'rejected'),
    wellFormed: parsed.tree.errors.length === 0,
    fixes: problem => fixesOf(parsed, problem, knowledge),
  };
}

/** The lines, counted from 1, that a problem is at or speaks of. */
function linesOf({ range, message }: ToldProblem): number[] {
  const named = [...message.matchAll(/\bline (\d+)/g)].map(match => Number(match[1]));
  return [range.start.line + 1, range.end.line + 1, ...named];
}

const MOST_ROUNDS = 60;

/** The text after the first fix of the first problem that has one, again and again until it is well-formed. */
function repaired(broken: string): string {
  let text = broken;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { told, wellFormed, fixes } = refusals(text);
    if (wellFormed) break;
    const fix = told.map(problem => fixes(problem)[0]).find(each => each !== undefined);
    if (!fix) break;
    text = applyEdits(text, fix.edits);
  }
  return text;
}

describe('broken versions of real configurations', { skip: missing(FOLDER) }, () => {
  const names = readdirSync(shared(FOLDER)).filter(name => name.endsWith('.xml'));
  const repairs = readRepairs();
  const texts = names.map(name => decodeText(readFileSync(shared(`${FOLDER}/${name}`))).text);

  it('are 24, each with its repair or complaint', () => {
    assert.equal(names.length, 24);
    assert.deepEqual([...repairs.keys()].sort(), [...names].sort());
  });

  names.forEach((name, index) => {
    it(`are told where ${name} is broken`, () => {
      const { hunks, complaint } = repairs.get(name)!;
      const known = Object.entries(PLACES).find(([version]) => name.includes(version))?.[1];
      const place = known ?? (hunks.length === 0 ? complaint : null);
      const isNear = (line: number): boolean =>
        place === null
          ? hunks.some(hunk => line >= hunk.line - 1 && line <= hunk.line + Math.max(1, hunk.count))
          : Math.abs(line - place) <= 1;
      const lines = refusals(texts[index]!).told.flatMap(linesOf);
      assert.ok(lines.some(isNear), `told in ${lines.join(', ')}`);
    });
  });

  it('are well-formed after their first fixes', context => {
    const ends = texts.map(repaired);
    const wellFormed = ends.filter(text => refusals(text).wellFormed);
    const comparable = names.flatMap((name, index) => {
      const { whole, hunks } = repairs.get(name)!;
      const author = whole ? repairedByAuthor(texts[index]!, hunks) : null;
      return author === null ? [] : [{ name, author, end: ends[index]! }];
    });
    const asAuthor = comparable.filter(({ author, end }) => author === end);
    context.diagnostic(
      `${wellFormed.length} of ${names.length} well-formed; ${asAuthor.length} of ${comparable.length} whose repair is shown whole end as the author repaired them`,
    );
    assert.equal(wellFormed.length, 24);
    assert.deepEqual(
      comparable.filter(({ author, end }) => author !== end).map(({ name }) => name),
      [],
    );
  });
});
