/**
 * Writes the snippets that follow from the schema, and the file for plain XML documents. Run it as
 * `node --import tsx scripts/generate-snippets.ts` when the schemas or a snippet change; a unit test
 * fails when that was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { escapeXml } from '../server/src/features/completion/template.ts';
import { knowledge, shippedManifests } from '../server/src/schema/data.ts';
import type { EventKnowledge } from '../server/src/schema/knowledge.ts';
import { createSchemaSet, type EventTag, type Schema } from '../server/src/schema/schema.ts';
import type { EventDefinition } from '../server/src/schema/types.ts';
import { END, literal, oneOf, placeholder, type Snippet, type SnippetFile } from './lib/snippetBuilder.ts';

const schemas = createSchemaSet(shippedManifests());
const schema: Schema = schemas.newest;

/** Fields that many events have and that tell little of one: nobody wants them as the first suggestion. */
const COMMON = new Set(['RuleName', 'UtcTime', 'EventType', 'User']);
const TEXT = 'win:UnicodeString';
/** What the snippet files are called, without their ending. */
const HANDWRITTEN = ['structure', 'detections'];

const knowledgeOf = new Map(knowledge.events.map(event => [event.id, event]));

/** Everything that the schema says, as snippets. */
export function generatedSnippets(): SnippetFile {
  const tags = [...schema.tags.values()].sort((a, b) => a.firstId - b.firstId);
  return Object.fromEntries([...tags.flatMap(ofTag), ...fieldSnippets(tags)]);
}

/**
 * The snippets for plain XML documents: all of them, but only by prefixes that say Sysmon, so that whoever
 * writes other XML is left alone.
 */
export function xmlSnippets(files: readonly SnippetFile[]): SnippetFile {
  const named = files
    .flatMap(file => Object.entries(file))
    .map(([name, snippet]): [string, Snippet] => {
      const prefix = snippet.prefix.filter(text => /^!?sysmon/i.test(text));
      // The name has to say it too, as the list shows it.
      return [name.startsWith('Sysmon') ? name : `Sysmon: ${name}`, { ...snippet, prefix }];
    });
  return Object.fromEntries(named);
}

/** The file for plain XML documents as it has to be, from the handwritten files and the generated snippets. */
export function allForXml(): SnippetFile {
  return xmlSnippets([...HANDWRITTEN.map(readSnippets), generatedSnippets()]);
}

export function readSnippets(name: string): SnippetFile {
  return JSON.parse(readFileSync(pathOf(name), 'utf8')) as SnippetFile;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../snippets/${name}.json`, import.meta.url));
}

function ofTag(tag: EventTag): [string, Snippet][] {
  const what = describe(tag);
  const several = tag.events.length > 1;
  const does = knowledge.policy.blockingEvents.some(({ ids }) => ids.includes(tag.firstId))
    ? 'Blocks'
    : 'Logs';
  return [
    [`${tag.tag} include`, block(tag, 'include', `${what} ${does} only what matches.`)],
    [`${tag.tag} exclude`, block(tag, 'exclude', `${what} ${does} everything except what matches.`)],
    [`${tag.tag} section`, section(tag)],
    ...tag.events.map((event): [string, Snippet] => [
      several ? `${tag.tag} all fields of event ${event.id}` : `${tag.tag} all fields`,
      fieldSet(tag, event, several),
    ]),
  ];
}

/** The ids, what is logged, and since when: what a reader needs to choose an event. */
function describe(tag: EventTag): string {
  const ids = tag.events.map(({ id }) => id);
  const logs = ids.map(id => knowledgeOf.get(id)?.logs ?? '');
  const released = schemas.releasedWith(tag.tag);
  const since = released && released.number > 400 ? ` Since schema ${released.version}.` : '';
  const label = ids.length === 1 ? `Event ${ids[0]}` : `Events ${ids.join(', ')}`;
  return `${label}: ${ids.length === 1 ? logs[0] : sentenceOfTitles(tag)}${since}`;
}

function sentenceOfTitles(tag: EventTag): string {
  const titles = tag.events.map(({ id }) => knowledgeOf.get(id)?.title ?? '');
  return `${titles.join(', ')}.`;
}

function block(tag: EventTag, onmatch: 'include' | 'exclude', description: string): Snippet {
  const suffix = onmatch === 'include' ? '' : 'Exclude';
  return {
    prefix: [`!${tag.tag}${suffix}`, `sysmon-${tag.tag}-${onmatch}`],
    body: [`<${tag.tag} onmatch="${onmatch}">`, `\t${firstCondition(tag, 1)}${END}`, `</${tag.tag}>`],
    description,
  };
}

/** A condition whose field is chosen; its end tag follows the choice. */
function firstCondition(tag: EventTag, stop: number): string {
  const first = telling(tag);
  const fields = [first, ...tag.fieldList.filter(field => field !== first)];
  const value = placeholder(stop + 2, exampleOf(first, tag.events[0]!));
  const condition = oneOf(stop + 1, schema.conditions);
  return `<${oneOf(stop, fields)} condition="${condition}">${value}</$${stop}>`;
}

/** The field that tells most of an event: the first text that not every event has. */
function telling(tag: EventTag): string {
  const [event] = tag.events;
  const field = event?.fields.find(({ name, inType }) => inType === TEXT && !COMMON.has(name));
  return field?.name ?? tag.fieldList[0]!;
}

function exampleOf(field: string, event: EventDefinition): string {
  const known = knowledge.fields.filter(({ name }) => name === field);
  const example = (known.find(({ events }) => events.includes(event.id)) ?? known[0])?.example ?? '';
  // The example is that of one event; of another one the field may never have it.
  const closed = knowledge.values.find(
    each => each.closed && each.field === field && each.events.includes(event.id),
  );
  const values = closed?.values.map(({ value }) => value) ?? [];
  return escapeXml(values.includes(example) ? example : (values[0] ?? example));
}

/** All the fields of an event in the order of the schema; the values are examples to be replaced or deleted. */
function fieldSet(tag: EventTag, event: EventDefinition, several: boolean): Snippet {
  const suffix = several ? event.id : '';
  const lines = event.fields.map(
    ({ name }, index) =>
      `\t\t<${name} condition="is">${placeholder(index + 1, exampleOf(name, event))}</${name}>`,
  );
  const title = knowledgeOf.get(event.id)?.title ?? event.title;
  return {
    prefix: [`!${tag.tag}Fields${suffix}`, `sysmon-${tag.tag}-fields${suffix === '' ? '' : `-${suffix}`}`],
    // Outside a RuleGroup all the conditions would have to hold at once.
    body: [
      '<RuleGroup groupRelation="or">',
      `\t<${tag.tag} onmatch="include">`,
      ...lines,
      `\t</${tag.tag}>`,
      `</RuleGroup>${END}`,
    ],
    description: `Event ${event.id} (${title}): its ${event.fields.length} fields in the order of schema ${schema.version}, with examples as values.`,
  };
}

/** A comment that heads a section of a configuration, and a group to fill in. */
function section(tag: EventTag): Snippet {
  const events = tag.events.flatMap(({ id }) => knowledgeOf.get(id) ?? []);
  const ids = events.map(({ id }) => id).join(', ');
  const title = events.length === 1 ? events[0]!.title : tag.tag.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return {
    prefix: [`!${tag.tag}Section`, `sysmon-${tag.tag}-section`],
    body: [
      literal(`<!-- SYSMON EVENT ${ids} : ${title.toUpperCase()} [${tag.tag}] -->`),
      ...events.map(event => `\t${literal(comment('LOGS', told(event, events.length > 1)))}`),
      `\t${literal(comment('FIELDS', tag.fieldList.join(', ')))}`,
      `\t<!-- WHY: ${placeholder(1, 'what is looked for here, and what is left out')} -->`,
      '<RuleGroup name="" groupRelation="or">',
      `\t<${tag.tag} onmatch="${oneOf(2, ['include', 'exclude'])}">`,
      `\t\t${firstCondition(tag, 3)}${END}`,
      `\t</${tag.tag}>`,
      '</RuleGroup>',
    ],
    description: `A section for ${tag.tag}: a heading that says what is logged, then a rule group.`,
  };
}

function told(event: EventKnowledge, several: boolean): string {
  return several ? `${event.id}: ${event.logs}` : event.logs;
}

function comment(label: string, text: string): string {
  // Two hyphens may not stand in a comment.
  return `<!-- ${label}: ${escapeXml(text).replace(/-(?=-)/g, '- ')} -->`;
}

/** One condition on each field, by the prefixes that other Sysmon extensions use. */
function fieldSnippets(tags: readonly EventTag[]): [string, Snippet][] {
  const owners = new Map<string, EventTag[]>();
  for (const tag of tags) {
    for (const field of tag.fieldList) owners.set(field, [...(owners.get(field) ?? []), tag]);
  }
  return [...owners].map(([field, [first, ...others]]) => {
    const event = first!.events.find(({ fields }) => fields.some(({ name }) => name === field))!;
    const meaning = knowledge.fields.find(({ name }) => name === field)?.meaning ?? '';
    const where = others.length === 0 ? `of ${first!.tag}` : `of ${first!.tag} and ${others.length} more`;
    const value = placeholder(2, exampleOf(field, event));
    return [
      `Field ${field}`,
      {
        prefix: [`!${field}`, `sysmon-field-${field}`],
        body: [`<${field} condition="${oneOf(1, schema.conditions)}">${value}</${field}>${END}`],
        description: `A condition on ${field}, a field ${where}. ${meaning}`.trim(),
      },
    ];
  });
}

async function write(name: string, file: SnippetFile): Promise<void> {
  const path = pathOf(name);
  const options = await resolveConfig(path);
  writeFileSync(path, await format(JSON.stringify(file), { ...options, parser: 'json' }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await write('generated', generatedSnippets());
  await write('xml', allForXml());
}
