import type { LoadedBlock, LoadedRule, ProblemData } from '../../loader/index.ts';
import type { EventTag } from '../../schema/schema.ts';
import type { EventDefinition } from '../../schema/types.ts';
import type { Advice, AdviceReport, DataOnDemand, JudgedCondition } from '../advice.ts';
import type { CheckContext, Facts } from '../check.ts';
import { areSame } from '../foldedValues.ts';
import { Mark } from '../marks.ts';
import { comparisonOf, covers } from './atoms.ts';
import { CoverIndex, type Accepts } from './coverIndex.ts';
import { scopesOf, type Scope } from './scopes.ts';
import { lineAt } from './values.ts';
import { oncePer } from '../../once.ts';

export type RedundancyCode = 'duplicate-condition' | 'duplicate-but-for-case' | 'covered-by-broader';

/** A condition that another one makes needless. */
class Redundancy implements DataOnDemand {
  constructor(
    private readonly search: Search,
    readonly code: RedundancyCode,
    readonly condition: JudgedCondition,
    /** The one that stays. */
    readonly by: JudgedCondition,
    /** Sysmon decides by the other one before it comes to this one, or both give the same name. */
    readonly unreachable: boolean,
  ) {}

  toData(): ProblemData {
    const { search, condition, by, unreachable } = this;
    const { loaded, block } = condition;
    const { rule } = loaded;
    const ruleIsAlone = rule?.source.conditions.length === 1;
    const sameName = loaded.name === by.loaded.name;
    const blockKeeps = block.conditions.length > search.goneFrom(block);
    const ruleKeeps = !rule || ruleIsAlone || rule.source.conditions.length > search.goneFrom(rule);
    const safe =
      unreachable && sameName && blockKeeps && ruleKeeps && !mayChangeId(search.advice, condition, by);
    return {
      field: loaded.field,
      condition: loaded.condition,
      value: condition.value,
      byCondition: by.loaded.condition,
      byValue: by.value,
      by: search.advice.parsed.tree.start(by.loaded.source.node),
      otherBlock: String(by.block !== block),
      name: loaded.name ?? '',
      sameName: String(sameName),
      unreachable: String(unreachable),
      safe: String(safe),
      // The element to delete; none where the block would be left empty, which means something else.
      ...(block.conditions.length > 1 && { node: ruleIsAlone ? rule.source.node : loaded.source.node }),
    };
  }
}

/**
 * The conditions that may go because another one matches whatever they match. They are found together,
 * so that of conditions that make each other needless one always stays.
 */
const redundancies = oncePer((advice: Advice) => new Search(advice));

/** Where a scope has no more conditions on a field than this, each is held against each. */
const FEW = 6;

class Search {
  readonly found: Redundancy[] = [];
  private readonly firsts: Firsts;
  private readonly index: CoverIndex;
  /** By the index of a condition: 1 where it is needless. */
  private readonly gone: Uint8Array;
  /** How many conditions of a block or a Rule are needless; counted when it is first asked for. */
  private goneCounts: Map<LoadedBlock | LoadedRule, number> | null = null;
  /** By the index of a condition: a number that changes where the name does; zero where it is not known yet. */
  private readonly runs: Uint32Array;
  /** Whether all conditions of a block give the same name. */
  private readonly oneName = new Map<LoadedBlock, boolean>();

  constructor(readonly advice: Advice) {
    this.firsts = new Firsts(advice.units);
    this.index = new CoverIndex(advice.units);
    const { length } = advice.conditions;
    this.gone = new Uint8Array(length);
    this.runs = new Uint32Array(length);
    const decisive = new Map<string, Scope[]>();
    for (const scope of scopesOf(advice)) {
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
  }

  /** How many conditions of a block or a Rule are needless. */
  goneFrom(holder: LoadedBlock | LoadedRule): number {
    this.goneCounts ??= countGone(this.found);
    return this.goneCounts.get(holder) ?? 0;
  }

  /** Within a scope the first one stays: Sysmon comes to it first. */
  private searchDuplicates(scope: Scope): void {
    const { firsts } = this;
    firsts.clear();
    for (const condition of scope.conditions) {
      const same = firsts.find(condition.loaded.field, condition);
      if (same) this.add(condition, same, scope.decisive);
      else firsts.add(condition.loaded.field, condition);
    }
  }

  private searchCovered(scope: Scope): void {
    if (scope.conditions.length <= FEW) {
      this.searchAmong(scope, scope.conditions);
      return;
    }
    const byField = new Map<string, JudgedCondition[]>();
    for (const condition of scope.conditions) {
      if (condition.meaning.negated || this.isGone(condition)) continue;
      const same = byField.get(condition.loaded.field);
      if (same) same.push(condition);
      else byField.set(condition.loaded.field, [condition]);
    }
    for (const conditions of byField.values()) {
      if (conditions.length < 2 || !mayCover(conditions)) continue;
      if (conditions.length <= FEW) this.searchAmong(scope, conditions);
      else this.searchIndexed(scope, conditions);
    }
  }

  /** Holds each of a few conditions against each. */
  private searchAmong(scope: Scope, conditions: readonly JudgedCondition[]): void {
    for (const condition of conditions) {
      if (condition.meaning.negated || this.isGone(condition)) continue;
      for (const broad of conditions) {
        if (broad === condition || this.isGone(broad) || broad.loaded.field !== condition.loaded.field)
          continue;
        if (!covers(broad, condition) || !this.staysFor(scope, broad, condition)) continue;
        this.add(condition, broad, scope.decisive, 'covered-by-broader');
        break;
      }
    }
  }

  private searchIndexed(scope: Scope, conditions: readonly JudgedCondition[]): void {
    const { index } = this;
    index.clear();
    for (const condition of conditions) index.add(condition);
    const accepts: Accepts = (broad, narrow) => this.staysFor(scope, broad, narrow);
    for (const condition of conditions) {
      const by = index.find(condition, accepts);
      if (by) this.add(condition, by, scope.decisive, 'covered-by-broader');
    }
  }

  /** The broad condition stays where the narrow one goes, and the same name is given then. */
  private staysFor(scope: Scope, broad: JudgedCondition, narrow: JudgedCondition): boolean {
    // Of two that cover each other the first one stays.
    if (broad.index < narrow.index) return true;
    // One that comes first and gives another name is there for its name.
    return this.sameNames(scope, narrow, broad) && !coversBack(narrow, broad);
  }

  /**
   * Sysmon tries the blocks of an event from the last one of the file to the first, so a condition that is
   * enough for its block and stands in a later block again is never come to.
   */
  private searchOtherBlocks(scopes: readonly Scope[]): void {
    const places = new Places(this.advice.parsed.schemas.newest.tags.get(scopes[0]!.block.event));
    const later = this.firsts;
    later.clear();
    for (const scope of [...scopes].reverse()) {
      const own: JudgedCondition[] = [];
      for (const condition of scope.conditions) {
        if (this.isGone(condition)) continue;
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
    const { runs } = this;
    if (runs[a.index] === 0) {
      let run = 0;
      let name: string | null | undefined;
      // The conditions of the whole block count: one of a Rule that fails can give its name as well.
      for (const condition of this.advice.byBlock.get(block)!) {
        if (condition.loaded.name !== name) run++;
        name = condition.loaded.name;
        runs[condition.index] = run;
      }
    }
    return runs[a.index] === runs[b.index];
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
    code: RedundancyCode = isSame(condition, by) ? 'duplicate-condition' : 'duplicate-but-for-case',
  ): void {
    this.gone[condition.index] = 1;
    this.found.push(new Redundancy(this, code, condition, by, unreachable));
  }

  private isGone({ index }: JudgedCondition): boolean {
    return this.gone[index] === 1;
  }
}

/** Values that are the same to Sysmon are the same letter by letter. */
function isSame(a: JudgedCondition, b: JudgedCondition): boolean {
  return !(a.has(Mark.capital) || b.has(Mark.capital)) || a.value === b.value;
}

/** `narrow` covers the one that was found to cover it, so that the two mean the same. */
function coversBack(narrow: JudgedCondition, broad: JudgedCondition): boolean {
  // Two single comparisons mean the same only where they are the same.
  if (!narrow.hasSemicolons && !broad.hasSemicolons) {
    const own = narrow.folded;
    const other = broad.folded;
    return own === other && comparisonOf(narrow, own) === comparisonOf(broad, other);
  }
  return covers(narrow, broad);
}

/** Single values under one equality cover nothing but their duplicates, which were found before. */
function mayCover(conditions: readonly JudgedCondition[]): boolean {
  const [{ meaning: first }] = conditions as readonly [JudgedCondition];
  return (
    first.comparison !== 'equal' ||
    conditions.some(({ meaning, hasSemicolons }) => meaning !== first || hasSemicolons)
  );
}

/**
 * The first condition of each kind: the same condition for the same place, with the same value but for case.
 * A table of numbers is used for many sets of conditions one after the other, and none of them is copied.
 */
class Firsts {
  /** By a number that is made from the condition's: one more than the place of an entry, zero for none. */
  private heads = new Int32Array(64);
  private count = 0;
  private readonly places: string[] = [];
  private readonly conditions: JudgedCondition[] = [];
  /** By entry: one more than the next entry with the same head. */
  private readonly nexts: number[] = [];

  constructor(private readonly units: Uint16Array) {}

  /** Begins a new set. */
  clear(): void {
    if (this.count * 4 > this.heads.length) this.heads.fill(0);
    else for (let i = 0; i < this.count; i++) this.heads[this.headOf(this.conditions[i]!.number)] = 0;
    this.count = 0;
  }

  add(place: string, condition: JudgedCondition): void {
    if (this.count === this.heads.length) this.grow();
    this.places[this.count] = place;
    this.conditions[this.count] = condition;
    this.link(this.count++);
  }

  find(place: string, condition: JudgedCondition): JudgedCondition | null {
    const { meaning, number, at: start, length } = condition;
    for (let at = this.heads[this.headOf(number)]!; at > 0; at = this.nexts[at - 1]!) {
      const first = this.conditions[at - 1]!;
      if (first.number !== number || this.places[at - 1] !== place) continue;
      // Each condition has one meaning, and each meaning one condition.
      if (first.meaning !== meaning || first.length !== length) continue;
      if (areSame(this.units, first.at, start, length)) return first;
    }
    return null;
  }

  private headOf(number: number): number {
    return (number ^ (number >>> 15)) & (this.heads.length - 1);
  }

  private link(entry: number): void {
    const head = this.headOf(this.conditions[entry]!.number);
    this.nexts[entry] = this.heads[head]!;
    this.heads[head] = entry + 1;
  }

  private grow(): void {
    this.heads = new Int32Array(this.heads.length * 4);
    for (let entry = 0; entry < this.count; entry++) this.link(entry);
  }
}

/**
 * Names for the places that conditions look at. A block keeps the position of a field in the id that it is
 * compiled to, so conditions of two blocks look at the same only where the positions are equal.
 */
export class Places {
  /** By id, the names of its fields. */
  private readonly names: ReadonlyMap<number, ReadonlyMap<string, string>> | null;

  constructor(tag: EventTag | undefined) {
    const events = tag?.events ?? [];
    this.names = events.length < 2 ? null : new Map(events.map(event => [event.id, positionNames(event)]));
  }

  of({ loaded: { field }, block: { eventId } }: JudgedCondition): string {
    return this.names?.get(eventId)?.get(field) ?? field;
  }
}

function positionNames({ fields }: EventDefinition): ReadonlyMap<string, string> {
  return new Map(fields.map(({ name }, position) => [name, `${name} at ${position}`]));
}

/** Reports the needless conditions of one code. */
export function reportRedundant(advice: Advice, code: RedundancyCode, report: AdviceReport): void {
  const { tree } = advice.parsed;
  for (const redundancy of redundancies(advice).found) {
    if (redundancy.code !== code) continue;
    const { node } = redundancy.condition.loaded.source;
    report(tree.start(node), tree.end(node), redundancy);
  }
}

function countGone(found: readonly Redundancy[]): Map<LoadedBlock | LoadedRule, number> {
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
