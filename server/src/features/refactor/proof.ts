/** What a change of the text changes of what Sysmon does, tried with the engine on events at the edges of conditions. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, type Edit } from '../../checks/fix.ts';
import { parseDocument, type ParsedDocument } from '../../documents.ts';
import { loadDocument, loadedOf } from '../../loadDocument.ts';
import { effectOf, type LoadedBlock, type LoadedCondition, type Problem } from '../../loader/index.ts';
import { CONDITIONS, listItems } from '../../matching/conditions.ts';
import { createEngine, type Engine } from '../../matching/engine.ts';
import type { Environment } from '../../matching/environment.ts';
import type { EventDefinition } from '../../schema/types.ts';
import type { Change } from './refactoring.ts';

export type Fields = Readonly<Record<string, string>>;

/** So many conditions of a block and of the other ones of its event are looked at, and so many of their items. */
const MOST_CONDITIONS = 60;
const MOST_ITEMS = 6;
const MOST_EVENTS = 1500;

/**
 * What edits change for the events of a block, as far as events made from its conditions show.
 *
 * @returns `refused` where the loader would refuse or drop more than before
 */
export function changeBy(
  parsed: ParsedDocument,
  edits: readonly Edit[],
  block: LoadedBlock,
  environment: Environment,
): Change | 'refused' {
  const { uri, languageId } = parsed.document;
  const text = applyEdits(parsed.text, edits);
  const after = parseDocument(TextDocument.create(uri, languageId, 0, text), parsed.schemas);
  const before = loadedOf(parsed);
  const loaded = loadDocument(after);
  if (isWorse(before.problems, loaded.problems)) return 'refused';
  const ids = parsed.schemas.newest.tags.get(block.event)?.events ?? [];
  return compare(
    createEngine(parsed, before, environment),
    createEngine(after, loaded, environment),
    ids,
    eventsAround(parsed, block),
  );
}

/** How the verdicts of two engines on some events differ. */
export function compare(
  one: Engine,
  other: Engine,
  ids: readonly EventDefinition[],
  events: Iterable<Fields>,
): Change {
  let change: Change = 'nothing';
  for (const fields of events) {
    for (const { id } of ids) {
      const a = one.judge(id, name => fields[name]);
      const b = other.judge(id, name => fields[name]);
      if (a.logged !== b.logged) return 'logged';
      if (a.ruleName !== b.ruleName) change = 'names';
    }
  }
  return change;
}

function isWorse(before: readonly Problem[], after: readonly Problem[]): boolean {
  const serious = (problems: readonly Problem[]): number =>
    problems.filter(({ code }) => ['rejected', 'dropped'].includes(effectOf(code))).length;
  return serious(after) > serious(before);
}

/**
 * Events that conditions of a block are just met by and just not: each field with each text that a condition
 * asks for, with something before or behind it, beside other fields that satisfy the block or do not.
 */
export function eventsAround(parsed: ParsedDocument, block: LoadedBlock): Fields[] {
  const own = sample(block.conditions);
  const others = sample(
    loadedOf(parsed)
      .blocks.filter(each => each !== block && each.event === block.event)
      .flatMap(({ conditions }) => conditions),
  );
  const texts = new Map<string, Set<string>>();
  const satisfying: Record<string, string>[] = [{}, {}, {}];
  for (const condition of [...own, ...others]) {
    let of = texts.get(condition.field);
    if (!of) texts.set(condition.field, (of = new Set(['', 'zz'])));
    const around = textsAround(parsed, condition);
    for (const text of around) of.add(text);
    // The first, the last and all of the conditions on a field at once are what the other fields are set to.
    const fits = fitting(parsed, condition);
    if (!own.includes(condition)) continue;
    satisfying[0]![condition.field] ??= fits;
    satisfying[1]![condition.field] = fits;
    satisfying[2]![condition.field] = (satisfying[2]![condition.field] ?? '') + fits;
  }
  const events: Fields[] = [{}, ...satisfying];
  // Round by round, so that each field has its turn before the events are enough.
  const lists = [...texts].map(([field, all]) => ({ field, all: [...all] }));
  const longest = Math.max(0, ...lists.map(({ all }) => all.length));
  for (let i = 0; i < longest && events.length < MOST_EVENTS; i++) {
    for (const { field, all } of lists) {
      const text = all[i];
      if (text === undefined) continue;
      events.push({ [field]: text });
      for (const base of satisfying) {
        events.push({ ...base, [field]: text });
        // Beside another field that does not fit.
        const other = lists[(lists.findIndex(each => each.field === field) + 1 + i) % lists.length]!;
        if (other.field !== field) events.push({ ...base, [other.field]: 'zz', [field]: text });
      }
    }
  }
  return events;
}

/** The first and the last ones, where there are many. */
function sample(conditions: readonly LoadedCondition[]): LoadedCondition[] {
  if (conditions.length <= MOST_CONDITIONS) return [...conditions];
  const half = MOST_CONDITIONS / 2;
  return [...conditions.slice(0, half), ...conditions.slice(-half)];
}

function itemsOf({ tree }: ParsedDocument, { condition, source }: LoadedCondition): readonly string[] {
  const { list, comparison } = CONDITIONS.get(condition)!;
  const value = tree.content(source.node);
  const items = list ? listItems(value, comparison) : [value];
  return items.length <= MOST_ITEMS
    ? items
    : [...items.slice(0, MOST_ITEMS / 2), ...items.slice(-MOST_ITEMS / 2)];
}

function textsAround(parsed: ParsedDocument, condition: LoadedCondition): string[] {
  const items = itemsOf(parsed, condition);
  const whole = parsed.tree.content(condition.source.node);
  return [
    ...items.flatMap(item => [item, `x${item}`, `${item}x`, `x${item}x`, `x\\${item}`, item.toUpperCase()]),
    whole,
    items.join(' '),
  ];
}

/** A text for the field that a condition holds for, as well as may be. */
function fitting(parsed: ParsedDocument, condition: LoadedCondition): string {
  const { negated, every, comparison } = CONDITIONS.get(condition.condition)!;
  if (negated) return 'zz';
  const items = itemsOf(parsed, condition);
  const [first = ''] = items;
  if (every) return items.join(' ');
  if (comparison === 'less') return '';
  return comparison === 'more' ? `${first}z` : first;
}
