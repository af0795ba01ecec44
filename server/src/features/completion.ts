/** Completion: what may stand at the cursor, from the schema that the file declares. */
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { SchemaContext } from '../schema/context.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { NONE } from '../syntax/index.ts';
import { attributeItems, valueItems } from './completion/attributes.ts';
import { documentationOf } from './completion/documentation.ts';
import { elementItems, endTagItems } from './completion/elements.ts';
import { NOTHING, type ItemData, type Items, type Request } from './completion/items.ts';
import { placeAt, type Place } from './completion/place.ts';
import { textItems } from './completion/values.ts';
import { lookup } from './lookup.ts';

export interface CompletionOptions {
  /** The client understands snippets. */
  readonly snippets: boolean;
  /** The character that was typed, where that is what asked for the list. */
  readonly trigger?: string;
}

/** The characters that ask for a list when they are typed. */
export const TRIGGER_CHARACTERS: readonly string[] = ['<', '/', ' ', '"', "'", '=', ';', ',', '>'];

/**
 * The items for a position. Every item has a `textEdit` on one line; its documentation comes with
 * `resolveCompletion`.
 *
 * @param position as in LSP: line and UTF-16 character
 * @returns an empty list in documents that are no Sysmon configuration, and where nothing fits
 */
export function completion(
  parsed: ParsedDocument,
  position: Position,
  knowledge: Knowledge,
  options: CompletionOptions = { snippets: false },
): CompletionList {
  const { items, cut } = itemsAt({
    parsed,
    known: lookup(knowledge),
    offset: parsed.document.offsetAt(position),
    snippets: options.snippets,
    trigger: options.trigger,
  });
  return { isIncomplete: cut, items };
}

function itemsAt(request: Request): Items {
  const { parsed, offset } = request;
  const place = placeAt(parsed, offset);
  if (!place || !(parsed.isSysmon || beginsDocument(parsed, place))) return NOTHING;
  switch (place.kind) {
    case 'element':
      return elementItems(request, place);
    case 'endTag':
      return endTagItems(request, place);
    case 'attribute':
      return attributeItems(request, place);
    case 'value':
      return valueItems(request, place);
    case 'text':
      return textItems(request, place);
  }
}

/** Whether nothing but the tag under the cursor is there yet, so that the document may become Sysmon's. */
function beginsDocument({ tree }: ParsedDocument, place: Place): boolean {
  if (tree.root === NONE) return place.kind === 'element';
  return tree.root === place.node && tree.nodeCount === tree.root + 1 && place.kind !== 'text';
}

/**
 * Adds the documentation to an item that `completion` made.
 *
 * @param item as it came back from the client
 * @returns the item itself where there is nothing to say
 */
export function resolveCompletion(
  item: CompletionItem,
  knowledge: Knowledge,
  schemas: SchemaContext,
): CompletionItem {
  // The data went through the client, so it is only taken for what it should be when it has the shape.
  const data = item.data as Partial<Record<string, unknown>> | null | undefined;
  if (typeof data !== 'object' || data === null || typeof data['of'] !== 'string') return item;
  const value = documentationOf(lookup(knowledge), schemas, data as unknown as ItemData);
  return value === '' ? item : { ...item, documentation: { kind: 'markdown', value } };
}
