import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Check } from '../../../server/src/checks/check.ts';
import { isConditionCheck } from '../../../server/src/checks/conditionCheck.ts';
import { CHECKS } from '../../../server/src/checks/table.ts';
import { tellProblems } from '../../../server/src/features/diagnostics.ts';
import { effectOf, LOADER_EFFECTS } from '../../../server/src/loader/index.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { loading } from '../loader/loading.ts';

/**
 * The golden file: cases one behind the other, each a configuration, a line `---` and what is said of
 * it. `$N` stands for N characters x, and control characters are written as `\u0001`. To take over what
 * is said now, run the tests with `UPDATE_GOLDEN=1` and look at the difference.
 */
const GOLDEN = new URL('../../fixtures/diagnostics.txt', import.meta.url);
const SEPARATOR = '\n===\n';

function unescape(text: string): string {
  return text
    .replace(/\$(\d+)/g, (_, n: string) => 'x'.repeat(Number(n)))
    .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function told(configuration: string): string {
  const text = unescape(configuration);
  const platform = text.includes('<!-- linux -->') ? 'linux' : 'windows';
  const { parsed, loaded } = loading(text, { platform });
  const problems = tellProblems(parsed, loaded, knowledge);
  if (problems.length === 0) return 'no problems';
  return problems
    .map(({ code, level, effect, message, facts }) => {
      const marked = text.slice(facts.problem.start, facts.problem.end).replace(/\n/g, '⏎');
      const shown = marked.length > 40 ? `${marked.slice(0, 40)}…` : marked;
      return `${code} (${level}, ${effect}) «${shown}»\n  ${message}`;
    })
    .join('\n');
}

describe('diagnostics', () => {
  const cases = readFileSync(GOLDEN, 'utf8')
    .trimEnd()
    .split(SEPARATOR)
    .map(text => text.split('\n---\n') as [string, string?]);

  if (process.env['UPDATE_GOLDEN']) {
    const updated = cases.map(([text]) => `${text}\n---\n${told(text)}`).join(SEPARATOR);
    writeFileSync(GOLDEN, `${updated}\n`);
  } else {
    for (const [text, expected] of cases) {
      it(text.replace(/\s+/g, ' ').slice(0, 120), () => assert.equal(told(text), expected));
    }
  }

  it('has a case for every problem of the parser and the loader', () => {
    const seen = new Set(cases.flatMap(([, expected]) => expected?.match(/^[a-z-]+(?= \()/gm) ?? []));
    const found = CHECKS.filter(isFoundByLoader).map(({ code }) => code);
    const unseen = found.filter(code => !seen.has(code) && !FROM_BYTES.includes(code));
    // So many blocks do not fit a golden file; the loader's tests have them.
    assert.deepEqual(unseen, ['too-many-blocks']);
  });
});

/** The parser or the loader finds the problem, and the check tells it. */
const isFoundByLoader = (check: Check): boolean => !check.run && !isConditionCheck(check);

const FROM_BYTES: readonly string[] = ['unsupported-encoding'];

describe('the table of checks', () => {
  it('has one check for every code of the loader, with its effect', () => {
    const codes = CHECKS.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of Object.keys(LOADER_EFFECTS)) assert.ok(codes.includes(code), code);
    for (const check of CHECKS.filter(isFoundByLoader)) assert.equal(check.effect, effectOf(check.code));
  });

  it('makes everything an error that makes Sysmon refuse a file or lose a part of it', () => {
    for (const { code, effect, level } of CHECKS) {
      if (effect === 'rejected' || effect === 'dropped') assert.equal(level, 'error', code);
    }
  });
});
