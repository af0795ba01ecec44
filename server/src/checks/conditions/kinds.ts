import type { FieldKindName, Knowledge } from '../../schema/knowledge.ts';
import type { Advice, JudgedCondition } from '../advice.ts';
import { Mark } from '../marks.ts';

const kinds = new WeakMap<Knowledge, ReadonlyMap<string, FieldKindName>>();

/** What a field holds; undefined where that may be any text. */
export function kindOf(knowledge: Knowledge, field: string): FieldKindName | undefined {
  let known = kinds.get(knowledge);
  if (!known) {
    const entries = Object.entries(knowledge.checks.kinds) as [
      FieldKindName,
      { fields: readonly string[] },
    ][];
    known = new Map(entries.flatMap(([kind, { fields }]) => fields.map(name => [name, kind] as const)));
    kinds.set(knowledge, known);
  }
  return known.get(field);
}

type ByKind = ReadonlyMap<FieldKindName | undefined, readonly JudgedCondition[]>;

const sorted = new WeakMap<Advice, ByKind>();

/**
 * The conditions on fields of some kinds. Paths are those of Windows: on Linux fields that hold one are
 * left alone, since everything that the kind says is different there.
 */
export function conditionsOn(advice: Advice, ...wanted: FieldKindName[]): readonly JudgedCondition[] {
  let byKind = sorted.get(advice);
  if (!byKind) sorted.set(advice, (byKind = sortByKind(advice)));
  const found = wanted
    .filter(kind => kind !== 'path' || advice.parsed.schemas.platform === 'windows')
    .map(kind => byKind.get(kind) ?? []);
  return found.length === 1 ? found[0]! : found.flat();
}

function sortByKind({ conditions, knowledge }: Advice): ByKind {
  const byKind = new Map<FieldKindName | undefined, JudgedCondition[]>();
  for (const condition of conditions) {
    const kind = kindOf(knowledge, condition.loaded.field);
    const same = byKind.get(kind);
    if (same) same.push(condition);
    else byKind.set(kind, [condition]);
  }
  return byKind;
}

const odd = new WeakMap<Advice, readonly JudgedCondition[]>();

/**
 * The conditions whose value has something that many checks look for: a semicolon, a mark that wildcards,
 * quotes or variables are made of, a slash, a blank at an end or beside a semicolon, or nothing at all.
 * Most values have none of these, so that they are looked through once only.
 */
export function oddConditions(advice: Advice): readonly JudgedCondition[] {
  let found = odd.get(advice);
  if (!found) odd.set(advice, (found = advice.conditions.filter(isOdd)));
  return found;
}

const oddPlain = new WeakMap<Advice, readonly JudgedCondition[]>();

/** The same, on fields that hold one thing of a known form: no command lines and no free text. */
export function oddPlainConditions(advice: Advice): readonly JudgedCondition[] {
  const { knowledge, parsed } = advice;
  let found = oddPlain.get(advice);
  if (!found) {
    found = oddConditions(advice).filter(({ loaded }) => {
      const kind = kindOf(knowledge, loaded.field);
      if (kind === undefined || kind === 'commandLine') return false;
      return kind !== 'path' || parsed.schemas.platform === 'windows';
    });
    oddPlain.set(advice, found);
  }
  return found;
}

const ODD = Mark.semicolon | Mark.wildcard | Mark.quote | Mark.percent | Mark.slash;
const BLANK = 32;

function isOdd(condition: JudgedCondition): boolean {
  if (condition.has(ODD) || condition.isEmpty) return true;
  if (!condition.has(Mark.blank)) return false;
  const { value } = condition;
  return value.charCodeAt(0) <= BLANK || value.charCodeAt(value.length - 1) <= BLANK;
}

/** What a field holds, as a message says it behind "holds". */
export function holdsWhat(knowledge: Knowledge, field: string): string {
  const kind = kindOf(knowledge, field);
  return kind ? knowledge.checks.kinds[kind].holds : 'text';
}

const names = new WeakMap<Knowledge, ReadonlyMap<string, ReadonlySet<string>>>();

/** Values that a field may have and that are nothing of what it holds otherwise, such as `System`; folded. */
export function specialValues(knowledge: Knowledge, field: string): ReadonlySet<string> {
  let known = names.get(knowledge);
  if (!known) {
    const byField = new Map<string, Set<string>>();
    for (const { field: of, values } of knowledge.values) {
      const set = byField.get(of) ?? new Set<string>();
      for (const { value } of values) set.add(value.toLowerCase());
      byField.set(of, set);
    }
    names.set(knowledge, (known = byField));
  }
  return known.get(field) ?? NO_VALUES;
}

const NO_VALUES: ReadonlySet<string> = new Set();
