import type {
  ConditionKnowledge,
  EventKnowledge,
  FieldKnowledge,
  KeywordKnowledge,
  Knowledge,
  OptionKnowledge,
  ReleaseKnowledge,
  Technique,
  ValueKnowledge,
} from '../schema/knowledge.ts';
import { oncePer } from '../once.ts';

/** The knowledge by the names that are looked up. */
export interface Lookup {
  readonly knowledge: Knowledge;
  readonly events: ReadonlyMap<number, EventKnowledge>;
  readonly fields: ReadonlyMap<string, FieldKnowledge>;
  /** By name in lower case, since Sysmon does not mind the case. */
  readonly conditions: ReadonlyMap<string, ConditionKnowledge>;
  readonly options: ReadonlyMap<string, OptionKnowledge>;
  readonly keywords: ReadonlyMap<string, KeywordKnowledge>;
  readonly releases: ReadonlyMap<string, ReleaseKnowledge>;
  readonly techniques: ReadonlyMap<string, Technique>;
  /** Sets of values by field; those of `*`, which hold for every field, are under `*`. */
  readonly values: ReadonlyMap<string, readonly ValueKnowledge[]>;
}

/** The look-ups over `knowledge`; the same object for the same knowledge. */
export const lookup = oncePer((knowledge: Knowledge): Lookup => {
  const values = new Map<string, ValueKnowledge[]>();
  for (const set of knowledge.values) {
    const sets = values.get(set.field);
    if (sets) sets.push(set);
    else values.set(set.field, [set]);
  }
  return {
    knowledge,
    events: new Map(knowledge.events.map(event => [event.id, event])),
    fields: new Map(knowledge.fields.map(field => [field.name, field])),
    conditions: new Map(knowledge.conditions.map(condition => [condition.name.toLowerCase(), condition])),
    options: new Map(knowledge.options.map(option => [option.name, option])),
    keywords: new Map(knowledge.keywords.map(keyword => [keyword.key, keyword])),
    releases: new Map(knowledge.releases.map(release => [release.schema, release])),
    techniques: new Map(knowledge.techniques.map(technique => [technique.id, technique])),
    values,
  };
});

/** A phrase of `phrases.json` with its `{placeholders}` filled in; empty where there is no such phrase. */
export function phrase(
  { knowledge }: Lookup,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = knowledge.phrases[key]?.text ?? '';
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** A case of a keyword such as `@groupRelation` `Rule.none`, empty where the data has none. */
export function keywordCase({ keywords }: Lookup, key: string, name: string): string {
  return keywords.get(key)?.cases[name] ?? '';
}
