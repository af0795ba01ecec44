import type { Schema, SchemaSet } from '../../schema/schema.ts';
import { versionNumber } from '../../schema/schema.ts';
import { phrase, type Lookup } from '../lookup.ts';
import { say } from './say.ts';

/**
 * The Sysmon release that brought a schema, such as `15.0`, null where none is known. Of a schema that no
 * release is known to print it is the next one's, which is what users got it with.
 */
export function releaseOf({ knowledge, releases }: Lookup, version: string): string | null {
  const own = releases.get(version);
  if (!own) return null;
  if (own.firstRelease !== null) return own.firstRelease;
  const number = versionNumber(version);
  const dated = knowledge.releases.filter(release => release.firstRelease !== null);
  // Before the first known release there were others, of which nothing is known here.
  if (!dated.some(release => versionNumber(release.schema) < number)) return null;
  return dated.find(release => versionNumber(release.schema) > number)?.firstRelease ?? null;
}

/** `schema 4.90 (Sysmon 15.0)`. */
export function schemaWithRelease(known: Lookup, version: string): string {
  const release = releaseOf(known, version);
  return release === null
    ? phrase(known, 'version.schema', { version })
    : phrase(known, 'version.schemaAndRelease', { version, release });
}

/** Since when something exists, as a sentence in markdown; empty where no schema has it. */
export function since(known: Lookup, set: SchemaSet, first: Schema | undefined): string {
  if (!first) return '';
  const key = first === set.all[0] ? 'since.oldest' : 'since';
  return say(known, key, { version: schemaWithRelease(known, first.version) });
}

/** A sentence that says that something is newer than the file's schema, empty where it is not. */
export function needs(known: Lookup, first: Schema | undefined, declared: Schema): string {
  if (!first || first.number <= declared.number) return '';
  return say(known, 'needs.sentence', {
    version: schemaWithRelease(known, first.version),
    declared: declared.version,
  });
}

/**
 * Since when something exists; for what is newer than the file's schema that it needs a newer one.
 *
 * @param released the schema that brought it
 * @param first the first schema whose files may use it, which can be an earlier one
 */
export function sinceOrNeeds(
  known: Lookup,
  set: SchemaSet,
  released: Schema | undefined,
  first: Schema | undefined,
  declared: Schema,
): string {
  return needs(known, first, declared) || since(known, set, released);
}
