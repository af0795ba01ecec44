import type { ParsedDocument } from '../../documents.ts';
import { NONE } from '../../syntax/index.ts';
import { decodeReferences } from '../../syntax/references.ts';
import { eventBlockOf } from '../blocks.ts';
import { itemAt, takesList } from '../conditions.ts';
import { ACCESS_FIELD, describeMask } from '../describe/access.ts';
import { valueSets } from '../describe/field.ts';
import { describeOption } from '../describe/keyword.ts';
import { blocks } from '../describe/markdown.ts';
import { describeOptionValue, describeValue } from '../describe/value.ts';
import type { Lookup } from '../lookup.ts';
import type { Answer, TextToken } from './token.ts';

/** What the value of a field or an option means, where that is known. */
export function textHover(
  parsed: ParsedDocument,
  known: Lookup,
  token: TextToken,
  offset: number,
): Answer | null {
  return token.role === 'option'
    ? optionText(parsed, known, token, offset)
    : fieldText(parsed, known, token, offset);
}

function optionText(parsed: ParsedDocument, known: Lookup, token: TextToken, offset: number): Answer | null {
  const { tree, schemas, declared } = parsed;
  const name = tree.name(token.node);
  const { start, end, text } = pieceAt(parsed, token, offset, ',');
  const value = describeOptionValue(known, name, text.trim());
  if (value !== '') return { start, end, markdown: value };
  const option = describeOption(known, schemas, declared.schema, name);
  return option === null ? null : { start: token.start, end: token.end, markdown: option };
}

function fieldText(parsed: ParsedDocument, known: Lookup, token: TextToken, offset: number): Answer | null {
  const { tree, schemas } = parsed;
  const field = tree.name(token.node);
  const condition = tree.attribute(token.node, 'condition');
  const isList = condition !== NONE && takesList(tree.attributeValue(condition));
  const { start, end, text } = isList
    ? pieceAt(parsed, token, offset, ';')
    : { ...token, text: tree.content(token.node).trim() };
  if (field === ACCESS_FIELD) {
    const markdown = describeMask(known, text);
    return markdown === null ? null : { start, end, markdown };
  }
  const block = eventBlockOf(parsed, token.node);
  const tag = block === NONE ? undefined : schemas.newest.tags.get(tree.name(block));
  const ids = tag?.events.map(event => event.id) ?? [];
  const all = known.values.get(field) ?? [];
  const wanted = text.toLowerCase();
  const found = valueSets(known, field, ids).flatMap(set => {
    const value = set.values.find(each => each.value.toLowerCase() === wanted);
    return value ? [describeValue(known, field, all.indexOf(set), value.value)] : [];
  });
  return found.length === 0 ? null : { start, end, markdown: blocks(...found) };
}

/** The item of a list under the pointer, as written and as read. */
function pieceAt(
  { text }: ParsedDocument,
  token: TextToken,
  offset: number,
  separator: string,
): { start: number; end: number; text: string } {
  const piece = itemAt(text.slice(token.start, token.end), offset - token.start, separator);
  const start = token.start + piece.start;
  const end = token.start + piece.end;
  return { start, end, text: decodeReferences(text, start, end) };
}
