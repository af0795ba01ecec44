import { createSchemaContext, type SchemaContext, type Target } from './schema/context.ts';
import { shippedManifests } from './schema/data.ts';
import { createSchemaSet, type SchemaSet } from './schema/schema.ts';
import { readSchemaFiles } from './schemaFiles.ts';

export interface FoundSchemas {
  readonly schemas: SchemaContext;
  /** A sentence for each schema file that could not be used. */
  readonly problems: readonly string[];
}

/**
 * Gives the same object for the same target and schema files, since a document is parsed again for each
 * new one.
 */
export interface SchemaContexts {
  /** The context of a target that knows the shipped schemas only. */
  shipped(target: Target): SchemaContext;
  /** @param paths absolute ones */
  find(target: Target, paths: readonly string[]): Promise<FoundSchemas>;
  /** Forgets what was read, so that files that changed are read again. */
  clear(): void;
}

interface ReadSet {
  readonly set: SchemaSet;
  readonly problems: readonly string[];
}

/** @param readFile rejects when the file cannot be read */
export function createSchemaContexts(readFile: (path: string) => Promise<Uint8Array>): SchemaContexts {
  const shippedSet = createSchemaSet(shippedManifests());
  const sets = new Map<string, Promise<ReadSet>>();
  let contexts = new WeakMap<SchemaSet, Map<string, SchemaContext>>();

  const setOf = (paths: readonly string[]): Promise<ReadSet> => {
    const key = JSON.stringify(paths);
    let reading = sets.get(key);
    if (!reading) sets.set(key, (reading = readSet(paths)));
    return reading;
  };
  const readSet = async (paths: readonly string[]): Promise<ReadSet> => {
    const { manifests, problems } = await readSchemaFiles(paths, readFile);
    const set = manifests.length === 0 ? shippedSet : createSchemaSet([...shippedManifests(), ...manifests]);
    return { set, problems };
  };
  const contextOf = (set: SchemaSet, target: Target): SchemaContext => {
    let known = contexts.get(set);
    if (!known) contexts.set(set, (known = new Map<string, SchemaContext>()));
    const key = `${target.platform} ${target.version ?? ''}`;
    let context = known.get(key);
    if (!context) known.set(key, (context = createSchemaContext(set, target)));
    return context;
  };

  return {
    shipped: target => contextOf(shippedSet, target),
    async find(target, paths) {
      const { set, problems } = await setOf(paths);
      return { schemas: contextOf(set, target), problems };
    },
    clear() {
      sets.clear();
      contexts = new WeakMap();
    },
  };
}
