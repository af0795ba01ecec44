/**
 * The compact form in which the data of `schemas/` is bundled, and the way back from it.
 */
import type { Knowledge, LinuxKnowledge } from './knowledge.ts';
import type { EventDefinition, FieldDefinition, Manifest, OptionDefinition } from './types.ts';

/** A manifest whose parts are indices into the pools of `CompiledSchemas`. */
export interface CompiledManifest {
  readonly schemaversion: string;
  readonly binaryversion: string;
  readonly conditions: number;
  readonly defaultCondition: string;
  readonly options: readonly number[];
  readonly events: readonly number[];
  readonly derived: boolean;
}

/** Everything of `schemas/`, each different part of the manifests once. */
export interface CompiledSchemas {
  readonly manifests: readonly CompiledManifest[];
  readonly fields: readonly FieldDefinition[];
  readonly options: readonly OptionDefinition[];
  readonly conditions: readonly (readonly string[])[];
  readonly events: readonly {
    readonly event: Omit<EventDefinition, 'fields'>;
    readonly fields: readonly number[];
  }[];
  readonly knowledge: Knowledge;
  readonly linux: LinuxKnowledge;
}

/** Keeps each different item once; `add` gives the index of the item in `items`. */
export function createPool<T>(): { readonly items: readonly T[]; readonly add: (item: T) => number } {
  const items: T[] = [];
  const indices = new Map<string, number>();
  return {
    items,
    add: item => {
      const key = JSON.stringify(item);
      const known = indices.get(key);
      if (known !== undefined) return known;
      indices.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}

/**
 * Puts the manifests together again. Versions share the objects of equal events, options and fields.
 *
 * @throws {RangeError} When an index leads nowhere, so when the data was not made by `compileSchemas`.
 */
export function inflateManifests(compiled: CompiledSchemas): Manifest[] {
  const events = compiled.events.map(({ event, fields }): EventDefinition => ({
    ...event,
    fields: fields.map(index => at(compiled.fields, index)),
  }));
  return compiled.manifests.map(manifest => ({
    ...manifest,
    conditions: at(compiled.conditions, manifest.conditions),
    options: manifest.options.map(index => at(compiled.options, index)),
    events: manifest.events.map(index => at(events, index)),
  }));
}

function at<T>(pool: readonly T[], index: number): T {
  const item = pool[index];
  if (item === undefined) throw new RangeError(`The compiled schemas have no item ${index}.`);
  return item;
}
