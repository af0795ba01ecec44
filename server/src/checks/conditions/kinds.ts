import type { FieldKindName, Knowledge } from '../../schema/knowledge.ts';
import type { Advice, JudgedCondition } from '../advice.ts';
import { Mark } from '../marks.ts';
import { oncePer } from '../../once.ts';

type Kinds = ReadonlyMap<string, FieldKindName>;

const kindsIn = oncePer(({ checks }: Knowledge): Kinds => {
  const entries = Object.entries(checks.kinds) as [FieldKindName, { fields: readonly string[] }][];
  return new Map(entries.flatMap(([kind, { fields }]) => fields.map(name => [name, kind] as const)));
});

/** What a field holds; undefined where that may be any text. */
export function kindOf(knowledge: Knowledge, field: string): FieldKindName | undefined {
  return kindsIn(knowledge).get(field);
}

type ByKind = ReadonlyMap<FieldKindName | undefined, readonly JudgedCondition[]>;

/**
 * The conditions on fields of some kinds. Paths are those of Windows: on Linux fields that hold one are
 * left alone, since everything that the kind says is different there.
 */
export function conditionsOn(advice: Advice, ...wanted: FieldKindName[]): readonly JudgedCondition[] {
  const byKind = sortByKind(advice);
  const found = wanted
    .filter(kind => kind !== 'path' || advice.parsed.schemas.platform === 'windows')
    .map(kind => byKind.get(kind) ?? []);
  return found.length === 1 ? found[0]! : found.flat();
}

const sortByKind = oncePer(({ conditions, knowledge }: Advice): ByKind => {
  const kinds = kindsIn(knowledge);
  const byKind = new Map<FieldKindName | undefined, JudgedCondition[]>();
  for (const condition of conditions) {
    const kind = kinds.get(condition.loaded.field);
    const same = byKind.get(kind);
    if (same) same.push(condition);
    else byKind.set(kind, [condition]);
  }
  return byKind;
});

/**
 * The conditions whose value has something that many checks look for: a semicolon, a mark that wildcards,
 * quotes or variables are made of, a slash, a blank at an end or beside a semicolon, or nothing at all.
 * Most values have none of these, so that they are looked through once only.
 */
export const oddConditions = oncePer((advice: Advice): readonly JudgedCondition[] =>
  advice.conditions.filter(isOdd),
);

/** The same, on fields that hold one thing of a known form: no command lines and no free text. */
export const oddPlainConditions = oncePer((advice: Advice): readonly JudgedCondition[] => {
  const { knowledge, parsed } = advice;
  return oddConditions(advice).filter(({ loaded }) => {
    const kind = kindOf(knowledge, loaded.field);
    if (kind === undefined || kind === 'commandLine') return false;
    return kind !== 'path' || parsed.schemas.platform === 'windows';
  });
});

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

const specialValuesIn = oncePer(({ values }: Knowledge): ReadonlyMap<string, ReadonlySet<string>> => {
  const byField = new Map<string, Set<string>>();
  for (const { field, values: own } of values) {
    const set = byField.get(field) ?? new Set<string>();
    for (const { value } of own) set.add(value.toLowerCase());
    byField.set(field, set);
  }
  return byField;
});

/** Values that a field may have and that are nothing of what it holds otherwise, such as `System`; folded. */
export function specialValues(knowledge: Knowledge, field: string): ReadonlySet<string> {
  return specialValuesIn(knowledge).get(field) ?? NO_VALUES;
}

const NO_VALUES: ReadonlySet<string> = new Set();
