/**
 * The rule engine, word by word as its rules are written down: it goes through every block and condition
 * in the order of the loader and folds each value once. Slow and plain, so that the compiled engine has
 * something to be held against.
 */
import type { ParsedDocument } from '../../server/src/documents.ts';
import type { Loaded, LoadedBlock, LoadedCondition } from '../../server/src/loader/index.ts';
import { conditionTest, fold } from '../../server/src/matching/conditions.ts';
import type { Schema } from '../../server/src/schema/schema.ts';

export interface ReferenceEvent {
  readonly event: string | null;
  readonly eventId: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ReferenceVerdict {
  readonly logged: boolean;
  readonly ruleName: string | null;
}

/** Says of a folded field whether a condition holds. */
type Test = (folded: string) => boolean;

/** Makes a function that judges events against a configuration. */
export function referenceEngine(
  parsed: ParsedDocument,
  loaded: Loaded,
): (event: ReferenceEvent) => ReferenceVerdict {
  const { newest } = parsed.schemas;
  const byTag = new Map<string, LoadedBlock[]>();
  for (const block of loaded.blocks) {
    const blocks = byTag.get(block.event) ?? [];
    blocks.push(block);
    byTag.set(block.event, blocks);
  }
  const tests = new Map<LoadedCondition, Test>();
  for (const { conditions } of loaded.blocks) {
    for (const condition of conditions) {
      tests.set(condition, conditionTest(condition.condition, parsed.tree.content(condition.source.node)));
    }
  }
  return event => new Judgement(event, newest, byTag, tests).verdict();
}

class Judgement {
  private ruleName: string | null = null;

  constructor(
    private readonly event: ReferenceEvent,
    private readonly schema: Schema,
    private readonly byTag: ReadonlyMap<string, readonly LoadedBlock[]>,
    private readonly tests: ReadonlyMap<LoadedCondition, Test>,
  ) {}

  verdict(): ReferenceVerdict {
    const definition = this.schema.eventsById.get(this.event.eventId);
    const tag = definition?.tag ?? null;
    if (tag === null) return { logged: definition !== undefined, ruleName: null };
    const blocks = this.byTag.get(tag) ?? [];
    if (blocks.length === 0) return { logged: definition?.ruleDefault === 'include', ruleName: null };
    for (const onmatch of ['exclude', 'include'] as const) {
      for (const block of [...blocks].reverse()) {
        if (block.onmatch !== onmatch || !this.blockMatches(block)) continue;
        return { logged: onmatch === 'include', ruleName: this.ruleName };
      }
    }
    return { logged: blocks.length === 1 && blocks[0]?.onmatch === 'exclude', ruleName: null };
  }

  private blockMatches(block: LoadedBlock): boolean {
    const terms = termsOf(block);
    if (terms.length === 0) return false;
    if (block.relation === 'or') return terms.some(term => this.termHolds(term, block));
    const matched = new Set<string>();
    for (const [index, term] of terms.entries()) {
      if (term.bare !== null && matched.has(term.bare)) continue;
      if (this.termHolds(term, block)) {
        if (term.bare !== null) matched.add(term.bare);
        continue;
      }
      const later = term.bare !== null && terms.slice(index + 1).some(({ bare }) => bare === term.bare);
      if (!later) return false;
    }
    return true;
  }

  private termHolds(term: Term, block: LoadedBlock): boolean {
    const judge = (condition: LoadedCondition): boolean => this.conditionHolds(condition, block);
    return term.relation === 'or' ? term.conditions.some(judge) : term.conditions.every(judge);
  }

  private conditionHolds(condition: LoadedCondition, block: LoadedBlock): boolean {
    const own = this.schema.eventsById.get(block.eventId)?.fields ?? [];
    const position = own.findIndex(({ name }) => name === condition.field);
    const there = this.schema.eventsById.get(this.event.eventId)?.fields[position];
    if (there?.name !== condition.field) return false;
    // An empty field reads `-`, and so does the event's own RuleName while it is judged.
    const given = condition.field === 'RuleName' ? '' : (this.event.fields[condition.field] ?? '');
    const field = given === '' ? '-' : given;
    const held = this.tests.get(condition)!(fold(field));
    if (held && condition.name !== null) this.ruleName = condition.name;
    return held;
  }
}

interface Term {
  readonly conditions: readonly LoadedCondition[];
  readonly relation: 'and' | 'or';
  /** The field of a bare condition, null for a Rule. */
  readonly bare: string | null;
}

function termsOf(block: LoadedBlock): Term[] {
  const terms: Term[] = [];
  const ofRule = new Map<number, LoadedCondition[]>();
  for (const condition of block.conditions) {
    if (!condition.rule) {
      terms.push({ conditions: [condition], relation: 'or', bare: condition.field });
      continue;
    }
    const known = ofRule.get(condition.rule.number);
    if (known) {
      known.push(condition);
      continue;
    }
    const conditions = [condition];
    ofRule.set(condition.rule.number, conditions);
    terms.push({ conditions, relation: condition.rule.relation, bare: null });
  }
  return terms;
}
