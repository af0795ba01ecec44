import type { ProblemData } from '../../loader/index.ts';
import { RULE } from '../../model/index.ts';
import type { Advice, JudgedCondition } from '../advice.ts';
import type { CheckContext, Facts } from '../check.ts';
import { escapeText, insert, type Fix, lineEndOf } from '../fix.ts';
import { valueRange } from '../advice.ts';
import { decisiveConditions } from '../conditions/scopes.ts';
import { combinationOf } from './combination.ts';
import { indentOf, marginOf } from './edits.ts';
import { oncePer } from '../../once.ts';

/** The condition by itself keeps an event out of the log. For events that are never logged none does. */
export function isExcluding(advice: Advice, { index }: JudgedCondition): boolean {
  return excludingConditions(advice)[index] === 1;
}

/** By the index of a condition: 1 where it stands in an exclude block and is enough for it. */
const excludingConditions = oncePer((advice: Advice): Uint8Array => {
  const found = new Uint8Array(advice.conditions.length);
  for (const blocks of advice.byTag.values()) {
    if (!combinationOf(blocks).logs) continue;
    for (const block of blocks) {
      if (block.onmatch !== 'exclude') continue;
      for (const { index } of decisiveConditions(advice, block)) found[index] = 1;
    }
  }
  return found;
});

/** Where the items of a value stand, and the items as Sysmon compares them; the whole value where it is no list. */
export function itemsOf({ parsed }: Advice, condition: JudgedCondition): readonly ItemPlace[] {
  const { folded, hasSemicolons } = condition;
  if (!hasSemicolons || !condition.verbatim) {
    const [from, to] = valueRange(parsed, condition);
    if (!hasSemicolons) return [{ item: folded, start: from, end: to }];
    return condition.items.map(item => ({ item, start: from, end: to }));
  }
  let at = condition.start;
  return folded.split(';').map(item => {
    const from = at;
    at += item.length + 1;
    return { item, start: from, end: from + item.length };
  });
}

export interface ItemPlace {
  readonly item: string;
  readonly start: number;
  readonly end: number;
}

/** What the fix that adds a second condition needs: see `withSecondCondition`. */
export function secondConditionFor(advice: Advice, { loaded, block }: JudgedCondition): ProblemData {
  const { parsed } = advice;
  const at = parsed.tree.start(loaded.source.node);
  // In an AND the bare conditions on the same field are alternatives, which a Rule would take apart.
  const bare = !loaded.rule && (block.relation === 'or' || block.conditions.length === 1);
  if (!bare || (parsed.declared.number ?? 0) < FIRST_WITH_RULES) return { at };
  const second = secondFor(advice, block.event, loaded.field);
  return second < 0 ? { at } : { at, second };
}

/** The place among `secondConditions` of one that goes with a field of an event; negative where none does. */
function secondFor(advice: Advice, event: string, field: string): number {
  const known = knownSeconds(advice);
  const key = `${event} ${field}`;
  let second = known.get(key);
  if (second === undefined) {
    const { parsed, knowledge } = advice;
    second =
      parsed.schemas.platform === 'linux'
        ? -1
        : knowledge.policy.secondConditions.findIndex(
            each => each.with.includes(field) && isFieldOf(parsed, event, each.field),
          );
    known.set(key, second);
  }
  return second;
}

const knownSeconds = oncePer<Advice, Map<string, number>>(() => new Map());

/** The first version, in hundredths, that has Rules. */
const FIRST_WITH_RULES = 422;

/**
 * The event has the field, in the declared version as well. Where an element stands for several events a
 * condition may hold for one of them only, so there no field will do.
 */
function isFieldOf({ declared, schemas }: Advice['parsed'], event: string, field: string): boolean {
  return [declared.schema, schemas.newest].every(schema => {
    const tag = schema.tags.get(event);
    return tag?.events.length === 1 && tag.fields.has(field);
  });
}

/** Puts the condition into a Rule together with one that an attacker does not meet. */
export function withSecondCondition(facts: Facts, { parsed: { tree }, knowledge }: CheckContext): Fix[] {
  const second = knowledge.policy.secondConditions[facts.number('second')];
  if (!second) return [];
  const node = tree.nodeAt(facts.number('at'));
  const start = tree.start(node);
  const margin = marginOf(tree, start);
  const open = `<${RULE} groupRelation="and">`;
  const close = `</${RULE}>`;
  const { field, condition, value, title } = second;
  const added = `<${field} condition="${condition}">${escapeText(value)}</${field}>`;
  const line = margin === null ? '' : `${lineEndOf(tree.text)}${margin}`;
  const inner = margin === null ? '' : `${line}${indentOf(tree, node)}`;
  return [
    {
      title: `Exclude it only ${title}`,
      edits: [insert(start, `${open}${inner}`), insert(tree.end(node), `${inner}${added}${line}${close}`)],
    },
  ];
}
