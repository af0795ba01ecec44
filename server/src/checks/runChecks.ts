import type { Advice, AdviceReport } from './advice.ts';
import type { LoadedBlock, OnMatch } from '../loader/index.ts';
import type { Check } from './check.ts';
import { isConditionCheck, type Concern, type ConditionCheck } from './conditionCheck.ts';
import { kindOf } from './conditions/kinds.ts';
import { ALL_MARKS } from './marks.ts';
import { CONDITIONS } from '../matching/conditions.ts';
import type { Platform } from '../schema/types.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { oncePer } from '../once.ts';
import { CHECKS } from './table.ts';

/**
 * Runs checks on what is loaded.
 *
 * @param checks some of `CHECKS`
 * @param reportTo gives what takes the problems of a check
 */
export function runChecks(
  advice: Advice,
  checks: readonly Check[],
  reportTo: (check: Check) => AdviceReport,
): void {
  for (const check of checks) check.run?.(advice, reportTo(check));
  const { knowledge, parsed } = advice;
  for (const sieve of sievesFor(knowledge, parsed.schemas.platform)) sieve.run(advice, checks, reportTo);
}

/** The bits of a number that is no sign. */
const BITS = 31;

/** The sieves of a platform, each with as many checks as there are bits. */
function sievesFor(knowledge: Knowledge, platform: Platform): readonly Sieve[] {
  const known = knownSieves(knowledge);
  let sieves = known.get(platform);
  if (!sieves) {
    const checks = CHECKS.filter(isConditionCheck);
    const count = Math.ceil(checks.length / BITS);
    const groups = Array.from({ length: count }, (_, i) => checks.slice(i * BITS, (i + 1) * BITS));
    sieves = groups.map(group => new Sieve(group, knowledge, platform));
    known.set(platform, sieves);
  }
  return sieves;
}

const knownSieves = oncePer<Knowledge, Map<Platform, readonly Sieve[]>>(() => new Map());

const UNKNOWN = -1;
const MEANINGS = [...CONDITIONS.values()];

/**
 * Finds the checks that are concerned with a condition, as the bits of a number, from its field, its meaning and the
 * marks of its value. What it learns of a field or of some marks it keeps: it serves all documents.
 */
class Sieve {
  private readonly byMarks = new Int32Array(ALL_MARKS + 1).fill(UNKNOWN);
  /** By field: the checks for each meaning, by its index. */
  private readonly included = new Map<string, Int32Array>();
  private readonly excluded = new Map<string, Int32Array>();
  /** By condition of a document: the checks that are concerned. */
  private readonly concerned = oncePer((advice: Advice) => this.sift(advice));

  constructor(
    private readonly checks: readonly ConditionCheck[],
    private readonly knowledge: Knowledge,
    private readonly platform: Platform,
  ) {}

  /** Lets the checks look at the conditions that they are concerned with. */
  run(advice: Advice, checks: readonly Check[], reportTo: (check: Check) => AdviceReport): void {
    const asked = new Set(checks);
    const wanted = this.bitsOf(check => asked.has(check));
    if (wanted === 0) return;
    const reports = this.checks.map(check => (asked.has(check) ? reportTo(check) : ignored));
    const concerned = this.concerned(advice);
    for (let i = 0; i < concerned.length; i++) {
      let due = concerned[i]! & wanted;
      while (due !== 0) {
        const lowest = due & -due;
        due ^= lowest;
        const index = BITS - Math.clz32(lowest);
        this.checks[index]!.look(advice.conditions[i]!, advice, reports[index]!);
      }
    }
  }

  private sift({ conditions }: Advice): Int32Array {
    const concerned = new Int32Array(conditions.length);
    let field = '';
    let block: LoadedBlock | null = null;
    let byMeaning: Int32Array = NOTHING;
    for (let i = 0; i < conditions.length; i++) {
      const condition = conditions[i]!;
      // Conditions that stand together mostly have the same field.
      if (condition.loaded.field !== field || condition.block !== block) {
        ({ field } = condition.loaded);
        ({ block } = condition);
        byMeaning = this.forField(field, block.onmatch);
      }
      const bits = byMeaning[condition.meaning.index]!;
      concerned[i] = bits === 0 ? 0 : bits & this.forMarks(condition.marks);
    }
    return concerned;
  }

  private forMarks(marks: number): number {
    const known = this.byMarks[marks]!;
    return known === UNKNOWN ? this.learnMarks(marks) : known;
  }

  private learnMarks(marks: number): number {
    const bits = this.bitsOf(({ concern }) => concern.marks === undefined || (concern.marks & marks) !== 0);
    this.byMarks[marks] = bits;
    return bits;
  }

  private forField(field: string, onmatch: OnMatch): Int32Array {
    const byField = onmatch === 'include' ? this.included : this.excluded;
    return byField.get(field) ?? this.learnField(byField, field, onmatch);
  }

  private learnField(byField: Map<string, Int32Array>, field: string, onmatch: OnMatch): Int32Array {
    const ofField = this.bitsOf(
      ({ concern }) => this.concernsField(concern, field) && (concern.onmatch ?? onmatch) === onmatch,
    );
    const byMeaning = Int32Array.from(
      MEANINGS,
      meaning => ofField & this.bitsOf(({ concern }) => concern.meaning?.(meaning) ?? true),
    );
    byField.set(field, byMeaning);
    return byMeaning;
  }

  private concernsField({ kinds, fields, windows }: Concern, field: string): boolean {
    const { knowledge, platform } = this;
    if (windows && platform !== 'windows') return false;
    if (fields && ![...fields(knowledge)].includes(field)) return false;
    if (!kinds) return true;
    const kind = kindOf(knowledge, field);
    return kind !== undefined && kinds.includes(kind) && (kind !== 'path' || platform === 'windows');
  }

  private bitsOf(isSo: (check: ConditionCheck) => boolean): number {
    return this.checks.reduce((bits, check, index) => (isSo(check) ? bits | (1 << index) : bits), 0);
  }
}

const NOTHING = new Int32Array(MEANINGS.length);

const ignored: AdviceReport = () => undefined;
