/**
 * What can decide an event: blocks, Rules and conditions, each with how many events it decided. Parts that
 * only decide together, such as the conditions of an AND Rule, are counted together.
 */
import type { LoadedBlock, LoadedCondition, Loaded, LoadedRule } from '../loader/index.ts';
import { NONE, type Node } from '../syntax/index.ts';
import type { Counts } from './tally.ts';

export interface Unit {
  readonly kind: 'block' | 'rule' | 'condition';
  readonly node: Node;
  readonly hits: number;
}

/** A unit of a block; `rule` is that of a condition in an OR Rule. */
export interface Part extends Unit {
  readonly rule: Node | null;
}

export interface BlockUnits {
  readonly block: LoadedBlock;
  readonly hits: number;
  /** How many events of the block's element the log has; 0 means that nothing can be said of its rules. */
  readonly seen: number;
  /** The Rules and conditions that can decide on their own, in file order; none in an AND block. */
  readonly parts: readonly Part[];
}

/** The blocks that Sysmon loads, in file order, with what each part of them decided. */
export function unitsOf(loaded: Loaded, { events, decided, blocks }: Counts): BlockUnits[] {
  const seenOf = new Map<string, number>();
  for (const { event, seen } of events) {
    if (event !== null) seenOf.set(event, (seenOf.get(event) ?? 0) + seen);
  }
  return [...loaded.blocks]
    .sort((a, b) => a.source.node - b.source.node)
    .map(block => ({
      block,
      hits: blocks.get(block) ?? 0,
      seen: seenOf.get(block.event) ?? 0,
      parts: partsOf(block, condition => decided.get(condition) ?? 0),
    }));
}

/** What decided nothing although events came that it could have decided; the outermost is told for all in it. */
export function deadUnits(units: readonly BlockUnits[]): Unit[] {
  return units.flatMap(({ block, hits, seen, parts }): Unit[] => {
    if (seen === 0 || block.conditions.length === 0) return [];
    if (hits === 0) return [{ kind: 'block', node: block.source.node, hits }];
    const deadRules = new Set(
      parts.filter(part => part.kind === 'rule' && part.hits === 0).map(({ node }) => node),
    );
    return parts.filter(part => part.hits === 0 && !deadRules.has(part.rule ?? NONE));
  });
}

/** The terms of an AND block decide together, which the block counts. */
function partsOf(block: LoadedBlock, hitsOf: (condition: LoadedCondition) => number): Part[] {
  if (block.relation === 'and') return [];
  const parts: Part[] = [];
  const ofRule = new Map<LoadedRule, LoadedCondition[]>();
  for (const condition of block.conditions) {
    const { rule } = condition;
    if (!rule) {
      parts.push({ kind: 'condition', node: condition.source.node, hits: hitsOf(condition), rule: null });
      continue;
    }
    const known = ofRule.get(rule);
    if (known) known.push(condition);
    else ofRule.set(rule, [condition]);
  }
  for (const [rule, conditions] of ofRule) {
    const { node } = rule.source;
    const hits = conditions.reduce((sum, condition) => sum + hitsOf(condition), 0);
    parts.push({ kind: 'rule', node, hits, rule: null });
    if (rule.relation !== 'or') continue;
    for (const condition of conditions) {
      parts.push({ kind: 'condition', node: condition.source.node, hits: hitsOf(condition), rule: node });
    }
  }
  return parts.sort((a, b) => a.node - b.node);
}
