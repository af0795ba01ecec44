/** Names of rules, and the ATT&CK techniques that they say. */
import type { ParsedDocument } from '../documents.ts';
import type { Technique } from '../schema/knowledge.ts';
import { NONE, type Attribute, type Node } from '../syntax/index.ts';
import type { Lookup } from './lookup.ts';
import { placedNodes, type Placed, type Span } from './nodes.ts';
import { oncePer } from '../once.ts';

const TECHNIQUE = /(?<![\w.])T\d{4}(?:\.\d{3})?(?![\w]|\.\d)/iy;
const T = 't'.charCodeAt(0);

/** An id of a technique in a text, with where it stands there. */
export interface TechniquePlace extends Span {
  /** For an id that ATT&CK gave up, the technique that took its place. */
  readonly technique: Technique;
}

/**
 * The techniques that a text says by their ids. Ids that ATT&CK does not have are left out.
 *
 * @param from where the text begins, which is added to the offsets
 */
export function techniquesIn(known: Lookup, text: string, from = 0): TechniquePlace[] {
  const places: TechniquePlace[] = [];
  const { ids: retired } = known.knowledge.policy.retiredTechniques;
  // A T before a digit is rare, and looking for it by hand is quicker than the expression is.
  for (let i = 0; i + 4 < text.length; i++) {
    if ((text.charCodeAt(i) | 32) !== T || !isDigit(text.charCodeAt(i + 1))) continue;
    TECHNIQUE.lastIndex = i;
    const written = TECHNIQUE.exec(text)?.[0];
    if (written === undefined) continue;
    const id = written.toUpperCase();
    const technique = known.techniques.get(id) ?? known.techniques.get(retired[id] ?? '');
    if (technique) places.push({ technique, start: from + i, end: from + i + written.length });
  }
  return places;
}

/** A `name` attribute that says something, of a RuleGroup, a Rule or a condition. */
export interface NameAttribute extends Span {
  readonly node: Node;
  readonly attribute: Attribute;
  /** As XML reads it. */
  readonly value: string;
}

/** All names of rules and groups in a document, in their order there; empty ones are left out. */
export const nameAttributes = oncePer((parsed: ParsedDocument): readonly NameAttribute[] =>
  placedNodes(parsed).flatMap((placed, node) => readName(parsed, nameOf(parsed, placed, node), node) ?? []),
);

function readName({ tree }: ParsedDocument, attribute: Attribute, node: Node): NameAttribute | null {
  if (attribute === NONE || tree.valueStart(attribute) === NONE) return null;
  const value = tree.attributeValue(attribute);
  if (value === '') return null;
  return { node, attribute, value, start: tree.valueStart(attribute), end: tree.valueEnd(attribute) };
}

/** The name attribute of a RuleGroup, a Rule or a condition; `NONE` where it has none, or where the node is none of these. */
export function nameOf({ tree }: ParsedDocument, placed: Placed | undefined, node: Node): Attribute {
  if (!placed || placed.kind === 'option' || placed.kind === 'block') return NONE;
  return placed.kind === 'condition' ? placed.name : tree.attribute(node, 'name');
}

/** What a place in a document names: a technique, or a rule or a group as a whole. */
export type Named =
  | { readonly kind: 'technique'; readonly technique: Technique }
  | { readonly kind: 'name'; readonly name: NameAttribute };

/** The name that an offset is in, or touches; where that says a technique there, the technique. Null elsewhere. */
export function namedAt(parsed: ParsedDocument, known: Lookup, offset: number): Named | null {
  const name = nameAt(parsed, offset);
  if (!name) return null;
  const text = parsed.text.slice(name.start, name.end);
  const place = techniquesIn(known, text, name.start).find(
    ({ start, end }) => start <= offset && offset <= end,
  );
  return place ? { kind: 'technique', technique: place.technique } : { kind: 'name', name };
}

/** The name of a rule or a group whose value an offset is in or touches. */
export function nameAt(parsed: ParsedDocument, offset: number): NameAttribute | null {
  const { tree } = parsed;
  const node = tree.nodeAt(offset);
  const name = readName(parsed, nameOf(parsed, placedNodes(parsed)[node], node), node);
  return name && name.start <= offset && offset <= name.end ? name : null;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
