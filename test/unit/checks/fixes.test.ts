import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { applyEdits, type Fix } from '../../../server/src/checks/fix.ts';
import { LOADING_CHECKS } from '../../../server/src/checks/loading/index.ts';
import { CHECKS } from '../../../server/src/checks/table.ts';
import { XML_CHECKS } from '../../../server/src/checks/xml/index.ts';
import { fixesOf } from '../../../server/src/features/codeActions.ts';
import { tellProblems, type ToldProblem } from '../../../server/src/features/diagnostics.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { loading } from '../loader/loading.ts';

/**
 * The golden file: cases one behind the other, each a configuration and then every fix that is offered,
 * as a line `--- code: title` with the text after it. `$N` stands for N characters x, `␍` for a carriage
 * return, and control characters are written as `\u0001`. To take over what is offered now, run the tests
 * with `UPDATE_GOLDEN=1` and look at the difference.
 */
const GOLDEN = new URL('../../fixtures/fixes.txt', import.meta.url);
const SEPARATOR = '\n===\n';
const FIX_LINE = /\n---(?= )/;

/** The checks of the other folders have tests of their own. */
const OWN = new Set([...XML_CHECKS, ...LOADING_CHECKS].map(({ code }) => code));

function unescape(text: string): string {
  return text
    .replace(/\$(\d+)/g, (_, n: string) => 'x'.repeat(Number(n)))
    .replace(/␍/g, '\r')
    .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function escape(text: string): string {
  return text
    .replace(/x{200,}/g, run => `$${run.length}`)
    .replace(/\r/g, '␍')
    .replace(/(?![\n\t])\p{Cc}/gu, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface Offer {
  readonly problem: ToldProblem;
  readonly fix: Fix;
  readonly first: boolean;
  readonly before: string;
  readonly after: string;
}

function analyse(text: string): { parsed: ReturnType<typeof loading>['parsed']; problems: ToldProblem[] } {
  const platform = text.includes('<!-- linux -->') ? 'linux' : 'windows';
  const { parsed, loaded } = loading(text, { platform });
  return { parsed, problems: tellProblems(parsed, loaded, knowledge).filter(({ code }) => OWN.has(code)) };
}

/** The fixes for the first problem of each code: the others of a code are no news. */
function offersIn(text: string): Offer[] {
  const { parsed, problems } = analyse(text);
  const seen = new Set<string>();
  return problems.flatMap(problem => {
    if (seen.has(problem.code)) return [];
    seen.add(problem.code);
    return fixesOf(parsed, problem, knowledge).map((fix, index) => ({
      problem,
      fix,
      first: index === 0,
      before: text,
      after: applyEdits(text, fix.edits),
    }));
  });
}

function written({ problem, fix, after }: Offer): string {
  const marks = [fix.preferred && 'preferred', fix.safe && 'safe'].filter(Boolean).join(', ');
  return `\n--- ${problem.code}: ${fix.title}${marks ? ` (${marks})` : ''}\n${escape(after)}`;
}

function count(problems: readonly ToldProblem[], code: string): number {
  return problems.filter(problem => problem.code === code).length;
}

/** What must be true of every fix. */
function checkOffer({ problem, fix, first, before, after }: Offer): void {
  const said = `${problem.code}: ${fix.title}`;
  assert.notEqual(after, before, `${said} changes something`);
  const sorted = [...fix.edits].sort((a, b) => a.start - b.start || a.end - b.end);
  sorted.slice(1).forEach((edit, index) => {
    assert.ok(sorted[index]!.end <= edit.start, `${said}: the edits do not overlap`);
  });
  const was = analyse(before).problems;
  const is = analyse(after).problems;
  assert.ok(count(is, problem.code) < count(was, problem.code), `${said} puts the problem right`);
  // What damage hides comes to light with its repair; but the likeliest repair of these cases is all it takes.
  if (problem.code.startsWith('xml-') && !first) return;
  for (const { code, effect } of is) {
    if (effect !== 'rejected' && effect !== 'dropped') continue;
    assert.ok(count(is, code) <= count(was, code), `${said} does not cause ${code}`);
  }
}

const cases = readFileSync(GOLDEN, 'utf8')
  .replace(/\n$/, '')
  .split(SEPARATOR)
  .map(text => {
    const before = text.split(FIX_LINE)[0]!;
    return { before, expected: text.slice(before.length), offers: offersIn(unescape(before)) };
  });

describe('fixes', () => {
  if (process.env['UPDATE_GOLDEN']) {
    const updated = cases.map(({ before, offers }) => before + offers.map(written).join(''));
    writeFileSync(GOLDEN, `${updated.join(SEPARATOR)}\n`);
  }
  for (const { before, expected, offers } of cases) {
    it(before.replace(/\s+/g, ' ').slice(0, 120), () => {
      for (const offer of offers) checkOffer(offer);
      if (!process.env['UPDATE_GOLDEN']) assert.equal(offers.map(written).join(''), expected);
    });
  }

  it('are shown for every check that says it has some', () => {
    const shown = new Set(cases.flatMap(({ offers }) => offers.map(({ problem }) => problem.code)));
    for (const { code, hasFix } of CHECKS) {
      if (OWN.has(code)) assert.equal(shown.has(code), hasFix, code);
    }
  });

  it('have at most one that is preferred, and it is the first', () => {
    for (const { offers } of cases) {
      for (const { fix, first, problem } of offers) {
        assert.equal(fix.preferred ?? false, first && offersPreferred(offers, problem), problem.code);
      }
    }
  });
});

function offersPreferred(offers: readonly Offer[], problem: ToldProblem): boolean {
  return offers.some(offer => offer.problem === problem && offer.fix.preferred);
}
