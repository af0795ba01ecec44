import {
  CompletionItemKind,
  type CompletionItem,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { FILTERING, GROUP, ROOT, RULE } from '../../model/index.ts';
import type { EventTag } from '../../schema/schema.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import { compatibleEvents, eventBlockOf } from '../blocks.ts';
import { idsWith } from '../describe/field.ts';
import { eventIds } from '../describe/say.ts';
import { phrase } from '../lookup.ts';
import {
  createItem,
  Group,
  NOTHING,
  rangeOf,
  versionFor,
  type ItemData,
  type Items,
  type Request,
} from './items.ts';
import type { ElementPlace, EndTagPlace } from './place.ts';
import { choice, EMPTY, END, type Part } from './template.ts';

/** An element that is offered. */
interface Candidate {
  readonly name: string;
  readonly kind: CompletionItemKind;
  /** The element without its `<`. */
  readonly parts: readonly Part[];
  readonly data: ItemData;
  readonly group: string;
  readonly needs?: string | null;
  readonly detail?: string;
}

/** Elements that may stand at a place, and the end tag of the element that it is in. */
export function elementItems(request: Request, place: ElementPlace): Items {
  // Behind a complete tag nobody waits for a list; blanks and line ends are typed all the time.
  if (request.trigger !== undefined && request.trigger !== '<') {
    return request.trigger === '>' ? closingOf(request, place) : NOTHING;
  }
  const range = rangeOf(request, place.start, place.end);
  const items = candidates(request, place).map((candidate, index) =>
    elementItem(request, place, range, candidate, index),
  );
  if (place.parent !== 0 && !place.nameOnly && (place.lessThan || isUnclosed(request, place.parent))) {
    items.push(closingItem(request, place.parent, range, place.lessThan ? '</' : ''));
  }
  return { items, cut: false };
}

function elementItem(
  request: Request,
  place: ElementPlace,
  range: Range,
  it: Candidate,
  index: number,
): CompletionItem {
  return createItem(request, {
    label: it.name,
    kind: it.kind,
    range,
    parts: place.nameOnly ? [`<${it.name}`] : ['<', ...it.parts],
    filter: place.lessThan ? `<${it.name}` : it.name,
    group: it.group,
    index,
    data: it.data,
    edits: place.nameOnly ? endTagEdit(request, place.node, it.name) : [],
    ...(it.needs === undefined ? {} : { needs: it.needs }),
    ...(it.detail === undefined ? {} : { detail: it.detail }),
  });
}

function candidates(request: Request, place: ElementPlace): Candidate[] {
  switch (place.role) {
    case null:
      return topElements(request, place);
    case 'sysmon':
      return [...options(request, place), filteringElement()];
    case 'filtering':
      return [groupElement(), ...events(request)];
    case 'group':
      return events(request);
    case 'block':
      return [...fields(request, place), ruleElement()];
    case 'rule':
      return fields(request, place);
    default:
      return [];
  }
}

/** The document has no element yet, or only the one that is being typed. */
function topElements(request: Request, place: ElementPlace): Candidate[] {
  const { tree } = request.parsed;
  if (tree.root !== NONE && (tree.root !== place.node || tree.nodeCount > tree.root + 1)) return [];
  // Nothing may stand in front of an XML declaration.
  if (tree.nodeCount > 1 && tree.text.startsWith('<?xml', tree.start(1)) && place.start <= tree.start(1))
    return [];
  const version = request.parsed.schemas.newest.version;
  const skeleton: Candidate = {
    ...keyword(ROOT, CompletionItemKind.Snippet, [
      `${ROOT} schemaversion="${version}">\n\t<${FILTERING}>\n\t\t`,
      END,
      `\n\t</${FILTERING}>\n</${ROOT}>`,
    ]),
    group: Group.first,
  };
  const modules = [filteringElement(), groupElement(), ...events(request)];
  return [skeleton, ...modules.map(each => ({ ...each, group: Group.lesser }))];
}

function keyword(name: string, kind: CompletionItemKind, parts: readonly Part[]): Candidate {
  return { name, kind, parts, data: { of: 'keyword', key: name, name }, group: Group.normal };
}

function filteringElement(): Candidate {
  return keyword(FILTERING, CompletionItemKind.Module, [`${FILTERING}>\n\t`, END, `\n</${FILTERING}>`]);
}

function groupElement(): Candidate {
  return keyword(GROUP, CompletionItemKind.Module, [
    `${GROUP} name="`,
    EMPTY,
    '" groupRelation="',
    choice(['or', 'and']),
    '">\n\t',
    END,
    `\n</${GROUP}>`,
  ]);
}

function ruleElement(): Candidate {
  return keyword(RULE, CompletionItemKind.Struct, [
    `${RULE} groupRelation="`,
    choice(['and', 'or']),
    '">\n\t',
    END,
    `\n</${RULE}>`,
  ]);
}

function options(request: Request, place: ElementPlace): Candidate[] {
  const { declared, schemas, tree } = request.parsed;
  const there = new Set<string>();
  for (let node = tree.firstElement(place.parent); node !== NONE; node = tree.nextElement(node)) {
    if (node !== place.node) there.add(tree.name(node));
  }
  const all = new Map([...schemas.newest.options, ...declared.schema.options]);
  const found: Candidate[] = [];
  for (const [name, option] of all) {
    const needs = versionFor(request, schema => schema.options.has(name));
    if (there.has(name) || needs === undefined) continue;
    const parts = option.argument === 'none' ? [`${name}/>`] : [`${name}>`, END, `</${name}>`];
    const data: ItemData = { of: 'option', name };
    found.push({ name, kind: CompletionItemKind.Property, parts, data, needs, group: Group.normal });
  }
  return found;
}

function events(request: Request): Candidate[] {
  const { schemas } = request.parsed;
  const found: Candidate[] = [];
  const tags = [...schemas.newest.tags.values()].sort((a, b) => a.firstId - b.firstId);
  for (const tag of tags) {
    const needs = versionFor(request, schema => schema.tags.has(tag.tag));
    if (needs === undefined) continue;
    const onLinux = tag.events.some(event => request.known.events.get(event.id)?.linux.supported ?? true);
    const missing = schemas.platform === 'linux' && !onLinux;
    const ids = eventIds(
      request.known,
      tag.events.map(event => event.id),
    );
    found.push({
      name: tag.tag,
      kind: CompletionItemKind.Event,
      parts: [`${tag.tag} onmatch="`, choice(['include', 'exclude']), '">\n\t', END, `\n</${tag.tag}>`],
      data: { of: 'event', name: tag.tag },
      group: missing ? Group.lesser : Group.normal,
      needs,
      detail: missing ? `${ids}, ${phrase(request.known, 'linux.short')}` : ids,
    });
  }
  return found;
}

function fields(request: Request, place: ElementPlace): Candidate[] {
  const { parsed } = request;
  const { declared, schemas, tree } = parsed;
  const block = eventBlockOf(parsed, place.parent);
  const tag = block === NONE ? undefined : schemas.newest.tags.get(tree.name(block));
  if (!tag) return [];
  const compatible = compatibleEvents(tree, block, tag, place.node);
  const found: Candidate[] = [];
  for (const name of tag.fieldList) {
    const needs = versionFor(request, schema => (schema.tags.get(tag.tag) ?? tag).fields.has(name));
    if (needs === undefined) continue;
    const fits = compatible.some(event => event.fields.some(field => field.name === name));
    found.push({
      name,
      kind: CompletionItemKind.Field,
      parts: [`${name} condition="`, choice(declared.schema.conditions), '">', END, `</${name}>`],
      data: { of: 'field', name, tag: tag.tag },
      group: fits ? Group.normal : Group.lesser,
      needs,
      ...whichEvents(request, tag, name),
    });
  }
  return found;
}

function whichEvents(request: Request, tag: EventTag, field: string): { detail?: string } {
  const ids = idsWith(tag, field);
  return ids.length === tag.events.length ? {} : { detail: eventIds(request.known, ids) };
}

// End tags

/** The end tag that is typed behind `</`. */
export function endTagItems(request: Request, place: EndTagPlace): Items {
  if (request.trigger !== undefined && request.trigger !== '/') return NOTHING;
  const { tree } = request.parsed;
  const name = tree.name(place.node);
  const item = createItem(request, {
    label: `/${name}`,
    kind: CompletionItemKind.Property,
    range: rangeOf(request, place.start, place.end),
    parts: [place.closed ? name : `${name}>`],
    filter: name,
    group: Group.first,
    index: 0,
  });
  return { items: [item], cut: false };
}

function closingItem(request: Request, node: Node, range: Range, filter: string): CompletionItem {
  const name = request.parsed.tree.name(node);
  return createItem(request, {
    label: `/${name}`,
    kind: CompletionItemKind.Property,
    range,
    parts: [`</${name}>`],
    filter: filter === '' ? `/${name}` : `${filter}${name}`,
    group: Group.last,
    index: 0,
  });
}

/** Behind the `>` of a start tag whose element has no end: the end tag, with the cursor in front of it. */
function closingOf(request: Request, place: ElementPlace): Items {
  const { tree } = request.parsed;
  const isStart = place.parent !== 0 && tree.startTagEnd(place.parent) === request.offset;
  return isStart && isUnclosed(request, place.parent)
    ? { items: [endTagBehind(request, place.parent)], cut: false }
    : NOTHING;
}

/** The end tag of an element, put behind the cursor. */
export function endTagBehind(request: Request, node: Node): CompletionItem {
  const name = request.parsed.tree.name(node);
  return createItem(request, {
    label: `</${name}>`,
    kind: CompletionItemKind.Property,
    range: rangeOf(request, request.offset, request.offset),
    parts: [END, `</${name}>`],
    filter: `</${name}>`,
    group: Group.last,
    index: 0,
  });
}

/** Whether an element's end tag is missing. */
export function isUnclosed({ parsed: { tree } }: Request, node: Node): boolean {
  return node > 0 && tree.endTagStart(node) === NONE;
}

/** A new name for an element goes into its end tag as well, where that has the old one. */
function endTagEdit(request: Request, node: Node, name: string): readonly TextEdit[] {
  const { tree, text } = request.parsed;
  const endTag = tree.endTagStart(node);
  const start = endTag + 2;
  const end = start + tree.name(node).length;
  if (endTag === NONE || !text.startsWith(`</${tree.name(node)}`, endTag) || !/[\s>]/.test(text.charAt(end)))
    return [];
  return [{ range: rangeOf(request, start, end), newText: name }];
}
