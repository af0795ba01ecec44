/** Whatever the document, the language service answers, and its answers fit into the document. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { checkOf } from '../../server/src/checks/table.ts';
import { LANGUAGE_ID } from '../../server/src/documents.ts';
import { TRIGGER_CHARACTERS } from '../../server/src/features/completion.ts';
import { TOKEN_WIDTH } from '../../server/src/features/semanticTokens.ts';
import {
  getLanguageService,
  type DocumentSettings,
  type LanguageService,
} from '../../server/src/languageService.ts';
import type { ProblemCode } from '../../server/src/loader/index.ts';
import type { Target } from '../../server/src/schema/context.ts';
import { checkList, schemasFor } from '../unit/kit.ts';
import { configuration } from './generate.ts';
import { forAll, realFiles, withoutRealFiles } from './kit.ts';
import { mutated, rootedSoup } from './mutate.ts';

const TARGETS: readonly Target[] = [
  { version: null, platform: 'windows' },
  { version: '4.50', platform: 'windows' },
  { version: null, platform: 'linux' },
];
const services = TARGETS.map(({ version, platform }) => {
  const schemas = schemasFor({ platform, ...(version !== null && { target: version }) });
  const settings: DocumentSettings = { schemas, levels: {} };
  return getLanguageService({ settingsFor: () => settings });
});

interface Visit {
  readonly text: string;
  readonly service: LanguageService;
  /** Where completion and hover are asked, as parts of the text's length. */
  readonly places: readonly number[];
  readonly trigger: string | undefined;
  readonly snippets: boolean;
}

function visits(texts: fc.Arbitrary<string>): fc.Arbitrary<Visit> {
  return fc.record({
    text: texts,
    service: fc.constantFrom(...services),
    places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
    trigger: fc.constantFrom(undefined, ...TRIGGER_CHARACTERS),
    snippets: fc.boolean(),
  });
}

/** Asks everything at the places and checks every answer. */
function visit({ text, service, places, trigger, snippets }: Visit): void {
  const document = TextDocument.create('file:///fuzz.xml', LANGUAGE_ID, 1, text);
  for (const { range, message, code } of service.diagnostics(document)) {
    checkRange(document, range);
    assert.equal(checkOf(code as ProblemCode).code, code);
    // A value that is missing in a message shows as one of these.
    const words = typeof message === 'string' ? message : message.value;
    for (const gap of ['undefined', 'NaN', '[object'])
      assert.ok(!words.includes(gap) || text.includes(gap), words);
  }
  for (const place of places) {
    const position = document.positionAt(Math.floor(place * text.length));
    checkCompletion(document, service, position, { snippets, ...(trigger === undefined ? {} : { trigger }) });
    const hover = service.hover(document, position);
    if (!hover) continue;
    assert.ok(hover.range, 'a hover has a range');
    checkRange(document, hover.range);
    assert.ok(contains(document, hover.range, position), 'the range of a hover holds the position');
  }
  service.info(document);
  checkMeaning(document, service, places);
}

/** Tokens, hints, lenses, links and names: they fit into the document and come in its order. */
function checkMeaning(document: TextDocument, service: LanguageService, places: readonly number[]): void {
  const text = document.getText();
  const whole = { start: document.positionAt(0), end: document.positionAt(text.length) };
  const tokens = service.semanticTokens(document);
  let last = -1;
  for (let i = 0; i < tokens.length; i += TOKEN_WIDTH) {
    const start = { line: tokens[i]!, character: tokens[i + 1]! };
    checkRange(document, { start, end: { ...start, character: start.character + tokens[i + 2]! } });
    const offset = document.offsetAt(start);
    assert.ok(offset > last, 'tokens do not overlap');
    last = offset + tokens[i + 2]! - 1;
  }
  for (const { position, textEdits = [] } of service.inlayHints(document, whole)) {
    checkRange(document, { start: position, end: position });
    for (const { range } of textEdits) checkRange(document, range);
  }
  for (const { range } of service.codeLenses(document)) checkRange(document, range);
  for (const { range } of service.documentLinks(document)) checkRange(document, range);
  for (const place of places) {
    const position = document.positionAt(Math.floor(place * text.length));
    const found = service.references(document, position);
    for (const { range } of found) checkRange(document, range);
    const prepared = service.prepareRename(document, position);
    const renaming = service.rename(document, position, 'a<b>&"\'');
    assert.equal(prepared !== null, 'edit' in renaming);
    if (!('edit' in renaming)) continue;
    const edits = renaming.edit.changes![document.uri]!;
    const renamed = TextDocument.create(
      document.uri,
      document.languageId,
      2,
      TextDocument.applyEdits(document, edits),
    );
    // Every place has the new name, so that one rename later finds as many.
    const again = service.rename(renamed, edits[0]!.range.start, 'x');
    assert.ok('edit' in again && again.edit.changes![document.uri]!.length >= edits.length);
  }
}

function checkCompletion(
  document: TextDocument,
  service: LanguageService,
  position: Position,
  options: { readonly snippets: boolean; readonly trigger?: string },
): void {
  const list = service.completion(document, position, options);
  checkList(service.parse(document), list, document.offsetAt(position));
  for (const { textEdit, additionalTextEdits = [], label } of list.items) {
    assert.ok(textEdit && 'range' in textEdit);
    checkRange(document, textEdit.range);
    assert.equal(textEdit.range.start.line, position.line, `${label}: the edit is on the position's line`);
    for (const { range } of additionalTextEdits) checkRange(document, range);
  }
  const [first] = list.items;
  if (first) service.resolveCompletion(first);
}

/** Checks that a range begins and ends at places that the document has. */
function checkRange(document: TextDocument, range: Range): void {
  for (const position of [range.start, range.end])
    assert.deepEqual(document.positionAt(document.offsetAt(position)), position);
  assert.ok(document.offsetAt(range.start) <= document.offsetAt(range.end), 'a range ends behind its start');
}

function contains(document: TextDocument, range: Range, position: Position): boolean {
  const offset = document.offsetAt(position);
  return document.offsetAt(range.start) <= offset && offset <= document.offsetAt(range.end);
}

describe('the language service', () => {
  it('answers in configurations', () => forAll(visits(configuration), 3000, visit));
  it('answers in damaged configurations', () => forAll(visits(mutated(configuration)), 10_000, visit));
  it('answers in configurations with one damage', () =>
    forAll(visits(mutated(configuration, 1)), 8000, visit));
  it('answers in markup in no order', () => forAll(visits(rootedSoup), 8000, visit));
  it('answers in damaged real files', { skip: withoutRealFiles }, () => {
    forAll(visits(mutated(realFiles())), 6000, visit);
  });
});
