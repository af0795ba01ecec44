/**
 * One event gone through block by block and condition by condition, as Sysmon's rules are written down, so
 * that it can be shown how each came out. Slower than the engine, which only says what decided, and agrees
 * with it.
 */
import type { Loaded, LoadedBlock, LoadedCondition, LoadedRule } from '../loader/index.ts';
import type { EventDefinition } from '../schema/types.ts';
import { holds } from './conditions.ts';
import type { Source, Verdict } from './engine.ts';
import { environmentByName, expandVariables, type Environment } from './environment.ts';
import { inTriedOrder } from './order.ts';
import type { FieldReader } from './program.ts';

export interface ConditionTrace {
  readonly condition: LoadedCondition;
  readonly holds: boolean;
  /** Sysmon comes to it before it is decided what becomes of the block. */
  readonly reached: boolean;
  /** The event's field as it is compared: `-` where it is empty. */
  readonly field: string;
  /** The value as it is compared, with variables replaced; null where it is longer than Sysmon takes. */
  readonly value: string | null;
  /** The field stands elsewhere in this event than in the one that the block was compiled to, so the condition cannot hold. */
  readonly misplaced: boolean;
}

/** A bare condition, or a Rule. */
export interface TermTrace {
  readonly rule: LoadedRule | null;
  readonly conditions: readonly ConditionTrace[];
  readonly holds: boolean;
  readonly reached: boolean;
}

export interface BlockTrace {
  readonly block: LoadedBlock;
  readonly terms: readonly TermTrace[];
  readonly matches: boolean;
  readonly reached: boolean;
}

/** Why an event has its verdict; all but `matched` are what becomes of an event that nothing matches. */
export type Reason =
  'matched' | 'unknown-event' | 'no-tag' | 'no-block' | 'only-include' | 'only-exclude' | 'several-blocks';

export interface Trace extends Verdict {
  readonly event: EventDefinition | null;
  /** The blocks of the event in the order in which Sysmon tries them. */
  readonly blocks: readonly BlockTrace[];
  readonly reason: Reason;
}

/** Judges an event and tells how; parameters as those of `createEngine` and `judge`. */
export function traceEvent(
  { tree, schemas }: Source,
  loaded: Loaded,
  environment: Environment,
  eventId: number,
  read: FieldReader,
): Trace {
  const { newest, platform } = schemas;
  const event = newest.eventsById.get(eventId) ?? null;
  const without = (reason: Reason, logged: boolean, blocks: readonly BlockTrace[] = []): Trace => {
    return { event, blocks, reason, logged, ruleName: null, decider: null, block: null };
  };
  if (event === null) return without('unknown-event', false);
  if (event.tag === null) return without('no-tag', true);
  const own = loaded.blocks.filter(block => block.event === event.tag);
  if (own.length === 0) return without('no-block', event.ruleDefault === 'include');

  const variables = environmentByName(platform === 'windows' ? environment : {});
  const fieldOf = (name: string): string => (name === 'RuleName' ? '' : (read(name) ?? '')) || '-';
  let ruleName: string | null = null;

  const traceCondition = (
    condition: LoadedCondition,
    positions: Positions,
    reached: boolean,
  ): ConditionTrace => {
    const field = fieldOf(condition.field);
    const value = expandVariables(tree.content(condition.source.node), variables);
    const misplaced = event.fields[positions.get(condition.field) ?? -1]?.name !== condition.field;
    const held = !misplaced && value !== null && holds(condition.condition, value, field);
    if (held && reached) ruleName = condition.name ?? ruleName;
    return { condition, holds: held, reached, field, value, misplaced };
  };

  const traceTerm = (term: Term, positions: Positions, reached: boolean): TermTrace => {
    const every = term.rule?.relation === 'and';
    let open = reached;
    const conditions = term.conditions.map(condition => {
      const traced = traceCondition(condition, positions, open);
      if (traced.holds !== every) open = false;
      return traced;
    });
    const held = every ? conditions.every(each => each.holds) : conditions.some(each => each.holds);
    return { rule: term.rule, conditions, holds: held, reached };
  };

  const traceBlock = (block: LoadedBlock, reached: boolean): BlockTrace => {
    const compiledTo = newest.eventsById.get(block.eventId) ?? event;
    const positions: Positions = new Map(compiledTo.fields.map(({ name }, position) => [name, position]));
    const terms = termsOf(block);
    if (block.relation === 'or') {
      let open = reached;
      const traced = terms.map(term => {
        const result = traceTerm(term, positions, open);
        if (result.holds) open = false;
        return result;
      });
      return { block, terms: traced, matches: traced.some(term => term.holds), reached };
    }
    // Bare conditions on one field are alternatives: the last of them decides whether there is one.
    const lastOn = new Map(terms.map((term, index) => [term.bareField, index]));
    const matched = new Set<string>();
    let failed = false;
    const traced = terms.map((term, index) => {
      const passedOver = term.bareField !== null && matched.has(term.bareField);
      const result = traceTerm(term, positions, reached && !failed && !passedOver);
      if (passedOver) return result;
      if (result.holds) {
        if (term.bareField !== null) matched.add(term.bareField);
      } else if (term.bareField === null || lastOn.get(term.bareField) === index) {
        failed = true;
      }
      return result;
    });
    return { block, terms: traced, matches: terms.length > 0 && !failed, reached };
  };

  let deciding: BlockTrace | null = null;
  const blocks = inTriedOrder(own).map(block => {
    const traced = traceBlock(block, deciding === null);
    if (traced.matches) deciding ??= traced;
    return traced;
  });
  // TypeScript does not see that the function above has set it.
  const decided = deciding as BlockTrace | null;
  if (decided) {
    const logged = decided.block.onmatch === 'include';
    const { block } = decided;
    return { event, blocks, reason: 'matched', logged, ruleName, decider: deciderOf(decided), block };
  }
  if (own.length > 1) return without('several-blocks', false, blocks);
  return own[0]?.onmatch === 'exclude'
    ? without('only-exclude', true, blocks)
    : without('only-include', false, blocks);
}

type Positions = ReadonlyMap<string, number>;

interface Term {
  readonly rule: LoadedRule | null;
  readonly conditions: readonly LoadedCondition[];
  /** The field of a bare condition, null for a Rule. */
  readonly bareField: string | null;
}

function termsOf(block: LoadedBlock): Term[] {
  const terms: Term[] = [];
  let ofRule: LoadedCondition[] = [];
  block.conditions.forEach((condition, index) => {
    const { rule, field } = condition;
    if (rule === null) {
      terms.push({ rule, conditions: [condition], bareField: field });
    } else if (rule === block.conditions[index - 1]?.rule) {
      ofRule.push(condition);
    } else {
      ofRule = [condition];
      terms.push({ rule, conditions: ofRule, bareField: null });
    }
  });
  return terms;
}

/** A single condition or Rule decides for itself; of an AND block of several terms it is the whole block. */
function deciderOf({ block, terms }: BlockTrace): Verdict['decider'] {
  const [first] = terms;
  if (block.relation === 'and') {
    return terms.length === 1 && first?.rule === null ? (first.conditions[0]?.condition ?? block) : block;
  }
  const held = terms.find(term => term.holds);
  return held?.conditions.find(each => each.holds)?.condition ?? block;
}
