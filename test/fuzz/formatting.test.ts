/** Formatting changes blanks that mean nothing: Sysmon loads the same, and what was formatted stays as it is. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from '../../server/src/checks/fix.ts';
import { decodeText } from '../../server/src/encoding.ts';
import { formattingEdits } from '../../server/src/features/formatting.ts';
import { detectIndent, type FormatOptions } from '../../server/src/features/formatting/options.ts';
import { loading } from '../unit/loader/loading.ts';
import { missing, shared } from '../shared.ts';
import { configuration } from './generate.ts';
import { forAll, realFiles, withoutRealFiles } from './kit.ts';
import { mutated, rootedSoup } from './mutate.ts';

type Case = readonly [text: string, options: FormatOptions];

const options: fc.Arbitrary<FormatOptions> = fc.record({
  indent: fc.constantFrom('  ', '    ', '\t'),
  tabSize: fc.constantFrom(2, 4),
  wrapAttributes: fc.constantFrom(0, 0, 40, 100),
  insertFinalNewline: fc.boolean(),
  trimFinalNewlines: fc.boolean(),
});

const cases = (texts: fc.Arbitrary<string>): fc.Arbitrary<Case> => fc.tuple(texts, options);

/** What is loaded from a text, without the places where it stands. */
function meaning({ parsed: { tree, text }, loaded }: ReturnType<typeof loading>): unknown {
  return {
    accepted: loaded.accepted,
    // Of a file that is refused, an element that holds elements has no value.
    options: loaded.accepted && loaded.options.map(({ name, value }) => [name, value]),
    blocks: loaded.blocks.map(({ eventId, event, onmatch, relation, conditions }) => [
      ...[eventId, event, onmatch, relation],
      conditions.map(({ field, condition, name, rule, source }) => [
        ...[field, condition, name, rule?.number, rule?.relation],
        tree.content(source.node),
      ]),
    ]),
    dropped: loaded.dropped.map(({ block, code }) => [block.tag, code]),
    problems: loaded.problems.map(({ code }) => code),
    ink: text.replace(/[ \t\r\n]+/g, ''),
  };
}

function check([text, options]: Case): void {
  const before = loading(text);
  const edits = formattingEdits(before.parsed, options);
  let behind = 0;
  for (const { start, end, text: inserted } of edits) {
    assert.ok(behind <= start && start <= end, 'edits stand in order and do not overlap');
    assert.match(text.slice(start, end), /^[ \t\r\n]*=?[ \t\r\n]*$/);
    assert.match(inserted, /^[ \t\r\n]*$|^=$/);
    assert.notEqual(text.slice(start, end), inserted, 'an edit changes something');
    behind = end;
  }
  const formatted = applyEdits(text, edits);
  const after = loading(formatted);
  assert.deepEqual(meaning(after), meaning(before));
  assert.equal(applyEdits(formatted, formattingEdits(after.parsed, options)), formatted, 'once is enough');
}

/** The same with the indentation that the text has. */
function checkDetected([text, { wrapAttributes }]: Case): void {
  const detect = (each: string): FormatOptions => ({
    indent: detectIndent(loading(each).parsed.tree),
    tabSize: 4,
    wrapAttributes,
  });
  check([text, detect(text)]);
  const { parsed } = loading(text);
  if (parsed.tree.errors.length > 0) return;
  const formatted = applyEdits(text, formattingEdits(parsed, detect(text)));
  assert.equal(detect(formatted).indent, detect(text).indent);
}

const FOLDERS = ['real', 'modules', 'blob', 'broken'].map(name => `corpus/${name}`);

function corpus(): string[] {
  return FOLDERS.flatMap(folder =>
    readdirSync(shared(folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(xml|bak)$/.test(name))
      .map(name => path.join(shared(folder), name)),
  );
}

describe('formatting', () => {
  it('keeps what is loaded from configurations', () => {
    forAll(cases(configuration), 3000, check);
    forAll(cases(configuration), 1000, checkDetected);
  });
  it('keeps what damaged texts are', () => {
    forAll(cases(mutated(configuration)), 8000, check);
    forAll(cases(mutated(configuration, 1)), 6000, check);
    forAll(cases(rootedSoup), 4000, check);
  });
  it('keeps what damaged real files are', { skip: withoutRealFiles }, () => {
    forAll(cases(mutated(realFiles(), 2)), 2000, check);
  });
  it('keeps what is loaded from every real file', { skip: missing('corpus') }, () => {
    for (const file of corpus()) {
      const { text } = decodeText(readFileSync(file));
      check([text, { indent: '  ', tabSize: 4, wrapAttributes: 120 }]);
      checkDetected([text, { indent: '\t', tabSize: 4, wrapAttributes: 0 }]);
    }
  });
});
