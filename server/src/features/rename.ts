/** Renaming a rule or a group: all names in the document that are the same change together. */
import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { escapeAttribute, quoteOf } from '../checks/fix.ts';
import type { ParsedDocument } from '../documents.ts';
import { MAX_NAME_BYTES } from '../loader/blocks.ts';
import { nameAt, nameAttributes } from './names.ts';
import { rangeOf } from './nodes.ts';

/** What can be renamed at a position: the name with its place; null where there is none. */
export function prepareRename(
  parsed: ParsedDocument,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | null {
  const name = parsed.isSysmon ? nameAt(parsed, parsed.document.offsetAt(position)) : null;
  return name && { range: rangeOf(parsed, name), placeholder: name.value };
}

/** The edits of a rename, or why it cannot be done, in a sentence. */
export type Renaming = { readonly edit: WorkspaceEdit } | { readonly refused: string };

export function rename(parsed: ParsedDocument, position: Position, newName: string): Renaming {
  const { tree, document } = parsed;
  const name = parsed.isSysmon ? nameAt(parsed, document.offsetAt(position)) : null;
  if (!name) return { refused: 'There is no name of a rule or a group here.' };
  // eslint-disable-next-line no-control-regex -- XML has no way to write most of them, and reads others as blanks
  if (/[\u0000-\u001f]/.test(newName)) return { refused: 'A name has one line, without control characters.' };
  const bytes = new TextEncoder().encode(newName).length;
  if (bytes > MAX_NAME_BYTES) {
    return {
      refused: `Sysmon takes names of at most ${MAX_NAME_BYTES} bytes in UTF-8, and this one has ${bytes}.`,
    };
  }
  const edits = nameAttributes(parsed)
    .filter(({ value }) => value === name.value)
    .map(same => ({
      range: rangeOf(parsed, same),
      newText: escapeAttribute(newName, quoteOf(tree, same.start)),
    }));
  return { edit: { changes: { [document.uri]: edits } } };
}
