import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allForXml, generatedSnippets, readSnippets } from '../../../scripts/generate-snippets.ts';
import type { Snippet, SnippetFile } from '../../../scripts/lib/snippetBuilder.ts';
import { tellProblems } from '../../../server/src/features/diagnostics.ts';
import { knowledge, shippedManifests } from '../../../server/src/schema/data.ts';
import { createSchemaSet } from '../../../server/src/schema/schema.ts';
import { loading } from '../loader/loading.ts';
import { expand, stopsOf } from './expand.ts';

const schema = createSchemaSet(shippedManifests()).newest;
const files = ['structure', 'detections', 'generated'] as const;
const snippets = files.flatMap(file => Object.entries(readSnippets(file)));
const bodyOf = (snippet: Snippet): string => snippet.body.join('\n');

/** Puts what a snippet inserts to where it belongs, which its first element tells. */
function atItsPlace(text: string): string {
  const first = /<([A-Za-z]\w*)/.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[1];
  const inRoot = (inner: string): string => `<Sysmon schemaversion="4.91">\n${inner}\n</Sysmon>`;
  const inFiltering = (inner: string): string => inRoot(`<EventFiltering>\n${inner}\n</EventFiltering>`);
  const inBlock = (tag: string, inner: string): string =>
    inFiltering(
      `<RuleGroup groupRelation="or">\n<${tag} onmatch="include">\n${inner}\n</${tag}>\n</RuleGroup>`,
    );
  if (first === 'Sysmon') return text;
  if (first === undefined) {
    // An attribute, a comment, or the comment that stands before everything.
    if (!text.includes('<!--')) return inBlock('ProcessCreate', `<Image ${text}>a</Image>`);
    return text.startsWith('<!--\n') ? `${text}${inRoot('')}` : inFiltering(text);
  }
  if (first === 'EventFiltering' || schema.options.has(first)) return inRoot(text);
  if (first === 'RuleGroup' || schema.tags.has(first)) return inFiltering(text);
  if (first === 'Rule') return inBlock('ProcessCreate', text);
  const owner = [...schema.tags.values()].find(tag => tag.fields.has(first));
  assert.ok(owner, `nobody knows where <${first}> belongs`);
  return inBlock(owner.tag, text);
}

/** What a snippet says on purpose, by the end of its name. */
const MEANT: readonly (readonly [RegExp, string])[] = [
  // An exclude block of an event that blocks has its price, and whoever asks for one is told so.
  [/ exclude$/, 'blocking-event-broad'],
  // A field, or those of one id, were asked for, so they need not hold for the tag's other ids.
  [/^Field | all fields of event \d+$/, 'field-position-never-holds'],
];
const isMeant = (name: string, code: string): boolean =>
  MEANT.some(([pattern, meant]) => meant === code && pattern.test(name));

/** Sysmon takes the configuration, and there is nothing above a hint to say about it. */
function assertFine(name: string, text: string): void {
  const { parsed, loaded } = loading(text);
  const told = tellProblems(parsed, loaded, knowledge).filter(
    ({ level, code }) => level !== 'hint' && !isMeant(name, code),
  );
  assert.deepEqual(
    told.map(({ code, level, message }) => `${level} ${code}: ${message}`),
    [],
    `${name}\n${text}`,
  );
  assert.equal(loaded.accepted, true, name);
}

describe('snippets', () => {
  it('that the schema generates are up to date (node --import tsx scripts/generate-snippets.ts)', () => {
    assert.deepEqual(readSnippets('generated'), generatedSnippets());
    assert.deepEqual(readSnippets('xml'), allForXml());
  });

  it('make a configuration that Sysmon loads, as they stand', () => {
    for (const [name, snippet] of snippets) assertFine(name, atItsPlace(expand(bodyOf(snippet))));
  });

  it('also make one with any other choice', () => {
    for (const [name, snippet] of snippets) {
      const body = bodyOf(snippet);
      for (const { number, values } of stopsOf(body)) {
        for (const value of values.slice(1)) {
          const { loaded } = loading(atItsPlace(expand(body, new Map([[number, value]]))));
          assert.equal(loaded.accepted, true, `${name} with ${value}`);
        }
      }
    }
  });

  it('have prefixes that no other one has', () => {
    const seen = new Map<string, string>();
    for (const [name, { prefix }] of snippets) {
      assert.ok(prefix.length > 0, name);
      for (const text of prefix) {
        assert.equal(seen.get(text), undefined, `${text} of ${name}`);
        seen.set(text, name);
      }
    }
  });

  it('are described, in comments that XML allows', () => {
    for (const [name, snippet] of snippets) {
      assert.ok(snippet.description.length > 15, name);
      assert.match(snippet.description, /\.$/, name);
      assert.doesNotMatch(bodyOf(snippet).replace(/<!--|-->/g, ''), /<!--(?:(?!-->)[\s\S])*--(?!>)/, name);
    }
  });

  it('cover every event: include, exclude, section and the fields of each id', () => {
    const generated = generatedSnippets();
    for (const { tag, events } of schema.tags.values()) {
      const of = Object.entries(generated).filter(([name]) => name.startsWith(`${tag} `));
      assert.equal(of.length, 3 + events.length, tag);
      for (const event of events) {
        const whole = of.find(([name]) =>
          name.endsWith(events.length > 1 ? `of event ${event.id}` : 'all fields'),
        );
        assert.ok(whole, `${tag} ${event.id}`);
        const fields = [...bodyOf(whole[1]).matchAll(/^\t\t<(\w+) /gm)].map(match => match[1]);
        assert.deepEqual(
          fields,
          event.fields.map(({ name }) => name),
        );
      }
    }
  });

  it('answer to the prefixes of other Sysmon extensions', () => {
    const known = new Set(snippets.flatMap(([, { prefix }]) => prefix));
    const expected = [
      'sysmon_config',
      'sysmon_Linux_config',
      '!sysmon',
      'rulegroup',
      'rule',
      'comment',
      'condition',
      'archive',
      'dnslookup',
    ];
    for (const tag of schema.tags.keys()) expected.push(`!${tag}`);
    for (const field of schema.fields) {
      if ([...schema.tags.values()].some(tag => tag.fields.has(field))) expected.push(`!${field}`);
    }
    assert.deepEqual(
      expected.filter(prefix => !known.has(prefix)),
      [],
    );
  });

  it('name techniques as ATT&CK does', () => {
    const names = new Map(knowledge.techniques.map(({ id, name }) => [id, name]));
    let found = 0;
    for (const [name, snippet] of snippets) {
      const text = expand(bodyOf(snippet)).replaceAll('&amp;', '&');
      for (const [, id, technique] of text.matchAll(/name="technique_id=([^,"]+),technique_name=([^"]+)"/g)) {
        assert.equal(technique, names.get(id!), `${name}: ${id}`);
        found++;
      }
    }
    assert.ok(found >= 15, `${found} techniques`);
  });

  it('in plain XML answer only to prefixes that say Sysmon', () => {
    const xml: SnippetFile = readSnippets('xml');
    assert.equal(Object.keys(xml).length, snippets.length);
    for (const [name, { prefix }] of Object.entries(xml)) {
      assert.match(name, /^Sysmon/);
      assert.ok(prefix.length > 0, name);
      for (const text of prefix) assert.match(text, /^!?sysmon/i, name);
    }
  });

  it('are contributed for both languages', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      contributes: { snippets: { language: string; path: string }[] };
    };
    const contributed = manifest.contributes.snippets.map(({ language, path }) => `${language} ${path}`);
    assert.deepEqual(contributed.sort(), [
      'sysmon ./snippets/detections.json',
      'sysmon ./snippets/generated.json',
      'sysmon ./snippets/structure.json',
      'xml ./snippets/xml.json',
    ]);
  });
});
