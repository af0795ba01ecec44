import type { CompletionItem, CompletionItemKind, Range, TextEdit } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../../documents.ts';
import type { Schema } from '../../schema/schema.ts';
import { NONE } from '../../syntax/index.ts';
import { phrase, type Lookup } from '../lookup.ts';
import { asPlainText, asSnippet, hasStops, type Part } from './template.ts';

/** What an item's documentation is made from, once it is asked for. */
export type ItemData =
  | { readonly of: 'event' | 'option' | 'condition' | 'schema' | 'technique'; readonly name: string }
  | { readonly of: 'field'; readonly name: string; readonly tag: string }
  | { readonly of: 'keyword'; readonly name: string; readonly key: string }
  | { readonly of: 'case'; readonly name: string; readonly key: string }
  | { readonly of: 'mask'; readonly name: string }
  | { readonly of: 'value'; readonly name: string; readonly field: string; readonly set: number }
  | { readonly of: 'optionValue'; readonly name: string; readonly option: string };

/** One call of completion. */
export interface Request {
  readonly parsed: ParsedDocument;
  readonly known: Lookup;
  readonly offset: number;
  readonly snippets: boolean;
  /** The character that was typed to ask, undefined where the user asked or typed a word. */
  readonly trigger: string | undefined;
}

export interface Items {
  readonly items: CompletionItem[];
  /** The list was cut, so that more typing may bring others. */
  readonly cut: boolean;
}

export const NOTHING: Items = { items: [], cut: false };

/** The groups in which items are offered. */
export const Group = { first: '0', normal: '1', lesser: '4', newer: '7', last: '9' } as const;

interface NewItem {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly range: Range;
  readonly parts: readonly Part[];
  readonly filter: string;
  /** One of `Group`. */
  readonly group: string;
  readonly index: number;
  readonly detail?: string;
  readonly data?: ItemData;
  /** The schema version that the item needs, where the file declares an older one. */
  readonly needs?: string | null;
  readonly edits?: readonly TextEdit[];
  readonly preselect?: boolean;
}

const SNIPPET = 2;
const ADJUST_INDENTATION = 2;

/** Makes a completion item; one that needs a newer schema is put last and brings the edit for it. */
export function createItem(request: Request, it: NewItem): CompletionItem {
  const newer = it.needs !== undefined && it.needs !== null;
  const needs = newer ? phrase(request.known, 'needs.short', { version: it.needs }) : '';
  const detail = [needs, it.detail ?? ''].filter(Boolean).join(', ');
  const edits = [...(it.edits ?? []), ...(newer ? versionEdit(request, it.needs) : [])];
  const snippet = request.snippets && hasStops(it.parts);
  const newText = snippet ? asSnippet(it.parts) : asPlainText(it.parts);
  return {
    label: it.label,
    kind: it.kind,
    sortText: (newer ? Group.newer : it.group) + String(it.index).padStart(4, '0'),
    filterText: it.filter,
    textEdit: { range: it.range, newText },
    ...(detail === '' ? {} : { detail, labelDetails: { description: detail } }),
    ...(snippet ? { insertTextFormat: SNIPPET } : {}),
    ...(newText.includes('\n') ? { insertTextMode: ADJUST_INDENTATION } : {}),
    ...(edits.length === 0 ? {} : { additionalTextEdits: edits }),
    ...(it.preselect ? { preselect: true } : {}),
    ...(it.data ? { data: it.data } : {}),
  };
}

export function rangeOf({ parsed }: Request, start: number, end: number): Range {
  return { start: parsed.document.positionAt(start), end: parsed.document.positionAt(end) };
}

/** The edit that declares `version`; none where the file has no schemaversion of its own. */
function versionEdit(request: Request, version: string): TextEdit[] {
  const { tree, configuration } = request.parsed;
  const attribute = configuration.schemaversion;
  if (attribute === NONE || tree.valueStart(attribute) === NONE) return [];
  return [
    { range: rangeOf(request, tree.valueStart(attribute), tree.valueEnd(attribute)), newText: version },
  ];
}

/**
 * The version that brings what the declared one lacks: null where the declared one has it, undefined where
 * the target does not know it either.
 */
export function versionFor({ parsed }: Request, has: (schema: Schema) => boolean): string | null | undefined {
  const { declared, schemas } = parsed;
  if (has(declared.schema)) return null;
  return schemas.set.all.find(schema => schema.number > declared.schema.number && has(schema))?.version;
}

/**
 * Where the text under the cursor already is one of the values, the others are what is wanted: they are
 * shown as well, behind those that go on from it. VS Code would otherwise hide all that do not fit it.
 *
 * @param typed what stands before the cursor, and `whole` with what stands behind it
 */
export function alternatives(
  typed: string,
  whole: string,
  names: readonly string[],
): (name: string) => { filter: string; alternative: boolean; preselect: boolean } {
  const wanted = typed.toLowerCase();
  const complete = typed !== '' && typed === whole && names.some(name => name.toLowerCase() === wanted);
  return name => {
    const goesOn = name.toLowerCase().startsWith(wanted);
    const alternative = complete && !goesOn;
    return {
      filter: alternative ? typed : name,
      alternative,
      preselect: complete && name.toLowerCase() === wanted,
    };
  };
}
