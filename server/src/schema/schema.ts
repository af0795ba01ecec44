/**
 * Look-ups over manifests: what a Sysmon of one schema version knows, and which version brought what.
 */
import type { EventDefinition, Manifest, OptionDefinition } from './types.ts';
import { oncePer } from '../once.ts';

/** All events of one element name, such as the three of `RegistryEvent`. */
export interface EventTag {
  readonly tag: string;
  /** By id, ascending. */
  readonly events: readonly EventDefinition[];
  readonly firstId: number;
  /** The fields of all the events. */
  readonly fields: ReadonlySet<string>;
  /** The same in the order of the manifest. */
  readonly fieldList: readonly string[];
}

/** One schema version. */
export interface Schema {
  /** As the manifest writes it, such as `4.90`. */
  readonly version: string;
  /** The version in hundredths: see `versionNumber`. */
  readonly number: number;
  readonly manifest: Manifest;
  readonly conditions: readonly string[];
  readonly tags: ReadonlyMap<string, EventTag>;
  /** Options that may stand in a file, by the name of their element there. */
  readonly options: ReadonlyMap<string, OptionDefinition>;
  /** The fields of all events, also of those without a tag: what may stand in a `<Rule>`. */
  readonly fields: ReadonlySet<string>;
  readonly eventsById: ReadonlyMap<number, EventDefinition>;
}

/** Several versions of one platform. */
export interface SchemaSet {
  /** By version, ascending; never empty. */
  readonly all: readonly Schema[];
  readonly newest: Schema;
  /** The newest schema that is not newer than `number`. */
  atMost(number: number): Schema | undefined;
  /** The schema of exactly this version. */
  exactly(number: number): Schema | undefined;
  /** The first schema whose manifest has the tag, released or reserved: files may use both. */
  firstWithEvent(tag: string): Schema | undefined;
  /** The first schema in which the tag has an event that is not marked as reserved. */
  releasedWith(tag: string): Schema | undefined;
  firstWithField(tag: string, field: string): Schema | undefined;
  /** The condition's case does not matter. */
  firstWithCondition(name: string): Schema | undefined;
  /** By the name of the option's element in a file. */
  firstWithOption(name: string): Schema | undefined;
  /** Is it a field of any event of any version? */
  isField(name: string): boolean;
  /** Is it the element of an event in any version? */
  isTag(name: string): boolean;
}

/**
 * Gives a version as a number that can be compared, in hundredths: `4.90` is 490, `4.1` is 410 (not 401),
 * `3.10` is 310. It reads the leading decimal number and rounds to hundredths, as Sysmon does.
 *
 * @returns NaN when the text does not begin with a decimal number. Sysmon also takes hexadecimal numbers;
 *   those are left to the loader.
 */
export function versionNumber(text: string): number {
  return Math.round(Number.parseFloat(text) * 100);
}

/**
 * Makes the look-ups over manifests.
 *
 * @param manifests In any order. A later manifest of the same version replaces an earlier one, so the
 *   user's own is put behind the shipped ones.
 * @throws {RangeError} When there is no manifest.
 */
export function createSchemaSet(manifests: readonly Manifest[]): SchemaSet {
  const byNumber = new Map(manifests.map(manifest => [versionNumber(manifest.schemaversion), manifest]));
  const schemas = [...byNumber].map(([number, manifest]) => createSchema(number, manifest));
  return setOf(schemas.sort((a, b) => a.number - b.number));
}

const cutsOf = oncePer<SchemaSet, Map<number, SchemaSet>>(() => new Map());

/**
 * Gives the set as a Sysmon of a certain schema version knows it: nothing newer than that version.
 * The same arguments give the same object. A target older than all versions gives the oldest alone.
 *
 * @param target The version in hundredths: see `versionNumber`.
 */
export function upTo(set: SchemaSet, target: number): SchemaSet {
  const last = set.atMost(target) ?? set.all[0];
  if (!last || last === set.newest) return set;
  const cuts = cutsOf(set);
  let cut = cuts.get(last.number);
  if (!cut) cuts.set(last.number, (cut = setOf(set.all.slice(0, set.all.indexOf(last) + 1))));
  return cut;
}

function createSchema(number: number, manifest: Manifest): Schema {
  const tagged = new Map<string, EventDefinition[]>();
  for (const event of manifest.events) {
    if (event.tag === null) continue;
    const events = tagged.get(event.tag);
    if (events) events.push(event);
    else tagged.set(event.tag, [event]);
  }
  const options = new Map<string, OptionDefinition>();
  for (const option of manifest.options) {
    const name = elementName(option);
    if (name !== undefined) options.set(name, option);
  }
  return {
    version: manifest.schemaversion,
    number,
    manifest,
    conditions: manifest.conditions,
    tags: new Map([...tagged].map(([tag, events]) => [tag, createTag(tag, events)])),
    options,
    fields: new Set(manifest.events.flatMap(fieldNames)),
    eventsById: new Map(manifest.events.map(event => [event.id, event])),
  };
}

function createTag(tag: string, unordered: readonly EventDefinition[]): EventTag {
  const events = [...unordered].sort((a, b) => a.id - b.id);
  const fields = new Set(events.flatMap(fieldNames));
  return { tag, events, firstId: events[0]?.id ?? 0, fields, fieldList: [...fields] };
}

function fieldNames(event: EventDefinition): string[] {
  return event.fields.map(field => field.name);
}

/** The name of an option's element in a file, undefined where it has none. */
function elementName(option: OptionDefinition): string | undefined {
  if (option.noConfig) return undefined;
  // Such an option switches an event on, which in a file the event's block does.
  if (option.rule) return option.forceConfig ? `${option.name}Config` : undefined;
  return option.name;
}

function setOf(all: readonly Schema[]): SchemaSet {
  const newest = all.at(-1);
  if (!newest) throw new RangeError('A set of schemas needs at least one manifest.');
  const first = (holds: (schema: Schema) => boolean): Schema | undefined => all.find(holds);
  const fields = new Set(all.flatMap(schema => [...schema.fields]));
  const tags = new Set(all.flatMap(schema => [...schema.tags.keys()]));
  const options = new Map(
    [...all].reverse().flatMap(schema => [...schema.options.keys()].map(name => [name, schema] as const)),
  );
  return {
    all,
    newest,
    atMost: number => all.findLast(schema => schema.number <= number),
    exactly: number => first(schema => schema.number === number),
    firstWithEvent: tag => first(schema => schema.tags.has(tag)),
    releasedWith: tag =>
      first(schema => schema.tags.get(tag)?.events.some(event => event.reserved === null) ?? false),
    firstWithField: (tag, field) => first(schema => schema.tags.get(tag)?.fields.has(field) ?? false),
    firstWithCondition: name => {
      const wanted = name.toLowerCase();
      return first(schema => schema.conditions.includes(wanted));
    },
    firstWithOption: name => options.get(name),
    isField: name => fields.has(name),
    isTag: name => tags.has(name),
  };
}
