/** Every check has a page, and what the pages show is true. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkIndexText } from '../../../scripts/lib/checkIndex.ts';
import type { Check } from '../../../server/src/checks/check.ts';
import { CHECKS } from '../../../server/src/checks/table.ts';
import { tellProblems } from '../../../server/src/features/diagnostics.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { loading } from '../loader/loading.ts';

const PAGES = new URL('../../../docs/checks/', import.meta.url);
const INDEX = 'README.md';
const SECTIONS = ['What Sysmon does', 'Why', 'Example', 'Instead', 'Fix', 'Source'];

/** What makes these is not in the text: its bytes, or more blocks than fit a page. */
const NOT_SHOWN = ['unsupported-encoding', 'too-many-blocks'];

function readPage(code: string): string {
  return readFileSync(new URL(`${code}.md`, PAGES), 'utf8');
}

/** The text of a section, without its heading. */
function section(page: string, title: string): string {
  const [, after = ''] = page.split(`\n## ${title}\n`);
  return after.split('\n## ')[0]!.trim();
}

/** The XML that a section shows; `␁` and its like stand for control characters. */
function shown(page: string, title: string): string {
  const block = /^```xml\n(.*?)^```$/ms.exec(section(page, title))?.[1];
  assert.ok(block !== undefined, `“${title}” shows XML`);
  return block.replace(/[\u2400-\u241f]/g, symbol => String.fromCharCode(symbol.charCodeAt(0) - 0x2400));
}

function isToldOn(platform: 'windows' | 'linux', code: string, text: string): boolean {
  const { parsed, loaded } = loading(text, { platform });
  return tellProblems(parsed, loaded, knowledge).some(problem => problem.code === code);
}

function checkPage({ code, title, level, effect, hasFix }: Check): void {
  const page = readPage(code);
  const [heading = '', , facts] = page.split('\n');
  assert.equal(heading.replace(/`/g, ''), `# ${title}`);
  assert.equal(facts, `**Code** \`${code}\` · **Level** ${level} · **Effect** ${effect}`);
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(match => match[1]);
  assert.deepEqual(headings, SECTIONS);
  for (const name of SECTIONS) assert.notEqual(section(page, name), '', `“${name}” says something`);
  assert.equal(
    section(page, 'Fix').startsWith('There is none'),
    !hasFix,
    'the page says whether there is a fix',
  );
  const [example, instead] = [shown(page, 'Example'), shown(page, 'Instead')];
  if (NOT_SHOWN.includes(code)) return;
  const platform = (['windows', 'linux'] as const).find(each => isToldOn(each, code, example));
  assert.ok(platform, 'the example shows the problem');
  assert.ok(!isToldOn(platform, code, instead), 'what to write instead does not');
}

describe('the pages of the checks', () => {
  for (const check of CHECKS) it(`explain ${check.code}`, () => checkPage(check));

  it('are those of a check, and link to pages that are there', () => {
    const codes = new Set(CHECKS.map(({ code }) => code));
    for (const file of readdirSync(PAGES)) {
      if (file !== INDEX) assert.ok(codes.has(file.replace(/\.md$/, '')), `${file} is the page of a check`);
      for (const [, link = ''] of readFileSync(new URL(file, PAGES), 'utf8').matchAll(
        /\]\(([\w-]+\.md)\)/g,
      )) {
        assert.ok(existsSync(new URL(link, PAGES)), `${file} links to ${link}`);
      }
    }
  });

  it('are listed in an index that is up to date', () => {
    const index = readFileSync(new URL(INDEX, PAGES), 'utf8');
    assert.equal(index, checkIndexText(), 'run node --import tsx scripts/check-index.ts');
  });
});
