/** Where names of rules and groups and ATT&CK techniques stand. */
import type { Location, Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { NONE } from '../syntax/index.ts';
import { lookup, type Lookup } from './lookup.ts';
import { nameAttributes, namedAt, nameOf, techniquesIn, type Named } from './names.ts';
import { placedNodes, rangeOf, type Span } from './nodes.ts';

/** More places than this nobody goes through. */
const MOST_REFERENCES = 5000;

/** All places in the document with the same name, or with the same technique, in their order. */
export function references(parsed: ParsedDocument, position: Position, knowledge: Knowledge): Location[] {
  if (!parsed.isSysmon) return [];
  const known = lookup(knowledge);
  const named = namedAt(parsed, known, parsed.document.offsetAt(position));
  if (!named) return [];
  return placesOf(parsed, known, named)
    .slice(0, MOST_REFERENCES)
    .map(place => locationOf(parsed, place));
}

/**
 * The first place of a name or a technique in the document; for a rule or a field without a name, the name
 * that its events get from further out.
 */
export function definition(
  parsed: ParsedDocument,
  position: Position,
  knowledge: Knowledge,
): Location | null {
  if (!parsed.isSysmon) return null;
  const known = lookup(knowledge);
  const offset = parsed.document.offsetAt(position);
  const named = namedAt(parsed, known, offset);
  const place = named ? placesOf(parsed, known, named)[0] : inheritedName(parsed, offset);
  return place ? locationOf(parsed, place) : null;
}

function placesOf(parsed: ParsedDocument, known: Lookup, named: Named): Span[] {
  const names = nameAttributes(parsed);
  if (named.kind === 'name') return names.filter(({ value }) => value === named.name.value);
  return names.flatMap(({ start, end }) =>
    techniquesIn(known, parsed.text.slice(start, end), start).filter(
      ({ technique }) => technique === named.technique,
    ),
  );
}

/** The name that the loader gives a condition or a Rule that has none of its own: see `@name` in the data. */
function inheritedName(parsed: ParsedDocument, offset: number): Span | null {
  const { tree } = parsed;
  const placed = placedNodes(parsed);
  const node = tree.nodeAt(offset);
  const kind = placed[node]?.kind;
  if (kind !== 'condition' && kind !== 'rule') return null;
  for (let outer = node; outer > 0; outer = tree.parent(outer)) {
    const attribute = nameOf(parsed, placed[outer], outer);
    // An empty name hides those further out.
    if (attribute !== NONE && tree.valueStart(attribute) !== NONE) {
      return { start: tree.valueStart(attribute), end: tree.valueEnd(attribute) };
    }
  }
  return null;
}

function locationOf(parsed: ParsedDocument, span: Span): Location {
  return { uri: parsed.document.uri, range: rangeOf(parsed, span) };
}
