import { upTo, versionNumber, type Schema, type SchemaSet } from './schema.ts';
import type { Platform } from './types.ts';

/** Which Sysmon is meant: its newest schema, and what it runs on. */
export interface Target {
  /** A schema version such as `4.90`; null for the newest known. */
  readonly version: string | null;
  readonly platform: Platform;
}

/** What a Sysmon of one target knows, and beside it everything that any version knows. */
export interface SchemaContext {
  readonly platform: Platform;
  /** All versions, also those that are newer than the target. */
  readonly known: SchemaSet;
  /** The versions that the target knows. */
  readonly set: SchemaSet;
  /** The version that event fields are compiled against: the target's newest. */
  readonly newest: Schema;
}

export interface DeclaredSchema {
  /** The declared number in hundredths, null where none is declared or it is not a number. */
  readonly number: number | null;
  /** The schema that the file is validated against; the newest where the file does not say. */
  readonly schema: Schema;
  /** The declared version is newer than the target knows. */
  readonly tooNew: boolean;
}

/**
 * The schema that Sysmon validates a file against (facts of the open-source loader): the newest that is
 * not newer than the declared number; for a number above the newest known one, the one before that.
 */
export function declaredSchema(context: SchemaContext, number: number | null): DeclaredSchema {
  const { set, newest } = context;
  if (number === null) return { number, schema: newest, tooNew: false };
  if (number > newest.number) {
    const beforeNewest = set.all[set.all.length - 2] ?? newest;
    return { number, schema: beforeNewest, tooNew: true };
  }
  return { number, schema: set.atMost(number) ?? newest, tooNew: false };
}

/**
 * @param known all schemas, the user's own among them
 * @param target a version that is not a number counts as none
 */
export function createSchemaContext(known: SchemaSet, target: Target): SchemaContext {
  const number = target.version === null ? Number.NaN : versionNumber(target.version);
  const set = Number.isNaN(number) ? known : upTo(known, number);
  return { platform: target.platform, known, set, newest: set.newest };
}
