import type { Knowledge } from '../../schema/knowledge.ts';
import type { Schema } from '../../schema/schema.ts';
import { holds } from '../../matching/conditions.ts';
import type { JudgedCondition } from '../advice.ts';
import { adviceCheck, nearest, orList } from '../check.ts';
import { SINGLE_NAMES } from './atoms.ts';
import { closedSet, idsOfCondition, valuesOfAnyField } from './closedSets.ts';
import { changed, consequence, quote, quoteAll, reportItems, withItems } from './values.ts';

export const valueNotInClosedSet = adviceCheck({
  code: 'value-not-in-closed-set',
  effect: 'never',
  level: 'warning',
  title: 'Value that a field never has',
  run(advice, report) {
    const { knowledge } = advice;
    const fields = new Set(knowledge.values.filter(({ closed }) => closed).map(({ field }) => field));
    const known = new Map<string, readonly string[] | null>();
    const ofAnyField = valuesOfAnyField(knowledge);
    for (const condition of advice.conditions) {
      const { loaded, block, meaning } = condition;
      if (!fields.has(loaded.field) || meaning.negated) continue;
      if (meaning.comparison === 'less' || meaning.comparison === 'more') continue;
      const key = `${loaded.field} ${block.event} ${block.eventId}`;
      let values = known.get(key);
      if (values === undefined) {
        known.set(key, (values = possibleValues(knowledge, advice.parsed.schemas.newest, condition)));
      }
      if (values === null) continue;
      const compared = [...values, ...ofAnyField];
      reportItems(
        advice,
        condition,
        // What is around the value is the matter of other checks.
        item =>
          isPlain(item) &&
          !compared.some(value => holds(SINGLE_NAMES[meaning.comparison], item.trim(), value)),
        report,
        { values },
      );
    }
  },
  message: facts =>
    `${facts.text('field')} of this event is always ${orList(facts.list('values').map(quote))}, so ${consequence(facts)}: it never is ${quoteAll(facts.list('wrong'))}. Use one of its values.`,
  fixes: (facts, context) => {
    const wrong = facts.list('wrong');
    if (wrong.length !== 1) return [];
    return nearest(wrong[0]!, facts.list('values')).map((meant, index) => ({
      ...changed(
        context,
        facts,
        `Change to ${quote(meant)}`,
        withItems(facts, () => meant),
      ),
      preferred: index === 0,
    }));
  },
});

/** Not empty, and neither a list nor a pattern, a quoted text or a variable. */
function isPlain(item: string): boolean {
  return item.trim() !== '' && !/[;*?"'%]/.test(item);
}

function possibleValues(
  knowledge: Knowledge,
  schema: Schema,
  { block, loaded }: JudgedCondition,
): readonly string[] | null {
  const values = new Set<string>();
  for (const id of idsOfCondition(schema, block, loaded.field)) {
    const set = closedSet(knowledge, loaded.field, id);
    if (!set) return null;
    for (const value of set) values.add(value);
  }
  return values.size === 0 ? null : [...values];
}
