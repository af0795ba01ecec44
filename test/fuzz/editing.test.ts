/** What works on the text answers for every document, with places that it has; and what was toggled comes back. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol, Range, SelectionRange, TextEdit } from 'vscode-languageserver-types';
import { LANGUAGE_ID, parseDocument, type ParsedDocument } from '../../server/src/documents.ts';
import { getLanguageService } from '../../server/src/languageService.ts';
import { schemasFor } from '../unit/kit.ts';
import { configuration } from './generate.ts';
import { forAll, realFiles, withoutRealFiles } from './kit.ts';
import { mutated, rootedSoup } from './mutate.ts';

const service = getLanguageService();
const open = (text: string): TextDocument => TextDocument.create('file:///fuzz.xml', LANGUAGE_ID, 1, text);

type Visit = readonly [text: string, places: readonly number[]];

function visits(texts: fc.Arbitrary<string>): fc.Arbitrary<Visit> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.tuple(texts, fc.array(place, { minLength: 1, maxLength: 4 }));
}

type Offsets = readonly [start: number, end: number];

/** The offsets of a range, which has to begin and end at places that the document has. */
function offsetsOf(document: TextDocument, { start, end }: Range): Offsets {
  const offsets = [document.offsetAt(start), document.offsetAt(end)] as const;
  assert.deepEqual(document.positionAt(offsets[0]), start);
  assert.deepEqual(document.positionAt(offsets[1]), end);
  assert.ok(offsets[0] <= offsets[1], 'a range ends behind its start');
  return offsets;
}

function holds([outerStart, outerEnd]: Offsets, [start, end]: Offsets): boolean {
  return outerStart <= start && end <= outerEnd;
}

function checkOutline(document: TextDocument, symbols: readonly DocumentSymbol[], around: Offsets): void {
  for (const { name, range, selectionRange, children = [] } of symbols) {
    assert.notEqual(name.trim(), '');
    const offsets = offsetsOf(document, range);
    assert.ok(holds(around, offsets), `${name} lies in what is around it`);
    assert.ok(holds(offsets, offsetsOf(document, selectionRange)), `${name} holds what is selected`);
    checkOutline(document, children, offsets);
  }
}

function checkFolding(document: TextDocument): void {
  const open: number[] = [];
  let before = -1;
  for (const { startLine, endLine } of service.foldingRanges(document, { lineFoldingOnly: true }) ?? []) {
    assert.ok(before < startLine && startLine < endLine && endLine < document.lineCount);
    while (open.length > 0 && open[open.length - 1]! < startLine) open.pop();
    assert.ok(
      open.length === 0 || endLine <= open[open.length - 1]!,
      'one fold lies in the other or beside it',
    );
    open.push(endLine);
    before = startLine;
  }
}

function checkSelection(document: TextDocument, offset: number): void {
  const [first] = service.selectionRanges(document, [document.positionAt(offset)]) ?? [];
  let inner: Offsets = [offset, offset];
  for (let each: SelectionRange | undefined = first; each; each = each.parent) {
    const offsets = offsetsOf(document, each.range);
    assert.ok(holds(offsets, inner));
    inner = offsets;
  }
}

function visit([text, places]: Visit): void {
  const document = open(text);
  checkOutline(document, service.outline(document).symbols, [0, text.length]);
  checkFolding(document);
  for (const place of places) {
    const offset = Math.floor(place * text.length);
    const position = document.positionAt(offset);
    // A position between the two characters of a line end is none that an editor has.
    if (document.offsetAt(position) !== offset) continue;
    checkSelection(document, offset);
    const linked = service.linkedEditing(document, position)?.ranges ?? [];
    assert.equal(new Set(linked.map(range => document.getText(range))).size, linked.length > 0 ? 1 : 0);
    for (const { range } of service.highlights(document, position) ?? []) offsetsOf(document, range);
    const to = service.matchingTag(document, position);
    if (to) offsetsOf(document, { start: to, end: to });
    const closing = service.autoClose(document, position);
    if (closing) assert.equal(offsetsOf(document, closing.range)[1], offset);
    for (const style of ['line', 'block'] as const) {
      const edits = service.toggleComment(document, [{ start: position, end: position }], style) ?? [];
      TextDocument.applyEdits(document, edits);
    }
  }
}

const schemas = schemasFor();
const read = (text: string): ParsedDocument => parseDocument(open(text), schemas);
const commentErrors = ({ tree }: ParsedDocument): number =>
  tree.errors.filter(({ code }) => code === 'xml-comment-hyphens' || code === 'xml-unclosed-comment').length;

/** Toggles the lines from one place to another, and again: the text is what it was, and no comment is broken. */
function checkLines([text, places]: Visit): void {
  const document = open(text);
  if (read(text).tree.errors.length > 0) return;
  const offsets = [places[0]!, places.at(-1)!]
    .map(place => Math.floor(place * text.length))
    .sort((a, b) => a - b);
  const range: Range = { start: document.positionAt(offsets[0]!), end: document.positionAt(offsets[1]!) };
  const lines: Range = { start: { ...range.start, character: 0 }, end: { ...range.end, character: 1e6 } };
  const edits = service.toggleComment(document, [lines], 'line') ?? [];
  const once = TextDocument.applyEdits(document, edits);
  if (!isCommenting(edits)) return;
  assert.equal(commentErrors(read(once)), 0);
  assert.equal(once.split('\n').length, text.split('\n').length);
  const again = open(once);
  assert.equal(TextDocument.applyEdits(again, service.toggleComment(again, [lines], 'line') ?? []), text);
}

function isCommenting([first]: readonly TextEdit[]): boolean {
  return first?.newText === '<!-- ';
}

describe('editing', () => {
  it('answers in configurations', () => forAll(visits(configuration), 2000, visit));
  it('answers in damaged configurations', () => forAll(visits(mutated(configuration)), 6000, visit));
  it('answers in markup in no order', () => forAll(visits(rootedSoup), 6000, visit));
  it('answers in damaged real files', { skip: withoutRealFiles }, () => {
    forAll(visits(mutated(realFiles())), 2000, visit);
  });
  it('gives lines back that were commented out', () => {
    forAll(visits(configuration), 6000, checkLines);
    forAll(visits(rootedSoup), 10_000, checkLines);
  });
  it('gives lines of real files back', { skip: withoutRealFiles }, () => {
    forAll(visits(realFiles()), 1500, checkLines);
  });
});
