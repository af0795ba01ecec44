import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { knowledge, linux, shippedManifests } from '../../../server/src/schema/data.ts';
import { createSchemaSet } from '../../../server/src/schema/schema.ts';

const directory = fileURLToPath(new URL('../../../schemas', import.meta.url));
const set = createSchemaSet(shippedManifests());
const sorted = (items: Iterable<string>): string[] => [...new Set(items)].sort();
const ids = new Set(knowledge.events.map(event => event.id));

/** Every string of a value with the path to it. */
function* strings(value: unknown, path: string): Generator<[path: string, text: string]> {
  if (typeof value === 'string') {
    yield [path, value];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* strings(item, `${path}.${key}`);
  }
}

/** Every object that makes a statement. */
function* statements(value: unknown, path: string): Generator<[path: string, item: object]> {
  if (typeof value !== 'object' || value === null) return;
  if (['text', 'meaning', 'logs', 'summary', 'note'].some(key => key in value)) yield [path, value];
  for (const [key, item] of Object.entries(value)) yield* statements(item, `${path}.${key}`);
}

function unique(names: readonly (string | number)[]): void {
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
}

describe('the knowledge', () => {
  it('has every event of every manifest, and no other', () => {
    unique(knowledge.events.map(event => event.id));
    assert.equal(knowledge.events.length, 30);
    for (const schema of set.all) {
      for (const id of schema.eventsById.keys()) assert.ok(ids.has(id), `${schema.version}: ${id}`);
    }
    assert.deepEqual([...ids], [...Array.from({ length: 29 }, (_, index) => index + 1), 255]);
  });

  it('gives events the tag of the newest manifest', () => {
    for (const event of knowledge.events) {
      assert.equal(event.tag, set.newest.eventsById.get(event.id)?.tag, String(event.id));
    }
  });

  it('knows what is logged without a block: ProcessCreate, ProcessTerminate and what has no tag', () => {
    assert.deepEqual(
      knowledge.events.filter(event => event.onByDefault).map(event => event.id),
      [1, 4, 5, 16, 255],
    );
  });

  it('leads from each event to a mechanism, and uses every mechanism', () => {
    unique(knowledge.mechanisms.map(mechanism => mechanism.id));
    assert.deepEqual(
      sorted(knowledge.events.map(event => event.mechanism)),
      sorted(knowledge.mechanisms.map(mechanism => mechanism.id)),
    );
  });

  it('says the kernel source in one sentence', () => {
    for (const { id, kernelSource } of knowledge.events) {
      assert.match(kernelSource, /^[A-Z][^]*\.$/, String(id));
      assert.doesNotMatch(kernelSource, /[.!?] [A-Z]/, String(id));
    }
  });

  it('has every field of every manifest, and says rightly in which events it is', () => {
    unique(knowledge.fields.map(field => field.name));
    const known = sorted(knowledge.fields.map(field => field.name));
    assert.deepEqual(known, sorted(set.all.flatMap(schema => [...schema.fields])));
    for (const field of knowledge.fields) {
      const events = set.newest.fields.has(field.name)
        ? set.newest.manifest.events
        : set.all.flatMap(schema => schema.manifest.events);
      const having = events.filter(event => event.fields.some(({ name }) => name === field.name));
      assert.deepEqual(
        sorted(field.events.map(String)),
        sorted(having.map(event => String(event.id))),
        field.name,
      );
    }
  });

  it('has every condition, with a truth table that shows both outcomes', () => {
    unique(knowledge.conditions.map(condition => condition.name));
    assert.deepEqual(
      sorted(knowledge.conditions.map(condition => condition.name)),
      sorted(set.all.flatMap(schema => schema.conditions)),
    );
    for (const { name, examples } of knowledge.conditions) {
      assert.ok(examples.length >= 3 && examples.length <= 5, name);
      assert.deepEqual(new Set(examples.map(example => example.holds)), new Set([true, false]), name);
    }
  });

  it('has every option element of every version', () => {
    unique(knowledge.options.map(option => option.name));
    assert.deepEqual(
      sorted(knowledge.options.map(option => option.name)),
      sorted(set.all.flatMap(schema => [...schema.options.keys()])),
    );
    for (const { name, example } of knowledge.options) {
      assert.match(example, new RegExp(`^<${name}(/>|>[^<]+</${name}>)$`));
    }
  });

  it('has every version as a release, ascending', () => {
    assert.deepEqual(
      knowledge.releases.map(release => release.schema),
      set.all.map(schema => schema.version),
    );
  });

  it('has values only for fields that exist in those events', () => {
    for (const { field, events, values, closed, partial } of knowledge.values) {
      assert.ok(values.length > 0, field);
      unique(values.map(value => value.value));
      assert.ok(!(closed && partial), field);
      if (field === '*') continue;
      for (const id of events) {
        const definition = set.newest.eventsById.get(id);
        assert.ok(
          definition?.fields.some(({ name }) => name === field),
          `${id} has no ${field}`,
        );
      }
    }
  });

  it('has at most one closed set of values for a field of an event', () => {
    unique(
      knowledge.values
        .filter(value => value.closed)
        .flatMap(value => value.events.map(id => `${value.field} ${id}`)),
    );
  });

  it('has combinations of access rights that add up', () => {
    const bits = new Map(knowledge.accessRights.map(right => [right.name, Number(right.value)]));
    for (const { value, rights } of knowledge.accessCombinations) {
      const sum = rights.reduce((total, name) => total | (bits.get(name) ?? Number.NaN), 0);
      // 0x1fffff also sets two bits that no right has a name for.
      if (value !== '0x1fffff') assert.equal(`0x${sum.toString(16)}`, value);
      assert.equal(Number(value) & sum, sum, value);
    }
    for (const { value } of knowledge.accessRights) assert.match(value, /^0x[1-9a-f][\da-f]*$/);
  });

  it('has ATT&CK techniques with their tactics, version and notice', () => {
    unique(knowledge.techniques.map(technique => technique.id));
    assert.equal(knowledge.techniques.length, 679);
    assert.equal(knowledge.attackVersion, '17.1');
    assert.match(knowledge.attackNotice, /The MITRE Corporation; reproduced with permission/);
    for (const { id, name, tactics } of knowledge.techniques) {
      assert.match(id, /^T\d{4}(\.\d{3})?$/);
      assert.notEqual(name, '');
      assert.ok(tactics.length > 0 && tactics.every(tactic => /^[a-z-]+$/.test(tactic)), id);
    }
  });

  it('has the words and cases that the code asks for', () => {
    unique(knowledge.keywords.map(keyword => keyword.key));
    const cases = new Map(knowledge.keywords.map(({ key, cases: texts }) => [key, texts]));
    const asked: Record<string, string[]> = {
      Sysmon: [],
      'Sysmon@schemaversion': ['missing', 'between', 'newer'],
      EventFiltering: [],
      RuleGroup: [],
      'RuleGroup@name': [],
      'RuleGroup@groupRelation': [],
      Rule: [],
      'Rule@name': [],
      '@name': ['RuleGroup', 'Rule', 'field', 'empty'],
      '@onmatch': ['include', 'exclude', 'emptyInclude', 'emptyExclude'],
      '@default': ['include', 'exclude'],
      '@groupRelation': [
        'RuleGroup.and',
        'RuleGroup.or',
        'Rule.and',
        'Rule.or',
        'Rule.none',
        'block.noGroup.or',
        'block.noGroup.and',
      ],
      '@condition': ['missing'],
      blocks: [
        'emptyInclude',
        'emptyExclude',
        'include',
        'exclude',
        'includeAndExclude',
        'includeAndEmptyExclude',
        'emptyIncludeAndExclude',
        'twoIncludes',
        'twoExcludes',
        'noBlockLogged',
        'noBlockNotLogged',
      ],
    };
    for (const [key, names] of Object.entries(asked)) {
      const texts = cases.get(key);
      assert.ok(texts, key);
      for (const name of names) assert.ok(texts[name], `${key}: ${name}`);
    }
  });

  it('knows Linux: events and options that exist, and the same events in both places', () => {
    assert.deepEqual(
      linux.events,
      knowledge.events.filter(event => event.linux.supported).map(event => event.id),
    );
    for (const option of linux.refusedOptions) assert.ok(set.newest.options.has(option), option);
    unique(linux.differences.map(difference => difference.key));
  });

  it('has no empty text, no blank at an end, no machine path', () => {
    for (const [path, text] of strings({ knowledge, linux }, 'data')) {
      // In a condition's truth table an empty value and blanks at an end are what is being taught.
      if (!/\.examples\.\d+\.(value|field)$/.test(path)) {
        assert.notEqual(text.trim(), '', path);
        assert.equal(text, text.trim(), path);
      }
      assert.doesNotMatch(text, /\/work\b|shared\/|\bfacts\/|undefined|TODO|[\r\n]/, path);
    }
  });

  it('gives a source for every statement', () => {
    const all = {
      mechanisms: knowledge.mechanisms,
      events: knowledge.events,
      general: knowledge.general,
      fields: knowledge.fields,
      conditions: knowledge.conditions,
      options: knowledge.options.map(option => ({ ...option, values: [] })),
      values: knowledge.values.map(value => ({ ...value, values: [] })),
      accessRights: knowledge.accessRights,
      releases: knowledge.releases,
      keywords: knowledge.keywords,
      linux,
    };
    let count = 0;
    for (const [path, item] of statements(all, 'knowledge')) {
      const source: unknown = 'source' in item ? item.source : 'sources' in item ? item.sources : undefined;
      assert.ok((typeof source === 'string' || Array.isArray(source)) && source.length > 0, path);
      count++;
    }
    assert.ok(count > 300, String(count));
    for (const event of knowledge.events) assert.ok(event.linux.sources.length > 0, String(event.id));
  });

  it('is stored as readable JSON', () => {
    const files = [
      ...readdirSync(directory)
        .filter(name => name.endsWith('.json'))
        .map(name => join(directory, name)),
      join(directory, 'linux', 'linux.json'),
    ];
    for (const file of files) assert.match(readFileSync(file, 'utf8'), /^[[{]\n {2}[^]*\n[\]}]\n$/, file);
  });
});
