/**
 * A test file: a configuration, and events with what is expected of it. Read with the place of everything,
 * so that what is wrong can be said where it is.
 */
import { isMap, isScalar } from 'yaml';
import type { Range } from 'vscode-languageserver-types';
import { nearest, orList } from '../checks/check.ts';
import type { SysmonEvent } from '../events/event.ts';
import { fieldOrder } from '../events/fieldOrder.ts';
import { entryFromJson } from '../events/jsonShapes.ts';
import { findEvent } from '../events/readEvent.ts';
import { createSchemaContext, type SchemaContext } from '../schema/context.ts';
import { versionNumber, type SchemaSet } from '../schema/schema.ts';
import type { Platform } from '../schema/types.ts';
import { kindOf, textOf, YamlReader, type Entry, type FileProblem } from './yamlReader.ts';

export type { FileProblem } from './yamlReader.ts';

/** How the name of a test file ends. */
export const TEST_FILE_ENDING = '.sysmon-test.yaml';

export const TEST_FILE_KEYS = ['configuration', 'platform', 'target', 'environment', 'cases'] as const;
export const CASE_KEYS = ['name', 'event', 'expect'] as const;
export const EXPECT_KEYS = ['logged', 'ruleName', 'by'] as const;

/** What is expected of an event; what is left out may be anything. */
export interface Expectation {
  readonly logged: boolean;
  /** Null for an event without one. */
  readonly ruleName?: string | null;
  /** The line, from 1, of what decides; null where nothing matches. */
  readonly by?: number | null;
}

export interface TestCase {
  readonly name: string;
  /** The place of the name. */
  readonly range: Range;
  readonly expectRange: Range;
  /** Null where the case cannot be run. */
  readonly test: { readonly event: SysmonEvent; readonly expect: Expectation } | null;
  readonly problems: readonly FileProblem[];
}

export interface TestFile {
  /** A path relative to the file; null where it is not said as it should be. */
  readonly configuration: { readonly path: string; readonly range: Range } | null;
  readonly platform?: Platform;
  readonly target?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly cases: readonly TestCase[];
  /** What is wrong outside of the cases, for which none of them can be run. */
  readonly problems: readonly FileProblem[];
}

/**
 * Reads a test file; never throws.
 *
 * @param known what fields are called by, and whether they are any
 */
export async function readTestFile(text: string, known: SchemaSet): Promise<TestFile> {
  return new TestFileReader(text, known).read();
}

/** The Sysmon that a test file means, where without it another one would be meant. */
export function contextOf(
  { platform, target }: Pick<TestFile, 'platform' | 'target'>,
  otherwise: SchemaContext,
): SchemaContext {
  if (platform === undefined && target === undefined) return otherwise;
  return createSchemaContext(otherwise.known, {
    version: target ?? otherwise.newest.version,
    platform: platform ?? otherwise.platform,
  });
}

class TestFileReader {
  private readonly yaml: YamlReader;

  constructor(
    text: string,
    private readonly known: SchemaSet,
  ) {
    this.yaml = new YamlReader(text);
  }

  async read(): Promise<TestFile> {
    const { yaml } = this;
    const nothing = { configuration: null, environment: {}, cases: [] };
    if (yaml.problems.length > 0) return { ...nothing, problems: yaml.problems };
    const entries = yaml.entries(yaml.root, 'The file');
    if (!entries) return { ...nothing, problems: yaml.problems };
    const required = ['configuration', 'cases'] as const;
    const keyed = yaml.keyed(entries, TEST_FILE_KEYS, 'A test file', required, yaml.root);
    const configuration = this.configuration(keyed.configuration);
    const platform = this.platform(keyed.platform);
    const target = this.target(keyed.target);
    const environment = this.environment(keyed.environment);
    const items = keyed.cases && yaml.items(keyed.cases);
    if (keyed.cases && items?.length === 0) yaml.report('“cases” holds no case.', keyed.cases.range);
    const problems = [...yaml.problems];
    const cases: TestCase[] = [];
    for (const { value, range } of items ?? []) {
      const before = yaml.problems.length;
      const read = await this.case(value, range);
      cases.push({ ...read, problems: yaml.problems.slice(before) });
    }
    return {
      configuration,
      ...(platform !== undefined && { platform }),
      ...(target !== undefined && { target }),
      environment,
      cases,
      problems,
    };
  }

  private configuration(entry: Entry | undefined): TestFile['configuration'] {
    if (!entry) return null;
    const path = this.yaml.text(entry);
    if (path === undefined) return null;
    // A test file may come with a stranger's folder, and an absolute path may lead to another machine.
    if (/^(?:[\\/~]|[a-z][a-z0-9+.-]*:)/i.test(path)) {
      this.yaml.report('“configuration” has to be a path relative to this file.', entry.range);
      return null;
    }
    // Written on Windows, and run elsewhere.
    return { path: path.replaceAll('\\', '/'), range: entry.range };
  }

  private platform(entry: Entry | undefined): Platform | undefined {
    const text = entry && this.yaml.text(entry);
    if (text === undefined || text === 'windows' || text === 'linux') return text;
    this.yaml.report(`“platform” is “${text}”. Write windows or linux.`, entry!.range);
    return undefined;
  }

  private target(entry: Entry | undefined): string | undefined {
    const text = entry && this.yaml.text(entry);
    if (text === undefined) return undefined;
    const { newest } = this.known;
    const isVersion = /^\d{1,3}\.\d{1,2}$/.test(text) && versionNumber(text) >= FIRST_TARGET;
    if (isVersion && versionNumber(text) <= newest.number) return text;
    this.yaml.report(
      `“target” is “${text}”. Write a schema version from 4.0 to ${newest.version}.`,
      entry!.range,
    );
    return undefined;
  }

  private environment(entry: Entry | undefined): Record<string, string> {
    if (!entry) return {};
    const entries = this.yaml.entries(entry.value, '“environment”');
    return entries ? this.yaml.texts(entries) : {};
  }

  private async case(node: Entry['value'], range: Range): Promise<Omit<TestCase, 'problems'>> {
    const { yaml } = this;
    const nothing = { name: '(a case that cannot be read)', range, expectRange: range, test: null };
    const before = yaml.problems.length;
    const entries = yaml.entries(node, 'The case');
    if (!entries) return nothing;
    const keyed = yaml.keyed(entries, CASE_KEYS, 'A case', CASE_KEYS, node);
    const name = keyed.name && yaml.text(keyed.name);
    const event = keyed.event && (await this.event(keyed.event));
    const expect = keyed.expect && this.expectation(keyed.expect);
    return {
      name: name ?? '(a case without a name)',
      range: keyed.name?.range ?? range,
      expectRange: keyed.expect?.keyRange ?? range,
      test: event && expect && yaml.problems.length === before ? { event, expect } : null,
    };
  }

  private expectation(entry: Entry): Expectation | null {
    const { yaml } = this;
    const entries = yaml.entries(entry.value, '“expect”');
    if (!entries) return null;
    const keyed = yaml.keyed(entries, EXPECT_KEYS, '“expect”', ['logged'], entry.value);
    const logged = keyed.logged ? this.flag(keyed.logged) : null;
    const ruleName = this.ruleName(keyed.ruleName);
    const by = this.by(keyed.by);
    if (logged === null) return null;
    return { logged, ...(ruleName !== undefined && { ruleName }), ...(by !== undefined && { by }) };
  }

  private flag({ key, value, range }: Entry): boolean | null {
    if (isScalar(value) && typeof value.value === 'boolean') return value.value;
    this.yaml.report(`“${key}” is ${kindOf(value)}. Write true or false.`, range);
    return null;
  }

  /** Nothing, or the `-` that Sysmon writes then, stands for an event without a name. */
  private ruleName(entry: Entry | undefined): string | null | undefined {
    if (!entry) return undefined;
    const { key, value, range } = entry;
    if (value === null) return null;
    if (!isScalar(value)) {
      this.yaml.report(`“${key}” is ${kindOf(value)}, where a text is expected.`, range);
      return undefined;
    }
    const text = textOf(value);
    return text === '' || text === '-' ? null : text;
  }

  private by(entry: Entry | undefined): number | null | undefined {
    if (!entry) return undefined;
    const { key, value, range } = entry;
    if (value === null || (isScalar(value) && value.value === null)) return null;
    if (isScalar(value) && Number.isSafeInteger(value.value) && Number(value.value) > 0)
      return Number(value.value);
    this.yaml.report(
      `“${key}” is ${kindOf(value)}. Write the line of the configuration, or null where nothing matches.`,
      range,
    );
    return undefined;
  }

  /** An event in our own short form, as text in any form that is read, or such a form written as YAML. */
  private async event(entry: Entry): Promise<SysmonEvent | null> {
    const { value, range } = entry;
    const unreadable = (reason: string): null => {
      this.yaml.report(`The event cannot be read, since ${reason}.`, range);
      return null;
    };
    const order = fieldOrder(this.known);
    if (isScalar(value) && typeof value.value === 'string') {
      const { found, reason } = await findEvent(value.value, null, order);
      return found ? found.event : unreadable(reason);
    }
    if (!isMap(value)) {
      this.yaml.report(`“event” is ${kindOf(value)}, where an event is expected.`, range);
      return null;
    }
    const entries = this.yaml.entriesOf(value);
    const ofEvent = entries.find(({ key }) => key === 'event');
    const isShort = entries.some(({ key }) => key === 'eventId') || (ofEvent && isScalar(ofEvent.value));
    if (isShort) return this.shortEvent(entries, range);
    try {
      const read = entryFromJson(this.yaml.plain(value), order);
      if (read.kind === 'event') return read.event;
      return unreadable(read.kind === 'other' ? 'it is of another provider than Sysmon' : read.reason);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return unreadable('it holds too much');
    }
  }

  /** `{event or eventId, fields}`, or the fields beside these. */
  private shortEvent(entries: readonly Entry[], range: Range): SysmonEvent | null {
    const { yaml } = this;
    const isHead = ({ key }: Entry): boolean => key === 'event' || key === 'eventId';
    const eventId = this.eventId(entries, range);
    const rest = entries.filter(entry => !isHead(entry));
    const held = rest.find(({ key }) => key === 'fields');
    if (held) yaml.keyed(rest, ['fields'], 'An event with “fields”');
    const fieldEntries = held ? (held.value === null ? [] : yaml.entries(held.value, '“fields”')) : rest;
    if (eventId === null || !fieldEntries) return null;
    this.checkFields(eventId, fieldEntries);
    return { eventId, fields: yaml.texts(fieldEntries) };
  }

  private eventId(entries: readonly Entry[], range: Range): number | null {
    const { yaml, known } = this;
    const tagEntry = entries.find(({ key }) => key === 'event');
    const idEntry = entries.find(({ key }) => key === 'eventId');
    const tag = tagEntry && yaml.text(tagEntry);
    const ids = tag === undefined ? null : idsOf(known, tag);
    if (tagEntry && tag !== undefined && ids?.length === 0) {
      const [meant] = nearest(tag, known.newest.tags.keys());
      const help = meant === undefined ? '' : ` Did you mean “${meant}”?`;
      yaml.report(`Sysmon has no event “${tag}”.${help}`, tagEntry.range);
      return null;
    }
    if (!idEntry) {
      const [id] = ids ?? [];
      if (id === undefined) return null;
      if (ids?.length === 1) return id;
      yaml.report(
        `“${tag}” stands for several events. Say which with “eventId”: ${orList((ids ?? []).map(String))}.`,
        tagEntry?.range ?? range,
      );
      return null;
    }
    const { value } = idEntry;
    const id = isScalar(value) ? Number(textOf(value)) : Number.NaN;
    if (!known.all.some(({ eventsById }) => eventsById.has(id))) {
      yaml.report(`“eventId” is ${kindOf(value)}, which is the id of no Sysmon event.`, idEntry.range);
      return null;
    }
    if (ids && !ids.includes(id)) {
      yaml.report(
        `“eventId” is ${id}, which is no ${tag}: that is ${orList(ids.map(String))}.`,
        idEntry.range,
      );
      return null;
    }
    return id;
  }

  /** A field that no version of the event has would read as empty, and the test would test something else. */
  private checkFields(eventId: number, entries: readonly Entry[]): void {
    const fields = new Set(
      this.known.all.flatMap(
        ({ eventsById }) => eventsById.get(eventId)?.fields.map(({ name }) => name) ?? [],
      ),
    );
    for (const { key, keyRange } of entries) {
      if (fields.has(key)) continue;
      const [meant] = nearest(key, fields);
      const help = meant === undefined ? '' : ` Did you mean “${meant}”?`;
      this.yaml.report(`Event ${eventId} has no field “${key}”.${help}`, keyRange);
    }
  }
}

/** Sysmon reads configurations of schema 4.0 on. */
const FIRST_TARGET = 400;

function idsOf(known: SchemaSet, tag: string): number[] {
  const ids = known.all.flatMap(({ tags }) => tags.get(tag)?.events.map(({ id }) => id) ?? []);
  return [...new Set(ids)].sort((a, b) => a - b);
}
