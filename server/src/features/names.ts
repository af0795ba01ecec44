/** Names of rules, and the ATT&CK techniques that they say. */
import type { ParsedDocument } from '../documents.ts';
import type { Technique } from '../schema/knowledge.ts';
import { NONE, type Attribute, type Node } from '../syntax/index.ts';
import type { Lookup } from './lookup.ts';
import { placedNodes, type Span } from './nodes.ts';

const TECHNIQUE = /(?<![\w.])T\d{4}(?:\.\d{3})?(?![\w]|\.\d)/gi;

/** An id of a technique in a text, with where it stands there. */
export interface TechniquePlace extends Span {
  readonly technique: Technique;
}

/**
 * The techniques that a text says by their ids. Ids that ATT&CK does not have are left out.
 *
 * @param from where the text begins, which is added to the offsets
 */
export function techniquesIn(known: Lookup, text: string, from = 0): TechniquePlace[] {
  // Most names say none, and this is quicker than the expression.
  if (!/T\d/i.test(text)) return [];
  const places: TechniquePlace[] = [];
  for (const match of text.matchAll(TECHNIQUE)) {
    const technique = known.techniques.get(match[0].toUpperCase());
    if (technique) {
      places.push({ technique, start: from + match.index, end: from + match.index + match[0].length });
    }
  }
  return places;
}

/** The page of a technique. */
export function techniqueUrl({ id }: Technique): string {
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
}

/** A `name` attribute that says something, of a RuleGroup, a Rule or a condition. */
export interface NameAttribute extends Span {
  readonly node: Node;
  readonly attribute: Attribute;
  /** As XML reads it. */
  readonly value: string;
}

const namesOf = new WeakMap<ParsedDocument, readonly NameAttribute[]>();

/** All names of rules and groups in a document, in their order there; empty ones are left out. */
export function nameAttributes(parsed: ParsedDocument): readonly NameAttribute[] {
  let names = namesOf.get(parsed);
  if (!names) namesOf.set(parsed, (names = readNames(parsed)));
  return names;
}

function readNames(parsed: ParsedDocument): NameAttribute[] {
  const { tree } = parsed;
  const names: NameAttribute[] = [];
  placedNodes(parsed).forEach((placed, node) => {
    if (!placed || placed.kind === 'option' || placed.kind === 'block') return;
    const attribute = placed.kind === 'condition' ? placed.name : tree.attribute(node, 'name');
    if (attribute === NONE || tree.valueStart(attribute) === NONE) return;
    const value = tree.attributeValue(attribute);
    if (value === '') return;
    names.push({
      node,
      attribute,
      value,
      start: tree.valueStart(attribute),
      end: tree.valueEnd(attribute),
    });
  });
  return names;
}
