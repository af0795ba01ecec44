/**
 * What the tests of features share. In a document `|` marks the cursor, and the text that is expected after
 * an item was accepted stands beside it.
 */
import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionList, Hover, Range, TextEdit } from 'vscode-languageserver-types';
import { parseDocument, type ParsedDocument } from '../../server/src/documents.ts';
import { completion } from '../../server/src/features/completion.ts';
import { hover } from '../../server/src/features/hover.ts';
import { createSchemaContext, type SchemaContext } from '../../server/src/schema/context.ts';
import { knowledge, shippedManifests } from '../../server/src/schema/data.ts';
import { createSchemaSet } from '../../server/src/schema/schema.ts';
import type { Platform } from '../../server/src/schema/types.ts';

export { knowledge };

const known = createSchemaSet(shippedManifests());

export interface Settings {
  /** The newest schema of the Sysmon that is meant; the newest known one where it is left out. */
  readonly target?: string;
  readonly platform?: Platform;
  /** Off where it is left out, so that what is inserted can be read. */
  readonly snippets?: boolean;
  readonly trigger?: string;
}

export function schemasFor({ target, platform }: Settings = {}): SchemaContext {
  return createSchemaContext(known, { version: target ?? null, platform: platform ?? 'windows' });
}

/** A document and the offset of its `|`. */
export function parseMarked(
  marked: string,
  settings: Settings = {},
): { parsed: ParsedDocument; offset: number } {
  const offset = marked.indexOf('|');
  assert.notEqual(offset, -1, 'the document has no | for the cursor');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const document = TextDocument.create('file:///test.xml', 'xml', 1, text);
  return { parsed: parseDocument(document, schemasFor(settings)), offset };
}

export function completeAt(
  marked: string,
  settings: Settings = {},
): { list: CompletionList; parsed: ParsedDocument } {
  const { parsed, offset } = parseMarked(marked, settings);
  const { snippets = false, trigger } = settings;
  const list = completion(parsed, parsed.document.positionAt(offset), knowledge, {
    snippets,
    ...(trigger === undefined ? {} : { trigger }),
  });
  checkList(parsed, list, offset);
  return { list, parsed };
}

/** Checks what is true of every list. */
export function checkList(parsed: ParsedDocument, list: CompletionList, offset: number): void {
  for (const item of list.items) checkItem(parsed, item, offset);
}

/** What is true of every item: its edit surrounds the cursor on one line, and what is typed fits its filter. */
function checkItem({ document }: ParsedDocument, item: CompletionItem, offset: number): void {
  const { range } = textEdit(item);
  assert.equal(range.start.line, range.end.line, `${item.label}: the range is on one line`);
  const start = document.offsetAt(range.start);
  assert.ok(
    start <= offset && offset <= document.offsetAt(range.end),
    `${item.label}: the range holds the cursor`,
  );
  assert.ok(item.sortText && item.kind && item.filterText, `${item.label}: sortText, kind and filterText`);
  for (const edit of item.additionalTextEdits ?? []) {
    const apart =
      document.offsetAt(edit.range.end) <= start ||
      document.offsetAt(edit.range.start) >= document.offsetAt(range.end);
    assert.ok(apart, `${item.label}: its edits do not overlap`);
  }
  assert.ok(JSON.stringify(item.data ?? null).length < 200, `${item.label}: its data is small`);
}

/** The items in the order in which an editor shows them, those left out that do not fit what is typed. */
export function shown(marked: string, settings: Settings = {}): CompletionItem[] {
  const { list, parsed } = completeAt(marked, settings);
  const offset = marked.indexOf('|');
  return list.items
    .filter(item => {
      const start = parsed.document.offsetAt(textEdit(item).range.start);
      return isSubsequence(parsed.text.slice(start, offset).trimStart(), item.filterText ?? item.label);
    })
    .sort((a, b) => (a.sortText! < b.sortText! ? -1 : a.sortText! > b.sortText! ? 1 : 0));
}

/** How editors filter, roughly: the typed characters occur in this order. */
function isSubsequence(typed: string, filter: string): boolean {
  let at = 0;
  for (const c of typed.toLowerCase()) {
    at = filter.toLowerCase().indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

export function labels(marked: string, settings: Settings = {}): string[] {
  return shown(marked, settings).map(item => item.label);
}

export function itemNamed(marked: string, label: string, settings: Settings = {}): CompletionItem {
  const item = shown(marked, settings).find(each => each.label === label);
  assert.ok(item, `no ${label} among ${labels(marked, settings).slice(0, 40).join(', ')}`);
  return item;
}

/** The document after an item was accepted. */
export function accepted(marked: string, label: string, settings: Settings = {}): string {
  const item = itemNamed(marked, label, settings);
  const { parsed } = parseMarked(marked, settings);
  return TextDocument.applyEdits(parsed.document, [textEdit(item), ...(item.additionalTextEdits ?? [])]);
}

function textEdit(item: CompletionItem): TextEdit {
  assert.ok(item.textEdit && 'range' in item.textEdit, `${item.label} has a textEdit`);
  return item.textEdit;
}

export interface Expected {
  /** The document after accepting, by label. */
  readonly accept?: Readonly<Record<string, string>>;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** The first items. */
  readonly first?: readonly string[];
  readonly last?: readonly string[];
  /** All items, in order. */
  readonly all?: readonly string[];
  readonly settings?: Settings;
}

/** Checks what is offered at the `|` of a document. */
export function expectCompletion(marked: string, expected: Expected): void {
  const { settings = {} } = expected;
  const offered = labels(marked, settings);
  if (expected.all) assert.deepEqual(offered, expected.all);
  if (expected.first) assert.deepEqual(offered.slice(0, expected.first.length), expected.first);
  if (expected.last) assert.deepEqual(offered.slice(-expected.last.length), expected.last);
  for (const label of expected.has ?? [])
    assert.ok(offered.includes(label), `no ${label} among ${offered.join(', ')}`);
  for (const label of expected.lacks ?? []) assert.ok(!offered.includes(label), `${label} is offered`);
  for (const [label, after] of Object.entries(expected.accept ?? {})) {
    assert.equal(accepted(marked, label, settings), after);
  }
}

/** The hover at the `|` of a document as markdown and the text that it is about; null where there is none. */
export function hoverAt(marked: string, settings: Settings = {}): { markdown: string; about: string } | null {
  const { parsed, offset } = parseMarked(marked, settings);
  const answer = hover(parsed, parsed.document.positionAt(offset), knowledge);
  if (!answer) return null;
  assert.ok(answer.range, 'a hover has a range');
  return { markdown: markdownOf(answer), about: parsed.document.getText(answer.range satisfies Range) };
}

function markdownOf({ contents }: Hover): string {
  assert.ok(typeof contents === 'object' && 'kind' in contents && contents.kind === 'markdown');
  return contents.value;
}
