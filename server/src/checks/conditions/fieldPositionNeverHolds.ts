import type { LoadedBlock } from '../../loader/index.ts';
import type { Knowledge } from '../../schema/knowledge.ts';
import type { Schema } from '../../schema/schema.ts';
import { conditionRange, type Advice, type JudgedCondition } from '../advice.ts';
import { adviceCheck, andList } from '../check.ts';
import { closedSet, idsOfCondition } from './closedSets.ts';

export const fieldPositionNeverHolds = adviceCheck({
  code: 'field-position-never-holds',
  effect: 'never',
  level: 'information',
  title: 'Condition that silently holds for some ids of its event only',
  run(advice, report) {
    const { knowledge, parsed, byTag } = advice;
    const schema = parsed.schemas.newest;
    for (const [tag, blocks] of byTag) {
      const events = schema.tags.get(tag)?.events ?? [];
      if (events.length < 2) continue;
      for (const block of blocks) {
        const conditions = advice.byBlock.get(block)!;
        const fields = new Set(conditions.map(({ loaded }) => loaded.field));
        // Ids that the block could have been compiled to as well: where there are none, its fields say which is meant.
        const others = events.filter(
          event =>
            event.id !== block.eventId &&
            [...fields].every(field => event.fields.some(({ name }) => name === field)),
        );
        if (others.length === 0) continue;
        // By field: the ids for which it holds, and those of the others for which it does not.
        const known = new Map<
          string,
          { readonly ids: readonly number[]; readonly lost: readonly number[] }
        >();
        const told = new Set<string>();
        for (const condition of conditions) {
          const { field } = condition.loaded;
          if (told.has(field)) continue;
          let place = known.get(field);
          if (!place) {
            const ids = idsOfCondition(schema, block, field);
            const lost = others.map(({ id }) => id).filter(id => !ids.includes(id));
            known.set(field, (place = { ids, lost }));
          }
          const { ids, lost } = place;
          if (lost.length === 0) continue;
          const missed = lost.filter(id => !isRuledOut(knowledge, schema, condition, conditions, id));
          if (missed.length === 0) continue;
          told.add(field);
          report(...conditionRange(parsed, condition), {
            field,
            event: tag,
            ids: ids.map(String),
            missed: missed.map(String),
            own: ownFields(schema, block, missed),
          });
        }
      }
    }
  },
  message: facts => {
    const ids = facts.list('ids');
    const missed = facts.list('missed');
    const own = facts.list('own');
    const instead =
      own.length > 0
        ? ` To have the condition for ${missed.length > 1 ? 'those' : 'that one'} too, write further blocks, each with a condition on a field that only that id has: ${own.join(', ')}.`
        : '';
    return `This ${facts.text('event')} block is compiled for event ${ids[0]}, where ${facts.text('field')} stands at another place than in ${andList(missed)}, so in Sysmon’s open-source engine the condition holds for event ${andList(ids)} only and never for ${andList(missed)}, without a word.${instead}`;
  },
});

/** Fields by which a block is compiled to one of some ids, with the id. */
function ownFields(schema: Schema, block: LoadedBlock, ids: readonly number[]): readonly string[] {
  const events = schema.tags.get(block.event)?.events ?? [];
  return ids.flatMap(id => {
    const event = events.find(each => each.id === id);
    const own = event?.fields.find(({ name }) =>
      events.every(each => each.id === id || each.fields.every(field => field.name !== name)),
    );
    return own ? [`${own.name} for ${id}`] : [];
  });
}

/** A condition that must hold as well already says that events of this id are not meant. */
function isRuledOut(
  knowledge: Knowledge,
  schema: Schema,
  condition: JudgedCondition,
  conditions: Advice['conditions'],
  id: number,
): boolean {
  const { rule } = condition.loaded;
  const together = conditions.filter(({ loaded, block }) =>
    rule?.relation === 'and' ? loaded.rule === rule : block.relation === 'and' && loaded.rule === null,
  );
  return together.some(other => {
    const { loaded, block, meaning } = other;
    if (loaded.field === condition.loaded.field || meaning.comparison !== 'equal' || meaning.negated)
      return false;
    if (!idsOfCondition(schema, block, loaded.field).includes(id)) return false;
    const values = closedSet(knowledge, loaded.field, id);
    return values !== null && !values.some(value => other.items.includes(value.toLowerCase()));
  });
}
