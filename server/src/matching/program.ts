/**
 * The rules for one event id, compiled: which conditions hold is found by looking each field up in
 * tables, so that conditions that cannot match cost nothing; then only the conditions that hold are gone
 * through, in the order in which Sysmon would come to them.
 */
import type { LoadedBlock, LoadedCondition } from '../loader/index.ts';
import type { EventDefinition } from '../schema/types.ts';
import { createAutomaton, type Automaton } from './automaton.ts';
import { CONDITIONS, fold, listItems, type Comparison } from './conditions.ts';
import { createMemo, type Memo } from './memo.ts';
import { createTrie, type Trie } from './trie.ts';

/** What decided: a condition, or a block of which all terms held. */
export type Decider = LoadedCondition | LoadedBlock;

export interface Match {
  readonly block: LoadedBlock;
  readonly decider: Decider;
  /** The name that the event gets, null for none. */
  readonly ruleName: string | null;
}

/** Gives a field's text by the field's name; empty or undefined where the event has none. */
export type FieldReader = (name: string) => string | undefined;

export interface Program {
  /** The block that decides, null where no block matches. */
  match(read: FieldReader): Match | null;
}

/** The tables that one field is looked up in. Numbers in them are those of items. */
interface FieldTables {
  readonly name: string;
  readonly whole: Map<string, number[]> | null;
  readonly file: Map<string, number[]> | null;
  readonly beginnings: Trie | null;
  readonly ends: Trie | null;
  readonly parts: Automaton | null;
  /** Items that every field holds. */
  readonly always: readonly number[];
  readonly ordered: readonly {
    readonly item: number;
    readonly comparison: 'less' | 'more';
    readonly value: string;
  }[];
  /** Negated conditions on the field: they hold where their comparison does not. */
  readonly negated: readonly number[];
  /** Which conditions hold for texts that the field had before. */
  readonly memo: Memo<readonly number[]>;
}

/** A term of a block: a bare condition, or a Rule. */
interface Term {
  readonly block: number;
  /** Every condition must hold; else one is enough. */
  readonly every: boolean;
  readonly size: number;
  /** Bare conditions on one field of an AND block are one group; -1 for a Rule. */
  readonly group: number;
}

interface BlockPlan {
  readonly block: LoadedBlock;
  readonly terms: number;
  /** Of an AND block: the number of the last term of each group, by group. */
  readonly groups: readonly { readonly group: number; readonly lastTerm: number }[];
  /** Of an AND block: its Rules, by term. */
  readonly rules: readonly number[];
}

/**
 * @param blocks the blocks of the event's tag, in the order in which Sysmon tries them
 * @param compiledTo the definition of the event id that each block was compiled to
 * @param valueOf the value of a condition as it is compared, null where it can match nothing
 */
export function compileProgram(
  event: EventDefinition,
  blocks: readonly LoadedBlock[],
  compiledTo: (block: LoadedBlock) => EventDefinition,
  valueOf: (condition: LoadedCondition) => string | null,
): Program {
  return new Compilation(event, compiledTo, valueOf).run(blocks);
}

class Compilation {
  private readonly conditions: LoadedCondition[] = [];
  private readonly termOf: number[] = [];
  private readonly placeOf: number[] = [];
  private readonly terms: Term[] = [];
  private readonly plans: BlockPlan[] = [];
  private readonly conditionOfItem: number[] = [];
  private readonly needed: number[] = [];
  private readonly negated: boolean[] = [];
  private readonly fields = new Map<string, FieldBuilder>();
  private groups = 0;

  constructor(
    private readonly event: EventDefinition,
    private readonly compiledTo: (block: LoadedBlock) => EventDefinition,
    private readonly valueOf: (condition: LoadedCondition) => string | null,
  ) {}

  run(blocks: readonly LoadedBlock[]): Program {
    for (const block of blocks) this.addBlock(block);
    return createProgram({
      conditions: this.conditions,
      termOf: Int32Array.from(this.termOf),
      placeOf: Int32Array.from(this.placeOf),
      terms: this.terms,
      plans: this.plans,
      conditionOfItem: Int32Array.from(this.conditionOfItem),
      needed: Int32Array.from(this.needed),
      negated: Uint8Array.from(this.negated, Number),
      fields: [...this.fields].map(([name, builder]) => builder.build(name)),
      groups: this.groups,
    });
  }

  private addBlock(block: LoadedBlock): void {
    const number = this.plans.length;
    const positions = new Map(this.compiledTo(block).fields.map(({ name }, position) => [name, position]));
    const groupOf = new Map<string, { group: number; lastTerm: number }>();
    const rules: number[] = [];
    const firstTerm = this.terms.length;
    const sizes = new Map<LoadedCondition['rule'], number>();
    for (const { rule } of block.conditions) sizes.set(rule, (sizes.get(rule) ?? 0) + 1);
    let rule: number | null = null;
    for (const condition of block.conditions) {
      if (!condition.rule) {
        let group = groupOf.get(condition.field);
        if (!group) groupOf.set(condition.field, (group = { group: this.groups++, lastTerm: 0 }));
        group.lastTerm = this.terms.length;
        this.terms.push({ block: number, every: false, size: 1, group: group.group });
      } else if (condition.rule.number !== rule) {
        const size = sizes.get(condition.rule)!;
        rules.push(this.terms.length);
        this.terms.push({ block: number, every: condition.rule.relation === 'and', size, group: -1 });
      }
      rule = condition.rule?.number ?? null;
      const term = this.terms.length - 1;
      const previous = this.termOf.length - 1;
      const place = this.termOf[previous] === term ? this.placeOf[previous]! + 1 : 0;
      this.termOf.push(term);
      this.placeOf.push(place);
      // On another id of the tag a condition keeps its field's position; elsewhere it can never hold.
      const position = positions.get(condition.field) ?? -1;
      this.addCondition(condition, this.event.fields[position]?.name === condition.field);
    }
    const isAnd = block.relation === 'and';
    this.plans.push({
      block,
      terms: this.terms.length - firstTerm,
      groups: isAnd ? [...groupOf.values()] : [],
      rules: isAnd ? rules : [],
    });
  }

  private addCondition(condition: LoadedCondition, reachable: boolean): void {
    const number = this.conditions.push(condition) - 1;
    const { comparison, list, every, negated } = CONDITIONS.get(condition.condition)!;
    const value = reachable ? this.valueOf(condition) : null;
    this.negated.push(negated);
    if (value === null) {
      this.needed.push(0);
      return;
    }
    let builder = this.fields.get(condition.field);
    if (!builder) this.fields.set(condition.field, (builder = new FieldBuilder()));
    const items = new Set(list ? listItems(value, comparison) : [value]);
    this.needed.push(every ? items.size : 1);
    for (const item of items) builder.add(comparison, item, this.conditionOfItem.push(number) - 1);
    if (negated) builder.negated.push(number);
  }
}

class FieldBuilder {
  readonly negated: number[] = [];
  private readonly whole = new Map<string, number[]>();
  private readonly file = new Map<string, number[]>();
  private readonly beginnings: [string, number][] = [];
  private readonly ends: [string, number][] = [];
  private readonly parts: [string, number][] = [];
  private readonly always: number[] = [];
  private readonly ordered: { item: number; comparison: 'less' | 'more'; value: string }[] = [];

  add(comparison: Comparison, value: string, item: number): void {
    switch (comparison) {
      case 'equal':
        push(this.whole, value, item);
        break;
      case 'file':
        push(value.includes('\\') ? this.whole : this.file, value, item);
        break;
      case 'part':
        this.addPattern(this.parts, value, item);
        break;
      case 'beginning':
        this.addPattern(this.beginnings, value, item);
        break;
      case 'end':
        this.addPattern(this.ends, value, item);
        break;
      case 'less':
      case 'more':
        this.ordered.push({ item, comparison, value: upper(value) });
        break;
    }
  }

  /** An empty pattern is in every field, since an empty field reads `-`. */
  private addPattern(patterns: [string, number][], value: string, item: number): void {
    if (value === '') this.always.push(item);
    else patterns.push([value, item]);
  }

  build(name: string): FieldTables {
    return {
      name,
      whole: this.whole.size > 0 ? this.whole : null,
      file: this.file.size > 0 ? this.file : null,
      beginnings: this.beginnings.length > 0 ? createTrie(this.beginnings, 'start') : null,
      ends: this.ends.length > 0 ? createTrie(this.ends, 'end') : null,
      parts: this.parts.length > 0 ? createAutomaton(this.parts) : null,
      always: this.always,
      ordered: this.ordered,
      negated: this.negated,
      memo: createMemo(),
    };
  }
}

interface Compiled {
  /** In the order in which Sysmon comes to them; everything else goes by their numbers here. */
  readonly conditions: readonly LoadedCondition[];
  readonly termOf: Int32Array;
  /** The place of a condition in its term. */
  readonly placeOf: Int32Array;
  readonly terms: readonly Term[];
  readonly plans: readonly BlockPlan[];
  readonly conditionOfItem: Int32Array;
  /** How many of a condition's items must occur; 0 for one that can never hold. */
  readonly needed: Int32Array;
  readonly negated: Uint8Array;
  readonly fields: readonly FieldTables[];
  readonly groups: number;
}

function createProgram(compiled: Compiled): Program {
  const { conditions, termOf, placeOf, terms, plans, conditionOfItem, needed, negated, fields } = compiled;
  // What was seen is marked with the number of the event, so that nothing has to be cleared between events.
  let tick = 0;
  const itemSeen = new Int32Array(conditionOfItem.length);
  const countedAt = new Int32Array(conditions.length);
  const count = new Int32Array(conditions.length);
  const compares = new Int32Array(conditions.length);
  const groupSeen = new Int32Array(compiled.groups);
  const ruleHeld = new Int32Array(terms.length);
  const hits = new Int32Array(conditions.length);
  let hitCount = 0;
  let name: string | null = null;

  const found = (item: number): void => {
    if (itemSeen[item] === tick) return;
    itemSeen[item] = tick;
    const condition = conditionOfItem[item]!;
    if (needed[condition]! > 1) {
      if (countedAt[condition] !== tick) {
        countedAt[condition] = tick;
        count[condition] = 0;
      }
      if (++count[condition]! < needed[condition]!) return;
    }
    // Of a list, another item may have said so already.
    if (compares[condition] === tick) return;
    compares[condition] = tick;
    if (negated[condition] === 0) hits[hitCount++] = condition;
  };

  const lookUp = (tables: FieldTables, field: string): void => {
    const folded = fold(field);
    const whole = tables.whole?.get(folded);
    if (whole) for (const item of whole) found(item);
    const file = tables.file?.get(folded.slice(folded.lastIndexOf('\\') + 1));
    if (file) for (const item of file) found(item);
    tables.beginnings?.match(folded, found);
    tables.ends?.match(folded, found);
    tables.parts?.match(folded, found);
    for (const item of tables.always) found(item);
    if (tables.ordered.length > 0) {
      const own = upper(folded);
      for (const { item, comparison, value } of tables.ordered) {
        if (comparison === 'less' ? own < value : own > value) found(item);
      }
    }
    for (const condition of tables.negated) if (compares[condition] !== tick) hits[hitCount++] = condition;
  };

  const addHits = (tables: FieldTables, field: string): void => {
    const known = tables.memo.get(field);
    if (known) {
      for (const condition of known) hits[hitCount++] = condition;
      return;
    }
    const from = hitCount;
    lookUp(tables, field);
    tables.memo.set(field, Array.from(hits.subarray(from, hitCount)));
  };

  const holds = (condition: number): void => {
    name = conditions[condition]!.name ?? name;
  };

  /** The end of the run of hits from `from` on that belong to the same term. */
  const endOfTerm = (from: number, to: number): number => {
    const term = termOf[hits[from]!];
    let end = from + 1;
    while (end < to && termOf[hits[end]!] === term) end++;
    return end;
  };

  /**
   * Goes through a term of which some condition holds, as far as Sysmon would, and gives whether it holds.
   * `name` is set by each condition on the way.
   */
  const judgeTerm = (from: number, to: number): boolean => {
    const { every, size } = terms[termOf[hits[from]!]!]!;
    if (!every) {
      holds(hits[from]!);
      return true;
    }
    let place = 0;
    while (from + place < to && placeOf[hits[from + place]!] === place) holds(hits[from + place++]!);
    return place === size;
  };

  const judgeOr = (from: number, to: number): Decider | null => {
    for (let at = from; at < to;) {
      const end = endOfTerm(at, to);
      if (judgeTerm(at, end)) return conditions[hits[at]!]!;
      at = end;
    }
    return null;
  };

  const judgeAnd = (plan: BlockPlan, from: number, to: number): Decider | null => {
    for (let at = from; at < to;) {
      const end = endOfTerm(at, to);
      const term = termOf[hits[at]!]!;
      const { every, size, group } = terms[term]!;
      if (group >= 0) groupSeen[group] = tick;
      else if (!every || end - at === size) ruleHeld[term] = tick;
      at = end;
    }
    // The first term at which Sysmon gives the block up.
    let failing = terms.length;
    for (const { group, lastTerm } of plan.groups) {
      if (groupSeen[group] !== tick && lastTerm < failing) failing = lastTerm;
    }
    for (const rule of plan.rules) if (ruleHeld[rule] !== tick && rule < failing) failing = rule;
    let lastGroup = -1;
    for (let at = from; at < to && termOf[hits[at]!]! <= failing;) {
      const end = endOfTerm(at, to);
      const { group } = terms[termOf[hits[at]!]!]!;
      // A bare condition is passed over once an earlier one on its field has matched.
      if (group < 0 || !earlierInGroup(group, from, at)) judgeTerm(at, end);
      lastGroup = group;
      at = end;
    }
    if (failing < terms.length) return null;
    return plan.terms === 1 && lastGroup >= 0 ? conditions[hits[from]!]! : plan.block;
  };

  const earlierInGroup = (group: number, from: number, at: number): boolean => {
    for (let i = from; i < at; i++) if (terms[termOf[hits[i]!]!]!.group === group) return true;
    return false;
  };

  return {
    match(read) {
      tick++;
      hitCount = 0;
      name = null;
      for (const tables of fields) {
        addHits(tables, read(tables.name) || '-');
      }
      sort(hits, hitCount);
      for (let from = 0; from < hitCount;) {
        const number = terms[termOf[hits[from]!]!]!.block;
        let to = from + 1;
        while (to < hitCount && terms[termOf[hits[to]!]!]!.block === number) to++;
        const plan = plans[number]!;
        const decider = plan.block.relation === 'or' ? judgeOr(from, to) : judgeAnd(plan, from, to);
        if (decider) return { block: plan.block, decider, ruleName: name };
        from = to;
      }
      return null;
    },
  };
}

/** Few conditions hold for one event, so the plain way is the fastest; many are left to the library. */
function sort(numbers: Int32Array, count: number): void {
  if (count > 32) {
    numbers.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = numbers[i]!;
    let j = i - 1;
    for (; j >= 0 && numbers[j]! > number; j--) numbers[j + 1] = numbers[j]!;
    numbers[j + 1] = number;
  }
}

function push(map: Map<string, number[]>, key: string, item: number): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}

/** In `less than` and `more than`, letters count as upper case. */
function upper(text: string): string {
  return text.replace(/[a-z]+/g, letters => letters.toUpperCase());
}
