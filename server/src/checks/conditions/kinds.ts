import type { FieldKindName, Knowledge } from '../../schema/knowledge.ts';
import type { Platform } from '../../schema/types.ts';
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

/** The kinds of one thing of a known form: no command lines, and no free text. */
export const PLAIN_KINDS: readonly FieldKindName[] = [
  'path',
  'registry',
  'pipe',
  'host',
  'address',
  'number',
  'account',
  'accessMask',
  'hash',
];

/** A field of the kind holds one thing of a known form. Paths are written otherwise on Linux. */
export function isPlainOn(platform: Platform, kind: FieldKindName | undefined): boolean {
  return kind !== undefined && PLAIN_KINDS.includes(kind) && (kind !== 'path' || platform === 'windows');
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
