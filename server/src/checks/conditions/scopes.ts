import type { LoadedBlock, LoadedRule, Relation } from '../../loader/index.ts';
import type { Advice, JudgedCondition } from '../advice.ts';
import { oncePer } from '../../once.ts';

/** Conditions that are joined with each other directly, in file order. */
export interface Scope {
  readonly block: LoadedBlock;
  readonly relation: Relation;
  /** An OR of which each condition is enough for the whole block to match. */
  readonly decisive: boolean;
  /** The Rule that they are the conditions of, null where they stand in several or in none. */
  readonly rule: LoadedRule | null;
  readonly conditions: readonly JudgedCondition[];
}

/**
 * The conditions of a file by how they are joined (the rules are those of matching.md):
 *
 * - in an OR block, all bare conditions and those of Rules that are an OR are one scope;
 * - in an AND block, bare conditions are an OR with those on the same field, and a Rule is a term;
 * - a Rule that is an AND is a scope of its own, unless it holds one condition only.
 */
export function scopesOf(advice: Advice): readonly Scope[] {
  return joined(advice).scopes;
}

/**
 * The conditions of a block each of which is enough for the block to match: the terms of an OR, or those of
 * the only term that there is. In a Rule that is an AND no condition is enough, unless it stands alone there.
 */
export function decisiveConditions(advice: Advice, block: LoadedBlock): readonly JudgedCondition[] {
  return joined(advice).decisive.get(block) ?? [];
}

interface Joined {
  readonly scopes: readonly Scope[];
  readonly decisive: ReadonlyMap<LoadedBlock, readonly JudgedCondition[]>;
}

const joined = oncePer(({ byBlock }: Advice): Joined => {
  const scopes: Scope[] = [];
  const decisive = new Map<LoadedBlock, readonly JudgedCondition[]>();
  const add = (scope: Scope): void => {
    scopes.push(scope);
    if (scope.decisive) decisive.set(scope.block, scope.conditions);
  };
  for (const [block, conditions] of byBlock) {
    if (block.relation === 'or') joinByOr(block, conditions, add);
    else joinByAnd(block, conditions, add);
  }
  return { scopes, decisive };
});

function joinByOr(
  block: LoadedBlock,
  conditions: readonly JudgedCondition[],
  add: (scope: Scope) => void,
): void {
  const open: JudgedCondition[] = [];
  for (let from = 0, end = 1; from < conditions.length; from = end, end = from + 1) {
    const { rule } = conditions[from]!.loaded;
    // Conditions of a Rule stand together.
    if (rule?.relation === 'and') while (conditions[end]?.loaded.rule === rule) end++;
    if (end - from === 1) open.push(conditions[from]!);
    else add({ block, relation: 'and', decisive: false, rule, conditions: conditions.slice(from, end) });
  }
  if (open.length > 0) add({ block, relation: 'or', decisive: true, rule: null, conditions: open });
}

function joinByAnd(
  block: LoadedBlock,
  conditions: readonly JudgedCondition[],
  add: (scope: Scope) => void,
): void {
  const byTerm = new Map<LoadedRule | string, JudgedCondition[]>();
  for (const condition of conditions) {
    const term = condition.loaded.rule ?? condition.loaded.field;
    const same = byTerm.get(term);
    if (same) same.push(condition);
    else byTerm.set(term, [condition]);
  }
  const only = byTerm.size === 1;
  for (const [term, own] of byTerm) {
    const rule = typeof term === 'string' ? null : term;
    const relation: Relation = rule && own.length > 1 ? rule.relation : 'or';
    add({ block, relation, decisive: only && relation === 'or', rule, conditions: own });
  }
}

/** So many conditions are compared in pairs, which is faster than to sort them. */
const FEW = 8;

function haveSharedField(all: readonly JudgedCondition[]): boolean {
  for (let i = 1; i < all.length; i++) {
    const { field } = all[i]!.loaded;
    for (let j = 0; j < i; j++) if (all[j]!.loaded.field === field) return true;
  }
  return false;
}

const NONE_SHARED: readonly (readonly JudgedCondition[])[] = [];

/** Conditions by field; those fields only on which there are several. */
export function sharedFields(all: readonly JudgedCondition[]): readonly (readonly JudgedCondition[])[] {
  if (all.length < 2 || (all.length <= FEW && !haveSharedField(all))) return NONE_SHARED;
  const byField = new Map<string, JudgedCondition[]>();
  for (const condition of all) {
    const same = byField.get(condition.loaded.field);
    if (same) same.push(condition);
    else byField.set(condition.loaded.field, [condition]);
  }
  return [...byField.values()].filter(({ length }) => length > 1);
}
