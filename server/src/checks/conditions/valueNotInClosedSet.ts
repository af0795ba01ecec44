import type { LoadedBlock } from '../../loader/index.ts';
import type { Schema } from '../../schema/schema.ts';
import { holds } from '../../matching/conditions.ts';
import { oncePer } from '../../once.ts';
import type { Advice, JudgedCondition } from '../advice.ts';
import { nearest, orList } from '../check.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { SINGLE_NAMES } from './atoms.ts';
import { closedSet, idsOfCondition, valuesOfAnyField } from './closedSets.ts';
import { looksForValue } from './meanings.ts';
import { changed, consequence, quote, quoteAll, reportItems, withItems } from './values.ts';

export const valueNotInClosedSet = conditionCheck({
  code: 'value-not-in-closed-set',
  effect: 'never',
  level: 'warning',
  title: 'Value that a field never has',
  concern: {
    fields: ({ values }) => values.filter(({ closed }) => closed).map(({ field }) => field),
    meaning: looksForValue,
  },
  look(condition, advice, report) {
    const values = possibleValues(advice, condition);
    if (values === null) return;
    const name = SINGLE_NAMES[condition.meaning.comparison];
    reportItems(
      advice,
      condition,
      // What is around the value is the matter of other checks.
      item => isPlain(item) && !values.compared.some(value => holds(name, item.trim(), value)),
      report,
      { values: values.told },
    );
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

interface PossibleValues {
  /** Those that a message names. */
  readonly told: readonly string[];
  /** Those and what any field may read. */
  readonly compared: readonly string[];
}

/** What fields can have, by field and event; null where that may be anything. It is the same for all documents. */
const knownValues = oncePer<Schema, Map<string, PossibleValues | null>>(() => new Map());

function possibleValues(advice: Advice, { block, loaded }: JudgedCondition): PossibleValues | null {
  const known = knownValues(advice.parsed.schemas.newest);
  const key = `${loaded.field} ${block.event} ${block.eventId}`;
  let values = known.get(key);
  if (values === undefined) {
    const told = valuesOf(advice, block, loaded.field);
    values = told && { told, compared: [...told, ...valuesOfAnyField(advice.knowledge)] };
    known.set(key, values);
  }
  return values;
}

function valuesOf(
  { knowledge, parsed }: Advice,
  block: LoadedBlock,
  field: string,
): readonly string[] | null {
  const values = new Set<string>();
  for (const id of idsOfCondition(parsed.schemas.newest, block, field)) {
    const set = closedSet(knowledge, field, id);
    if (!set) return null;
    for (const value of set) values.add(value);
  }
  return values.size === 0 ? null : [...values];
}
