import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CONDITION_CHECKS } from '../../../server/src/checks/conditions/index.ts';
import { applyEdits } from '../../../server/src/checks/fix.ts';
import { fixesOf } from '../../../server/src/features/codeActions.ts';
import { tellProblems, type ToldProblem } from '../../../server/src/features/diagnostics.ts';
import { holds } from '../../../server/src/matching/conditions.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { loading } from '../loader/loading.ts';

const CODES = new Set(CONDITION_CHECKS.map(({ code }) => code));

function told(text: string): { problems: ToldProblem[]; result: ReturnType<typeof loading> } {
  const result = loading(text);
  const problems = tellProblems(result.parsed, result.loaded, knowledge).filter(({ code }) =>
    CODES.has(code),
  );
  return { problems, result };
}

const or = (inside: string): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup name="" groupRelation="or">${inside}</RuleGroup></EventFiltering></Sysmon>`;
const process = (inside: string): string => or(`<ProcessCreate onmatch="include">${inside}</ProcessCreate>`);

/** Right configurations that are close to a mistake: nothing is said of them. */
const RIGHT: readonly (readonly [what: string, text: string])[] = [
  ['a bare name with image', process('<Image condition="image">cmd.exe</Image>')],
  ['a bare name that is no path', process('<OriginalFileName condition="is">cmd.exe</OriginalFileName>')],
  ['the kernel, which has no path', process('<ParentImage condition="is">System</ParentImage>')],
  ['an empty name', process('<Image name="" condition="image">cmd.exe</Image>')],
  ['a condition in other case', process('<Image condition="Image">cmd.exe</Image>')],
  ['no condition at all', process('<Image>C:\\Windows\\System32\\cmd.exe</Image>')],
  ['a semicolon in a command line', process('<CommandLine condition="contains">;iex</CommandLine>')],
  [
    'an asterisk that the registry has',
    or(
      '<RegistryEvent onmatch="include"><TargetObject condition="contains">Classes\\*\\shell</TargetObject></RegistryEvent>',
    ),
  ],
  [
    'an application hive',
    or(
      '<RegistryEvent onmatch="include"><TargetObject condition="begin with">\\REGISTRY\\A\\</TargetObject></RegistryEvent>',
    ),
  ],
  [
    'an access mask as Sysmon writes it',
    or('<ProcessAccess onmatch="include"><GrantedAccess>0x1FFFFF</GrantedAccess></ProcessAccess>'),
  ],
  [
    'two names on one field of an OR block',
    process('<Image condition="image">a.exe</Image><Image condition="image">b.exe</Image>'),
  ],
  [
    'the same condition in include and exclude of different events',
    or(
      '<ProcessCreate onmatch="include"><Image condition="image">a.exe</Image></ProcessCreate><DnsQuery onmatch="exclude"><Image condition="image">a.exe</Image></DnsQuery>',
    ),
  ],
  [
    'an empty include and an empty exclude',
    or('<ImageLoad onmatch="include"/><FileCreate onmatch="exclude"/>'),
  ],
];

describe('checks of conditions', () => {
  for (const [what, text] of RIGHT) {
    it(`say nothing of ${what}`, () => {
      assert.deepEqual(
        told(text).problems.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  }

  for (const { code, level } of CONDITION_CHECKS) {
    it(`${code} is found where its page shows it, and its first fix puts it right`, () => {
      assert.notEqual(level, 'error', 'the loader takes the file with nothing lost');
      const page = readFileSync(new URL(`../../../docs/checks/${code}.md`, import.meta.url), 'utf8');
      const [example = ''] = /(?<=## Example\n\n```xml\n)[^`]*/.exec(page) ?? [];
      const { problems, result } = told(example);
      const problem = problems.find(each => each.code === code);
      assert.ok(problem);
      const [fix] = fixesOf(result.parsed, problem, knowledge);
      if (!fix) return;
      const after = told(applyEdits(example, fix.edits));
      assert.ok(after.result.loaded.accepted);
      const left = after.problems.filter(each => each.code === code);
      assert.ok(left.length < problems.filter(each => each.code === code).length, fix.title);
    });
  }

  /** What a fix makes of a condition, and events on which both must agree, or the new one alone holds. */
  const FIXES: readonly (readonly [before: string, code: string, after: string])[] = [
    [
      '<Image condition="is">cmd.exe</Image>',
      'bare-name-never-matches',
      '<Image condition="image">cmd.exe</Image>',
    ],
    [
      '<Image condition="image">\\cmd.exe</Image>',
      'image-with-path-part',
      '<Image condition="end with">\\cmd.exe</Image>',
    ],
    [
      '<Image condition="is">*\\cmd.exe</Image>',
      'wildcard-taken-literally',
      '<Image condition="end with">\\cmd.exe</Image>',
    ],
    [
      '<Image condition="end with">\\cmd.exe </Image>',
      'blank-around-value',
      '<Image condition="end with">\\cmd.exe</Image>',
    ],
    [
      '<CommandLine condition="contains any">a1;b2;</CommandLine>',
      'trailing-semicolon',
      '<CommandLine condition="contains any">a1;b2</CommandLine>',
    ],
    [
      '<CommandLine condition="contains any">a1</CommandLine>',
      'list-of-one',
      '<CommandLine condition="contains">a1</CommandLine>',
    ],
    [
      '<Image condition="contains">\\a\\;\\b\\</Image>',
      'list-in-single-condition',
      '<Image condition="contains any">\\a\\;\\b\\</Image>',
    ],
  ];
  for (const [before, code, after] of FIXES) {
    it(`${code} turns ${before} into ${after}`, () => {
      const text = process(before);
      const { problems, result } = told(text);
      const problem = problems.find(each => each.code === code);
      assert.ok(problem, problems.map(each => each.code).join(' '));
      const [fix] = fixesOf(result.parsed, problem, knowledge);
      assert.equal(applyEdits(text, fix?.edits ?? []), process(after));
    });
  }

  it('keep the meaning of a list of one', () => {
    for (const field of ['x a1 y', 'A1', 'b']) {
      assert.equal(holds('contains any', 'a1', field), holds('contains', 'a1', field));
    }
  });
});
