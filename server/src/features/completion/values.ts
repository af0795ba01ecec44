/** What may stand in the text of a field or an option. */
import { CompletionItemKind, type Range } from 'vscode-languageserver-types';
import { NONE } from '../../syntax/index.ts';
import { compatibleEvents, eventBlockOf } from '../blocks.ts';
import { comparesEnd, comparesWhole, itemAt, takesList } from '../conditions.ts';
import { ACCESS_FIELD } from '../describe/access.ts';
import { valueSets } from '../describe/field.ts';
import { eventIds } from '../describe/say.ts';
import { endTagBehind, isUnclosed } from './elements.ts';
import {
  alternatives,
  createItem,
  Group,
  NOTHING,
  rangeOf,
  type ItemData,
  type Items,
  type Request,
} from './items.ts';
import type { TextPlace } from './place.ts';
import { escapeXml } from './template.ts';

interface Value {
  readonly value: string;
  readonly group: string;
  readonly data: ItemData;
  readonly detail?: string;
  /** Further words by which the value can be found. */
  readonly words?: string;
}

/** Options whose text is a list between commas, and those of their values that cannot be part of one. */
const OPTION_LISTS: Readonly<Record<string, readonly string[]>> = {
  HashAlgorithms: ['*', 'all'],
  FieldSizes: [],
};
/** The option whose list names fields, each with a number. */
const FIELD_SIZES = 'FieldSizes';

/** The known values for the text under the cursor. */
export function textItems(request: Request, place: TextPlace): Items {
  const found = place.role === 'option' ? optionValues(request, place) : fieldValues(request, place);
  const { tree } = request.parsed;
  // Behind the `>` of the start tag the end tag is offered, as long as there is none.
  const begins = tree.startTagEnd(place.node) === request.offset && isUnclosed(request, place.node);
  if (!begins || (request.trigger !== undefined && request.trigger !== '>')) return found;
  return { ...found, items: [...found.items, endTagBehind(request, place.node)] };
}

function optionValues(request: Request, place: TextPlace): Items {
  const { tree, text, schemas } = request.parsed;
  const name = tree.name(place.node);
  const alone = OPTION_LISTS[name];
  if (!isAsked(request, alone ? ',' : null)) return NOTHING;
  const option = request.known.options.get(name);
  const data = (value: string): ItemData => ({ of: 'optionValue', option: name, name: value });
  let values: Value[] = (option?.values ?? []).map(({ value, meaning }) => ({
    value,
    group: Group.normal,
    data: data(value),
    detail: meaning,
  }));
  if (name === FIELD_SIZES) {
    values = [...schemas.newest.fields]
      .sort()
      .map(value => ({ value, group: Group.normal, data: data(value) }));
  }
  if (!alone) return valueItems(request, place.start, place.end, values);
  const { start, end } = item(request, place, ',');
  const others = `${text.slice(place.start, start)},${text.slice(end, place.end)}`.split(',').map(hashName);
  const isList = others.some(each => each !== '');
  const free = values.filter(
    ({ value }) => !others.includes(hashName(value)) && !(isList && alone.includes(value)),
  );
  return valueItems(request, start, end, free);
}

/** A name without what does not count: case, and the hyphen of `sha-1`. */
function hashName(value: string): string {
  return value.trim().toLowerCase().replace('-', '').replace(/:\d*$/, '');
}

function fieldValues(request: Request, place: TextPlace): Items {
  const { tree } = request.parsed;
  const attribute = tree.attribute(place.node, 'condition');
  const condition = attribute === NONE ? '' : tree.attributeValue(attribute);
  const isList = takesList(condition);
  if (!isAsked(request, isList ? ';' : null)) return NOTHING;
  const { start, end } = isList ? item(request, place, ';') : place;
  const values = knownValues(request, place, condition === '' ? 'is' : condition);
  return valueItems(request, start, end, values);
}

function knownValues(request: Request, place: TextPlace, condition: string): Value[] {
  const { parsed, known } = request;
  const { tree, schemas } = parsed;
  const field = tree.name(place.node);
  const block = eventBlockOf(parsed, place.node);
  const tag = block === NONE ? undefined : schemas.newest.tags.get(tree.name(block));
  const ids = tag?.events.map(event => event.id) ?? [];
  const fits = new Set(tag ? compatibleEvents(tree, block, tag, place.node).map(event => event.id) : []);
  const all = known.values.get(field) ?? [];
  const found: Value[] = field === ACCESS_FIELD ? masks(request) : [];
  const own = valueSets(known, field, ids);
  // What an empty field reads is no use where the field always has one of certain values, or is a number.
  const never = found.length > 0 || own.some(set => set.closed);
  const sets = [...own, ...(never ? [] : (known.values.get('*') ?? []))];
  for (const set of sets) {
    if (set.partial && comparesEnd(condition)) continue;
    const fitting = set.events.length === 0 || ids.length === 0 || set.events.some(id => fits.has(id));
    const here = set.events.filter(id => ids.includes(id));
    const tail = set.field === '*' || !fitting || (set.partial && comparesWhole(condition));
    for (const { value, meaning } of set.values) {
      if (found.some(other => other.value === value)) continue;
      const some = here.length > 0 && here.length < ids.length ? eventIds(known, here) : '';
      const detail = [some, meaning ?? ''].filter(Boolean).join(': ');
      found.push({
        value,
        group: tail ? Group.lesser : Group.normal,
        data: { of: 'value', name: value, field: set.field, set: set.field === '*' ? 0 : all.indexOf(set) },
        ...(detail === '' ? {} : { detail }),
      });
    }
  }
  return found;
}

/** Masks of access rights that are often seen, then those of the single rights. */
function masks({ known }: Request): Value[] {
  const { accessCombinations, accessRights } = known.knowledge;
  const combinations = accessCombinations.map(({ value, rights, name }) => ({
    value,
    group: Group.normal,
    data: { of: 'mask', name: value } as const,
    detail: name ?? rights.join(', '),
    words: [name ?? '', ...rights].join(' '),
  }));
  const single = accessRights
    .filter(right => !accessCombinations.some(({ value }) => value === right.value))
    .map(({ value, name }) => ({
      value,
      group: Group.normal,
      data: { of: 'mask', name: value } as const,
      detail: name,
      words: name,
    }));
  return [...combinations, ...single];
}

function valueItems(request: Request, start: number, end: number, values: readonly Value[]): Items {
  const { text } = request.parsed;
  const typed = text.slice(start, request.offset);
  const range: Range = rangeOf(request, start, end);
  const fit = alternatives(
    typed,
    text.slice(start, end),
    values.map(({ value }) => escapeXml(value)),
  );
  const items = values.map((it, index) => {
    const escaped = escapeXml(it.value);
    const { filter, alternative, preselect } = fit(escaped);
    // Who has not typed a reference yet types the character that it stands for, or the words behind it.
    const name = filter === escaped && !typed.includes('&') ? it.value : filter;
    return createItem(request, {
      label: it.value,
      kind: CompletionItemKind.Value,
      range,
      parts: [escaped],
      filter: it.words === undefined || filter !== escaped ? name : `${name} ${it.words}`,
      preselect,
      group: alternative ? Group.lesser : it.group,
      index,
      data: it.data,
      ...(it.detail === undefined ? {} : { detail: it.detail }),
    });
  });
  return { items, cut: false };
}

/** The item of a list under the cursor. */
function item(request: Request, place: TextPlace, separator: string): { start: number; end: number } {
  const raw = request.parsed.text.slice(place.start, place.end);
  const piece = itemAt(raw, request.offset - place.start, separator);
  return { start: place.start + piece.start, end: place.start + piece.end };
}

/** Whether a list is wanted here: in a text only the start of it and its separator ask for one. */
function isAsked({ trigger }: Request, separator: string | null): boolean {
  return trigger === undefined || trigger === '>' || trigger === separator;
}
