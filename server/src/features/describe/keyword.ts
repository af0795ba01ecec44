import type { SchemaContext } from '../../schema/context.ts';
import type { Lookup } from '../lookup.ts';
import { blocks, bold, code, list, plain } from './markdown.ts';
import { labelled, say } from './say.ts';
import { needs, schemaWithRelease } from './versions.ts';
import type { Schema } from '../../schema/schema.ts';

/**
 * An element or attribute that structures a configuration, as markdown.
 *
 * @param key as in the data: `RuleGroup`, `RuleGroup@name`, `@onmatch`
 * @param name what to call it
 * @returns empty where the data does not have it
 */
export function describeKeyword(known: Lookup, key: string, name: string): string {
  const keyword = known.keywords.get(key);
  if (!keyword) return '';
  return blocks(`${bold(code(name))}: ${plain(keyword.summary)}`, plain(keyword.meaning));
}

/** The key of an attribute of an element: its own where the data has one, else that of the attribute. */
export function attributeKey(known: Lookup, element: string, attribute: string): string {
  const own = `${element}@${attribute}`;
  return known.keywords.has(own) ? own : `@${attribute}`;
}

/** An option with its values, as markdown; null where it is none that anything is known of. */
export function describeOption(
  known: Lookup,
  schemas: SchemaContext,
  schema: Schema,
  name: string,
): string | null {
  const option = known.options.get(name);
  if (!option) return null;
  const first = schemas.known.firstWithOption(name);
  return blocks(
    `${bold(code(option.name))}: ${plain(option.summary)}`,
    plain(option.meaning),
    list(option.values.map(({ value, meaning }) => `${code(value)}: ${plain(meaning)}`)),
    labelled(known, 'example', option.example === '' ? '' : code(option.example)),
    option.note === null ? '' : plain(option.note),
    needs(known, first, schema),
  );
}

/** A schema version: the releases that have it and what it brought, as markdown; empty where nothing is known. */
export function describeSchema(known: Lookup, version: string): string {
  const release = known.releases.get(version);
  if (!release) return '';
  const date = release.date === null ? '' : ` (${plain(release.date)})`;
  return blocks(
    bold(plain(schemaWithRelease(known, version))) + date,
    say(known, 'release.brought', { text: plain(release.note) }),
  );
}
