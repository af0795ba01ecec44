/** What the tests of editing share: documents in which `|` marks the cursor and `«…»` what is selected. */
import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { parseDocument, type ParsedDocument } from '../../../../server/src/documents.ts';
import { schemasFor } from '../../kit.ts';

export function parsedOf(text: string, languageId = 'xml'): ParsedDocument {
  return parseDocument(TextDocument.create('file:///test.xml', languageId, 1, text), schemasFor());
}

/** A document with the place of its `|`. */
export function at(marked: string): { readonly parsed: ParsedDocument; readonly position: Position } {
  const offset = marked.indexOf('|');
  assert.notEqual(offset, -1, 'the document has no | for the cursor');
  const parsed = parsedOf(marked.slice(0, offset) + marked.slice(offset + 1));
  return { parsed, position: parsed.document.positionAt(offset) };
}

/** A document with the ranges of its `«…»`, or of its `|`. */
export function selected(marked: string): { readonly parsed: ParsedDocument; readonly ranges: Range[] } {
  const offsets: number[] = [];
  let text = '';
  for (const c of marked) {
    if (c === '|') offsets.push(text.length, text.length);
    else if (c === '«' || c === '»') offsets.push(text.length);
    else text += c;
  }
  const parsed = parsedOf(text);
  const ranges: Range[] = [];
  for (let i = 0; i < offsets.length; i += 2) {
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    ranges.push({ start: parsed.document.positionAt(start), end: parsed.document.positionAt(end) });
  }
  return { parsed, ranges };
}

/** The text with `«…»` around ranges that do not overlap. */
export function marked({ document, text }: ParsedDocument, ranges: readonly Range[]): string {
  let result = text;
  const spans = ranges.map(({ start, end }) => [document.offsetAt(start), document.offsetAt(end)] as const);
  for (const [start, end] of [...spans].sort((a, b) => b[0] - a[0])) {
    result = `${result.slice(0, start)}«${result.slice(start, end)}»${result.slice(end)}`;
  }
  return result;
}

export function applied({ document }: ParsedDocument, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(document, [...edits]);
}

/** A block of DnsQuery with lines in it. */
export function inBlock(...lines: readonly string[]): string {
  return [
    '<Sysmon schemaversion="4.90">',
    '  <EventFiltering>',
    '    <DnsQuery onmatch="include">',
    ...lines.map(line => `      ${line}`),
    '    </DnsQuery>',
    '  </EventFiltering>',
    '</Sysmon>',
    '',
  ].join('\n');
}
