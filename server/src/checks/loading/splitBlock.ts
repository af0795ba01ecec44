import type { ParsedDocument } from '../../documents.ts';
import type { Condition, EventBlock, Rule } from '../../model/index.ts';
import type { EventTag } from '../../schema/schema.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import { behindComment, indentationAt, insert, lineEndOf, removeLines, type Edit } from '../fix.ts';
import { findCondition } from './renameField.ts';

/** A block to be: the ids that have all the fields of its items. */
interface Part {
  ids: readonly number[];
  readonly items: (Rule | Condition)[];
}

/**
 * The edits that split a block whose fields no id of its event has together: what does not fit the first
 * ones moves to blocks of its own behind it. Null where it cannot be split, since one Rule mixes ids.
 *
 * @param misfit the field that does not fit
 */
export function splitEdits(parsed: ParsedDocument, misfit: Node): readonly Edit[] | null {
  const { tree, text, schemas } = parsed;
  const block = findCondition(parsed, misfit)?.block;
  const tag = block && schemas.newest.tags.get(block.tag);
  if (!block || !tag || tree.endTagStart(block.node) === NONE) return null;
  const parts = partsOf(block, tag);
  if (!parts || parts.length < 2) return null;
  const eol = lineEndOf(text);
  const margin = indentationAt(text, tree.start(block.node));
  const startTag = text.slice(tree.start(block.node), tree.startTagEnd(block.node));
  const edits: Edit[] = [];
  let added = '';
  for (const { items } of parts.slice(1)) {
    added += `${eol}${margin}${startTag}`;
    for (const { node } of items) {
      const end = behindComment(tree, node);
      added += `${eol}${indentationAt(text, tree.start(node))}${text.slice(tree.start(node), end)}`;
      edits.push(removeLines(text, tree.start(node), end));
    }
    added += `${eol}${margin}</${block.tag}>`;
  }
  edits.push(insert(tree.end(block.node), added));
  return edits;
}

/** Each item in the first part that it fits; null where one fits nothing. */
function partsOf(block: EventBlock, tag: EventTag): readonly Part[] | null {
  const parts: Part[] = [];
  for (const item of block.items) {
    const ids = idsWith(item, tag);
    if (ids.length === 0) return null;
    const part = parts.find(each => each.ids.some(id => ids.includes(id)));
    if (part) {
      part.ids = part.ids.filter(id => ids.includes(id));
      part.items.push(item);
    } else {
      parts.push({ ids, items: [item] });
    }
  }
  return parts;
}

function idsWith(item: Rule | Condition, tag: EventTag): readonly number[] {
  const fields = (item.kind === 'condition' ? [item] : item.conditions).map(({ field }) => field);
  return tag.events
    .filter(event => fields.every(field => event.fields.some(({ name }) => name === field)))
    .map(({ id }) => id);
}
