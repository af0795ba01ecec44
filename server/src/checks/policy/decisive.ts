import type { LoadedBlock, LoadedRule } from '../../loader/index.ts';
import type { Advice, JudgedCondition } from '../advice.ts';

/**
 * The conditions of a block each of which is enough for the block to match: the terms of an OR, or those of
 * the only term that there is. In a Rule that is an AND no condition is enough, unless it stands alone there.
 */
export function decisiveConditions(advice: Advice, block: LoadedBlock): readonly JudgedCondition[] {
  const conditions = advice.byBlock.get(block) ?? [];
  if (block.relation === 'and' && termCount(block, 2) > 1) return [];
  const perRule = new Map<LoadedRule, number>();
  for (const { loaded } of conditions) {
    if (loaded.rule) perRule.set(loaded.rule, (perRule.get(loaded.rule) ?? 0) + 1);
  }
  return conditions.filter(
    ({ loaded: { rule } }) => !rule || rule.relation === 'or' || perRule.get(rule) === 1,
  );
}

/**
 * How many terms a block joins by its relation, where that is AND: each Rule is one, and bare conditions on
 * one field are one together.
 *
 * @param enough the count may stop there
 */
export function termCount({ conditions }: LoadedBlock, enough = Infinity): number {
  const terms = new Set<LoadedRule | string>();
  for (const { rule, field } of conditions) {
    terms.add(rule ?? field);
    if (terms.size >= enough) break;
  }
  return terms.size;
}
