import type { ParsedDocument } from '../../documents.ts';
import { MAX_NAME_BYTES } from '../../loader/blocks.ts';
import type { Condition, EventBlock } from '../../model/index.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import type { CheckContext, Facts } from '../check.ts';
import type { Edit } from '../fix.ts';
import { elementAt } from '../places.ts';
import { rename } from './rename.ts';

/**
 * Gives a field that Sysmon refuses another name; null where the field would then be found wrong in
 * another way, which the loader does not say of a field that it does not know.
 */
export function renameField(name: string, facts: Facts, context: CheckContext): readonly Edit[] | null {
  const { parsed } = context;
  const found = findCondition(parsed, elementAt(parsed.tree, facts.problem.start));
  return found && fits(parsed, found, name) ? rename(name, facts, context) : null;
}

/** The condition of a node, `null` where it is none. */
export function findCondition({ configuration }: ParsedDocument, node: Node): Condition | null {
  for (const block of configuration.blocks) {
    for (const condition of conditionsOf(block)) if (condition.node === node) return condition;
  }
  return null;
}

function* conditionsOf(block: EventBlock): Iterable<Condition> {
  for (const item of block.items) {
    if (item.kind === 'condition') yield item;
    else yield* item.conditions;
  }
}

function fits(parsed: ParsedDocument, condition: Condition, name: string): boolean {
  const { tree, schemas } = parsed;
  const value = condition.condition === NONE ? '' : tree.attributeValue(condition.condition).toLowerCase();
  if (value !== '' && !schemas.newest.conditions.includes(value)) return false;
  if (condition.name !== NONE && tree.attributeValue(condition.name).length * 3 > MAX_NAME_BYTES)
    return false;
  const tag = schemas.newest.tags.get(condition.block.tag);
  // A block of an event that is not known is not compiled.
  if (!tag) return true;
  const fields = new Set([name]);
  for (const other of conditionsOf(condition.block)) {
    if (other !== condition && tag.fields.has(other.field)) fields.add(other.field);
  }
  return tag.events.some(event => {
    const known = new Set(event.fields.map(field => field.name));
    return [...fields].every(field => known.has(field));
  });
}
