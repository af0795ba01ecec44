import { CompletionItemKind } from 'vscode-languageserver-types';
import { readSchemaversion } from '../../loader/schemaversion.ts';
import type { Role } from '../../model/index.ts';
import { releaseOf } from '../describe/versions.ts';
import { phrase } from '../lookup.ts';
import {
  alternatives,
  createItem,
  Group,
  NOTHING,
  rangeOf,
  versionFor,
  type ItemData,
  type Items,
  type Request,
} from './items.ts';
import type { AttributePlace, ValuePlace } from './place.ts';
import { nameItems } from './techniques.ts';
import { choice, EMPTY, escapeXml, type Part } from './template.ts';

/** The attributes of each kind of element; of those that stand in one entry only one may be used. */
const ATTRIBUTES: Readonly<Record<Role, readonly (readonly string[])[]>> = {
  sysmon: [['schemaversion']],
  option: [],
  filtering: [],
  group: [['name'], ['groupRelation']],
  block: [['onmatch', 'default']],
  rule: [['groupRelation'], ['name']],
  condition: [['condition'], ['name']],
  unknown: [],
};

/** An attribute's value that is offered. */
interface Value {
  readonly value: string;
  readonly data: ItemData;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  readonly needs?: string | null;
}

/** The attributes that the element lacks. */
export function attributeItems(request: Request, place: AttributePlace): Items {
  if (request.trigger !== undefined && request.trigger !== ' ') return NOTHING;
  const { tree } = request.parsed;
  const there = new Set<string>();
  for (let a = tree.firstAttribute(place.node); a < tree.attributesEnd(place.node); a++) {
    if (tree.attributeNameStart(a) !== place.start) there.add(tree.attributeName(a));
  }
  const range = rangeOf(request, place.start, place.end);
  const free = ATTRIBUTES[place.role].filter(one => !one.some(name => there.has(name)));
  const offered = free.flatMap(one => one.map((name, at) => ({ name, second: at > 0 })));
  const items = offered.map(({ name, second }, index) =>
    createItem(request, {
      label: name,
      kind: CompletionItemKind.Property,
      range,
      parts: [
        place.blankBefore ? '' : ' ',
        name,
        ...(place.hasValue ? [] : valueParts(request, place, name)),
        place.blankBehind ? '' : ' ',
      ],
      filter: name,
      group: second ? Group.last : Group.normal,
      index,
      data: keywordOf(request, place.role, tree.name(place.node), name),
    }),
  );
  return { items, cut: false };
}

function valueParts(request: Request, place: AttributePlace, name: string): Part[] {
  const values = valuesOf(request, place.role, name).filter(value => !value.needs);
  const stop = values.length === 0 ? EMPTY : choice(values.map(({ value }) => escapeXml(value, '"')));
  return ['="', stop, '"'];
}

/** The values of an attribute, or the technique that a name speaks of. */
export function valueItems(request: Request, place: ValuePlace): Items {
  const { text } = request.parsed;
  if (
    place.attribute === 'name' &&
    (place.role === 'group' || place.role === 'rule' || place.role === 'condition')
  ) {
    return nameItems(request, place);
  }
  if (request.trigger !== undefined && !'"\'= '.includes(request.trigger)) return NOTHING;
  const values = valuesOf(request, place.role, place.attribute);
  const range = rangeOf(request, place.start, place.end);
  const typed = text.slice(place.start, request.offset);
  const fit = alternatives(
    typed,
    text.slice(place.start, place.end),
    values.map(({ value }) => value),
  );
  const items = values.map(({ value, ...rest }, index) => {
    const { filter, alternative, preselect } = fit(value);
    return createItem(request, {
      label: value,
      range,
      parts: [`${place.before}${escapeXml(value, place.quote)}${place.behind}`],
      filter,
      preselect,
      group: alternative ? Group.lesser : Group.normal,
      index,
      ...rest,
    });
  });
  return { items, cut: false };
}

function valuesOf(request: Request, role: Role, attribute: string): Value[] {
  if (!ATTRIBUTES[role].some(one => one.includes(attribute))) return [];
  switch (attribute) {
    case 'condition':
      return conditions(request);
    case 'schemaversion':
      return versions(request);
    case 'groupRelation':
      return cases(
        role === 'rule' ? 'Rule.' : 'RuleGroup.',
        '@groupRelation',
        role === 'rule' ? ['and', 'or'] : ['or', 'and'],
      );
    case 'onmatch':
    case 'default':
      return cases('', `@${attribute}`, ['include', 'exclude']);
    default:
      return [];
  }
}

function cases(prefix: string, key: string, values: readonly string[]): Value[] {
  return values.map(value => ({
    value,
    kind: CompletionItemKind.EnumMember,
    data: { of: 'case', key, name: prefix + value },
  }));
}

function conditions(request: Request): Value[] {
  const { declared, schemas } = request.parsed;
  const all = new Set([...declared.schema.conditions, ...schemas.newest.conditions]);
  return [...all].flatMap(value => {
    const needs = versionFor(request, schema => schema.conditions.includes(value));
    if (needs === undefined) return [];
    const summary = request.known.conditions.get(value)?.summary;
    const data: ItemData = { of: 'condition', name: value };
    return { value, kind: CompletionItemKind.Operator, data, needs, ...(summary ? { detail: summary } : {}) };
  });
}

/** Newest first; versions that Sysmon no longer reads are left out. */
function versions(request: Request): Value[] {
  const readable = request.parsed.schemas.set.all.filter(
    ({ version }) => readSchemaversion(version).kind === 'number',
  );
  return readable.reverse().map(({ version }) => {
    const release = releaseOf(request.known, version);
    const data: ItemData = { of: 'schema', name: version };
    const detail = release === null ? {} : { detail: phrase(request.known, 'version.release', { release }) };
    return { value: version, kind: CompletionItemKind.Value, data, ...detail };
  });
}

function keywordOf(request: Request, role: Role, element: string, attribute: string): ItemData {
  const name = role === 'block' || role === 'condition' ? '' : element;
  const own = `${name}@${attribute}`;
  return { of: 'keyword', name: attribute, key: request.known.keywords.has(own) ? own : `@${attribute}` };
}
