import type { LoadedBlock, LoadedRule } from '../../loader/index.ts';
import type { EventTag } from '../../schema/schema.ts';
import { conditionRange, type Advice, type AdviceReport, type JudgedCondition } from '../advice.ts';
import type { CheckContext, Facts } from '../check.ts';
import { comparisonOf, covers } from './atoms.ts';
import { CoverIndex, type Accepts } from './coverIndex.ts';
import { scopesOf, type Scope } from './scopes.ts';
import { lineAt } from './values.ts';

export type RedundancyCode = 'duplicate-condition' | 'duplicate-but-for-case' | 'covered-by-broader';

/** A condition that another one makes needless. */
interface Redundancy {
  readonly code: RedundancyCode;
  readonly condition: JudgedCondition;
  /** The one that stays. */
  readonly by: JudgedCondition;
  /** Sysmon decides by the other one before it comes to this one, or both give the same name. */
  readonly unreachable: boolean;
}

interface Redundancies {
  readonly found: readonly Redundancy[];
  /** How many conditions of a block or a Rule are needless. */
  readonly gone: ReadonlyMap<LoadedBlock | LoadedRule, number>;
}

const known = new WeakMap<Advice, Redundancies>();

/**
 * The conditions that may go because another one matches whatever they match. They are found together,
 * so that of conditions that make each other needless one always stays.
 */
function redundancies(advice: Advice): Redundancies {
  let result = known.get(advice);
  if (!result) {
    const found = new Search(advice).run();
    result = { found, gone: countGone(found) };
    known.set(advice, result);
  }
  return result;
}

/** Where a scope has no more conditions on a field than this, each is held against each. */
const FEW = 6;

class Search {
  private readonly found: Redundancy[] = [];
  private readonly gone = new Set<JudgedCondition>();
  /** A number for each condition that changes where the name does. */
  private readonly runs = new Map<JudgedCondition, number>();
  /** Whether all conditions of a block give the same name. */
  private readonly oneName = new Map<LoadedBlock, boolean>();

  constructor(private readonly advice: Advice) {}

  run(): Redundancy[] {
    const decisive = new Map<string, Scope[]>();
    for (const scope of scopesOf(this.advice)) {
      if (scope.conditions.length > 1) {
        this.searchDuplicates(scope);
        if (scope.relation === 'or') this.searchCovered(scope);
      }
      if (!scope.decisive) continue;
      const { event, onmatch } = scope.block;
      const key = `${event} ${onmatch}`;
      const same = decisive.get(key);
      if (same) same.push(scope);
      else decisive.set(key, [scope]);
    }
    for (const scopes of decisive.values()) if (scopes.length > 1) this.searchOtherBlocks(scopes);
    return this.found;
  }

  /** Within a scope the first one stays: Sysmon comes to it first. */
  private searchDuplicates(scope: Scope): void {
    const firsts = new Firsts();
    for (const condition of scope.conditions) {
      const same = firsts.find(condition.loaded.field, condition);
      if (same) this.add(condition, same, scope.decisive);
      else firsts.add(condition.loaded.field, condition);
    }
  }

  private searchCovered(scope: Scope): void {
    const byField = new Map<string, JudgedCondition[]>();
    for (const condition of scope.conditions) {
      if (condition.meaning.negated || this.gone.has(condition)) continue;
      const same = byField.get(condition.loaded.field);
      if (same) same.push(condition);
      else byField.set(condition.loaded.field, [condition]);
    }
    for (const conditions of byField.values()) {
      if (conditions.length < 2) continue;
      const find = conditions.length <= FEW ? among(conditions) : indexed(conditions);
      const before = new Set<JudgedCondition>();
      for (const condition of conditions) {
        // Of two that cover each other the first one stays.
        const by = find(condition, broad => before.has(broad) || !coversBack(condition, broad));
        before.add(condition);
        // One that comes first and gives another name is there for its name.
        if (!by || (!before.has(by) && !this.sameNames(scope, condition, by))) continue;
        this.add(condition, by, scope.decisive, 'covered-by-broader');
      }
    }
  }

  /**
   * Sysmon tries the blocks of an event from the last one of the file to the first, so a condition that is
   * enough for its block and stands in a later block again is never come to.
   */
  private searchOtherBlocks(scopes: readonly Scope[]): void {
    const places = new Places(this.advice.parsed.schemas.newest.tags.get(scopes[0]!.block.event));
    const later = new Firsts();
    for (const scope of [...scopes].reverse()) {
      const own: JudgedCondition[] = [];
      for (const condition of scope.conditions) {
        if (this.gone.has(condition)) continue;
        const same = later.find(places.of(condition), condition);
        if (same) this.add(condition, same, true);
        else own.push(condition);
      }
      for (const condition of own) later.add(places.of(condition), condition);
    }
  }

  /** All conditions from one to the other give the same name, so it does not matter which of them decides. */
  private sameNames({ block }: Scope, a: JudgedCondition, b: JudgedCondition): boolean {
    if (a.loaded.name !== b.loaded.name) return false;
    if (this.hasOneName(block)) return true;
    if (!this.runs.has(a)) {
      let run = 0;
      let name: string | null | undefined;
      // The conditions of the whole block count: one of a Rule that fails can give its name as well.
      for (const condition of this.advice.byBlock.get(block)!) {
        if (condition.loaded.name !== name) run++;
        name = condition.loaded.name;
        this.runs.set(condition, run);
      }
    }
    return this.runs.get(a) === this.runs.get(b);
  }

  private hasOneName(block: LoadedBlock): boolean {
    let oneName = this.oneName.get(block);
    if (oneName === undefined) {
      const [first] = block.conditions;
      oneName = block.conditions.every(({ name }) => name === first!.name);
      this.oneName.set(block, oneName);
    }
    return oneName;
  }

  private add(
    condition: JudgedCondition,
    by: JudgedCondition,
    unreachable: boolean,
    code: RedundancyCode = condition.value === by.value ? 'duplicate-condition' : 'duplicate-but-for-case',
  ): void {
    this.gone.add(condition);
    this.found.push({ code, condition, by, unreachable });
  }
}

/** `narrow` covers the one that was found to cover it, so that the two mean the same. */
function coversBack(narrow: JudgedCondition, broad: JudgedCondition): boolean {
  // Two single comparisons mean the same only where they are the same.
  if (narrow.items.length === 1 && broad.items.length === 1) {
    const [own, other] = [narrow.items[0]!, broad.items[0]!];
    return own === other && comparisonOf(narrow, own) === comparisonOf(broad, other);
  }
  return covers(narrow, broad);
}

type Find = (condition: JudgedCondition, accepts: Accepts) => JudgedCondition | null;

function among(conditions: readonly JudgedCondition[]): Find {
  return (condition, accepts) =>
    conditions.find(broad => broad !== condition && covers(broad, condition) && accepts(broad)) ?? null;
}

function indexed(conditions: readonly JudgedCondition[]): Find {
  const index = new CoverIndex();
  for (const condition of conditions) index.add(condition);
  return (condition, accepts) => index.find(condition, accepts);
}

/** A condition, and others with the same value that are not like it. */
interface First {
  readonly place: string;
  readonly condition: JudgedCondition;
  readonly next: First | undefined;
}

/** The first condition of each kind: the same condition for the same place, with the same value but for case. */
class Firsts {
  private readonly byValue = new Map<string, First>();

  add(place: string, condition: JudgedCondition): void {
    const next = this.byValue.get(condition.folded);
    this.byValue.set(condition.folded, { place, condition, next });
  }

  find(place: string, { folded, meaning }: JudgedCondition): JudgedCondition | null {
    let first = this.byValue.get(folded);
    // Each condition has one meaning, and each meaning one condition.
    while (first && (first.condition.meaning !== meaning || first.place !== place)) first = first.next;
    return first?.condition ?? null;
  }
}

/**
 * Names for the places that conditions look at. A block keeps the position of a field in the id that it is
 * compiled to, so conditions of two blocks look at the same only where the positions are equal.
 */
export class Places {
  private readonly names = new Map<string, string>();

  constructor(private readonly tag: EventTag | undefined) {}

  of({ loaded: { field }, block: { eventId } }: JudgedCondition): string {
    const events = this.tag?.events ?? [];
    if (events.length < 2) return field;
    const key = `${field} ${eventId}`;
    let name = this.names.get(key);
    if (name === undefined) {
      const event = events.find(({ id }) => id === eventId);
      name = `${field} at ${event?.fields.findIndex(each => each.name === field) ?? 0}`;
      this.names.set(key, name);
    }
    return name;
  }
}

/** Reports the needless conditions of one code. */
export function reportRedundant(advice: Advice, code: RedundancyCode, report: AdviceReport): void {
  const { found, gone } = redundancies(advice);
  const { tree } = advice.parsed;
  for (const { code: own, condition, by, unreachable } of found) {
    if (own !== code) continue;
    const { loaded, block } = condition;
    const { rule } = loaded;
    const ruleIsAlone = rule?.source.conditions.length === 1;
    const sameName = loaded.name === by.loaded.name;
    const blockKeeps = block.conditions.length > gone.get(block)!;
    const ruleKeeps = !rule || ruleIsAlone || rule.source.conditions.length > gone.get(rule)!;
    const safe = unreachable && sameName && blockKeeps && ruleKeeps && !mayChangeId(advice, condition, by);
    report(...conditionRange(advice.parsed, condition), {
      field: loaded.field,
      condition: loaded.condition,
      value: condition.value,
      byCondition: by.loaded.condition,
      byValue: by.value,
      by: tree.start(by.loaded.source.node),
      otherBlock: String(by.block !== block),
      name: loaded.name ?? '',
      sameName: String(sameName),
      unreachable: String(unreachable),
      safe: String(safe),
      // The element to delete; none where the block would be left empty, which means something else.
      ...(block.conditions.length > 1 && { node: ruleIsAlone ? rule.source.node : loaded.source.node }),
    });
  }
}

function countGone(found: readonly Redundancy[]): Redundancies['gone'] {
  const gone = new Map<LoadedBlock | LoadedRule, number>();
  for (const { condition } of found) {
    const { rule } = condition.loaded;
    gone.set(condition.block, (gone.get(condition.block) ?? 0) + 1);
    if (rule) gone.set(rule, (gone.get(rule) ?? 0) + 1);
  }
  return gone;
}

/** Without its fields a block of several ids may be compiled to another one. */
function mayChangeId(advice: Advice, { block }: JudgedCondition, by: JudgedCondition): boolean {
  if (by.block === block) return false;
  return (advice.parsed.schemas.newest.tags.get(block.event)?.events.length ?? 1) > 1;
}

/** Where the condition that stays stands, with the comma that closes it. */
export function otherPlace(facts: Facts, context: CheckContext): string {
  const block = facts.text('otherBlock') === 'true' ? ', in another block of this event' : '';
  return `in line ${lineAt(context, facts.number('by'))}${block},`;
}

/** What is said of a needless condition whose name is another one than that of the condition that stays. */
export function aboutNames(facts: Facts): string {
  if (facts.text('sameName') === 'true') return '';
  const name = facts.text('name');
  if (facts.text('unreachable') !== 'true') {
    return ' The two have different names: without this one, events may get another RuleName.';
  }
  return name === ''
    ? ' Events get the name of the other one.'
    : ` Its name “${name}” is never given: the other one decides first.`;
}
