import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits } from '../../../server/src/checks/fix.ts';
import type { LevelSetting } from '../../../server/src/checks/levels.ts';
import { LOADING_CHECKS } from '../../../server/src/checks/loading/index.ts';
import { CHECKS } from '../../../server/src/checks/table.ts';
import { XML_CHECKS } from '../../../server/src/checks/xml/index.ts';
import { compiled } from '../../../server/src/cli/compiled.ts';
import { decodeText } from '../../../server/src/encoding.ts';
import { fixesOf } from '../../../server/src/features/codeActions.ts';
import { tellProblems } from '../../../server/src/features/diagnostics.ts';
import { fixAll } from '../../../server/src/features/fixAll.ts';
import { effectOf } from '../../../server/src/loader/index.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { configuration } from '../../fuzz/generate.ts';
import { mutated } from '../../fuzz/mutate.ts';
import { missing, shared } from '../../shared.ts';
import { loading } from '../loader/loading.ts';

/** The checks of loading alone: what the others repair may change what is loaded, in a way of their own. */
const OWN_CODES = new Set([...XML_CHECKS, ...LOADING_CHECKS].map(({ code }) => code));
const OWN_ONLY = Object.fromEntries(
  CHECKS.filter(({ code }) => !OWN_CODES.has(code)).map(({ code }): [string, LevelSetting] => [code, 'off']),
);

type Loading = ReturnType<typeof loading>;

function fixed(text: string, levels: Readonly<Record<string, LevelSetting>>): string {
  return fixAll(loading(text).parsed, knowledge, levels).text;
}

function isWellFormed({ parsed }: Loading): boolean {
  return parsed.tree.errors.length === 0;
}

function rejectedCodes({ loaded }: Loading): Set<string> {
  return new Set(loaded.problems.map(({ code }) => code).filter(code => effectOf(code) === 'rejected'));
}

function loadedBlocks({ parsed, loaded }: Loading): unknown {
  return (compiled({ file: '', parsed, loaded }) as { loaded: unknown }).loaded;
}

/** What must be true of fixing everything. */
function checkFixAll(text: string): void {
  const before = loading(text);
  for (const levels of [OWN_ONLY, {}]) {
    const after = fixed(text, levels);
    if (after === text) continue;
    assert.equal(fixed(after, levels), after, 'fixing twice is fixing once');
    const then = loading(after);
    if (before.loaded.accepted) assert.ok(then.loaded.accepted, 'what was accepted still is');
    // A repair of damage may bring to light what it hid.
    if (isWellFormed(before)) {
      for (const code of rejectedCodes(then)) {
        assert.ok(rejectedCodes(before).has(code), `fixing all does not cause ${code}`);
      }
    }
    if (before.loaded.accepted && levels === OWN_ONLY) {
      assert.deepEqual(loadedBlocks(then), loadedBlocks(before), 'what is loaded stays');
    }
  }
}

/** More problems of a file say nothing new, and each fix is a parse of it. */
const MOST_FIXES = 40;

/** What must be true of each fix alone. */
function checkEveryFix(text: string): void {
  const before = loading(text);
  const was = rejectedCodes(before);
  const problems = tellProblems(before.parsed, before.loaded, knowledge, OWN_ONLY);
  for (const problem of problems.slice(0, MOST_FIXES)) {
    for (const fix of fixesOf(before.parsed, problem, knowledge)) {
      const said = `${problem.code}: ${fix.title}`;
      const sorted = [...fix.edits].sort((a, b) => a.start - b.start || a.end - b.end);
      for (const [index, edit] of sorted.entries()) {
        assert.ok(
          0 <= edit.start && edit.start <= edit.end && edit.end <= text.length,
          `${said}: in the text`,
        );
        assert.ok(index === 0 || sorted[index - 1]!.end <= edit.start, `${said}: the edits do not overlap`);
      }
      const after = applyEdits(text, fix.edits);
      assert.notEqual(after, text, `${said} changes something`);
      if (problem.code.startsWith('xml-')) continue;
      for (const code of rejectedCodes(loading(after))) {
        assert.ok(was.has(code), `${said} does not cause ${code}`);
      }
    }
  }
}

function check(text: string): void {
  checkFixAll(text);
  checkEveryFix(text);
}

/** What people get wrong, put into a configuration that was sound. */
const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/ onmatch="include"/, ''],
  [/ onmatch="(\w+)"/, ' onmatch="$1" default="include"'],
  [/ groupRelation="(?:and|or)"/, ''],
  [/ groupRelation="(and|or)"/, ' groupRelation="x$1"'],
  [/condition="begin with"/i, 'condition="begins with"'],
  [/ condition="/, ' Condition="'],
  [/<Image(?=[ >])/, '<Imag'],
  [/<(\/?)EventFiltering/g, '<$1eventfiltering'],
  [/<(\/?)Rule(?=[ >])/g, '<$1rule'],
  [/<Rule[^>]*>/, '$&;'],
  [/schemaversion=/, 'schemaVersion='],
  [/schemaversion="[^"]*"/, 'schemaversion="4.1"'],
  [/schemaversion="[^"]*"/, 'schemaversion="9.9"'],
  [/<EventFiltering[^>]*>/, '$&<CheckRevocation/>'],
  [/(<Sysmon[^>]*>)/, '$1<CheckRevocation/><HashAlgorithms>md5;sha1</HashAlgorithms>'],
  [
    /(<Sysmon[^>]*>)/,
    '$1<DnsLookup>a</DnsLookup><DnsLookup>b</DnsLookup><CaptureClipboard>x</CaptureClipboard>',
  ],
  [/(<Sysmon[^>]*>)/, '$1<FieldSizes>Imag:1,User:0</FieldSizes>'],
  [/(<(?:Registry|Pipe|Wmi)Event[^>/]*>)/, '$1<NewName>a</NewName><Details>b</Details>'],
  [/<(\/?)NetworkConnect(?=[ >/])/g, '<$1NetworkConnection'],
  [/<(\/?)EventFiltering[^>]*>/g, ''],
  [/&amp;/, '&'],
  [/-->/, ''],
  [/<\/(\w+)>/, '<$1>'],
  [/<\/(\w+)>/, '/$1>'],
  [/<\/(Image|User|Hashes)>/, '</Company>'],
];

const slips = fc
  .tuple(configuration, fc.array(fc.constantFrom(...SLIPS), { minLength: 1, maxLength: 4 }))
  .map(([text, chosen]) => chosen.reduce((slipped, [found, by]) => slipped.replace(found, by), text));

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

function forAll(texts: fc.Arbitrary<string>, numRuns: number): void {
  const runs = Number(process.env['FUZZ_RUNS'] ?? numRuns);
  fc.assert(fc.property(texts, check), { seed: SEED, numRuns: runs, includeErrorInReport: true });
}

describe('fixing', () => {
  it('keeps configurations as they are loaded', () => forAll(configuration, 100));
  it('repairs slips without making others', () => forAll(slips, 400));
  it('repairs damage without making others', () => forAll(mutated(configuration, 3), 400));

  for (const folder of ['real', 'modules', 'broken']) {
    const path = `corpus/${folder}`;
    it(`makes no problem in a file of ${path}`, { skip: missing(path) }, () => {
      const names = readdirSync(shared(path), { recursive: true, encoding: 'utf8' });
      for (const name of names.filter(file => file.endsWith('.xml'))) {
        const { text } = decodeText(readFileSync(`${shared(path)}/${name}`));
        try {
          check(text);
        } catch (error) {
          throw new Error(name, { cause: error });
        }
      }
    });
  }
});

it('gives a document back as it is where there is nothing to fix', () => {
  const text = '<Sysmon schemaversion="4.90"/>';
  const { parsed } = loading(text);
  assert.equal(TextDocument.create('a', 'xml', 0, fixAll(parsed, knowledge, {}).text).getText(), text);
});

/** What is fixed without a look, and what is left to the author: `inner` stands in a RuleGroup with groupRelation or. */
const LOOKED_AFTER: Readonly<Record<string, readonly [inner: string, fixed: string]>> = {
  'a duplicate where a tag is damaged': [
    '<ProcessCreate onmatch="exclude"><Image condition="is">a.exe</Image>Rule groupRelation="and"><Image condition="is">a.exe</Image><User condition="is">b</User></Rule></ProcessCreate><FileCreate onmatch="include"><Image condition="contains">a & b</Image></FileCreate>',
    '<ProcessCreate onmatch="exclude"><Image condition="is">a.exe</Image>Rule groupRelation="and"><Image condition="is">a.exe</Image><User condition="is">b</User></Rule></ProcessCreate><FileCreate onmatch="include"><Image condition="contains">a &amp; b</Image></FileCreate>',
  ],
  'a duplicate in a file that is sound': [
    '<ProcessCreate onmatch="exclude"><Image condition="image">a.exe</Image><Image condition="image">a.exe</Image></ProcessCreate>',
    '<ProcessCreate onmatch="exclude"><Image condition="image">a.exe</Image></ProcessCreate>',
  ],
  'the sides of a merge conflict': same(
    '<NetworkConnect onmatch="include">\n<<<<<<< HEAD\n<DestinationPort condition="is">4444</DestinationPort>\n=======\n<DestinationPort condition="is">8443</DestinationPort>\n>>>>>>> branch\n</NetworkConnect>',
  ),
  'what an end tag says more than the start tag': same(
    '<ProcessCreate onmatch="include"><Image condition="image">a.exe</Image note: ticket 4711></ProcessCreate>',
  ),
  'what an end tag repeats': [
    '<ProcessCreate onmatch="include"><Image condition="image">a.exe</Image></ProcessCreate onmatch="include">',
    '<ProcessCreate onmatch="include"><Image condition="image">a.exe</Image></ProcessCreate>',
  ],
  'an end tag whose start tag has the slip': same(
    '<ProcessCreate onmatch="include"><Rules groupRelation="and"><Image condition="image">a.exe</Image></Rule></ProcessCreate>',
  ),
  'a list whose items are parted by commas': same(
    '<NetworkConnect onmatch="include"><DestinationPort condition="is any">80,443</DestinationPort></NetworkConnect>',
  ),
};

function same(inner: string): readonly [string, string] {
  return [inner, inner];
}

describe('fixing everything', () => {
  const around = (inner: string, relation = 'or') =>
    `<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup groupRelation="${relation}">${inner}</RuleGroup></EventFiltering></Sysmon>`;
  for (const [what, [inner, expected]] of Object.entries(LOOKED_AFTER)) {
    it(`takes care of ${what}`, () => assert.equal(fixed(around(inner), {}), around(expected)));
  }

  it('does not take any for and, which is a letter away', () => {
    const text = around(
      '<ProcessCreate onmatch="include"><Image condition="image">a.exe</Image></ProcessCreate>',
      'any',
    );
    assert.equal(fixed(text, {}), text);
    const { parsed, loaded } = loading(text);
    const [problem] = tellProblems(parsed, loaded, knowledge, {});
    assert.match(problem!.message, /Did you mean or\?/);
  });
});
