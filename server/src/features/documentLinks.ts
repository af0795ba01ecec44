/** Document links: pages of techniques and events, and addresses in comments. */
import type { DocumentLink } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { Kind, NONE } from '../syntax/index.ts';
import { fullName, techniqueUrl } from './describe/technique.ts';
import { lookup, phrase } from './lookup.ts';
import { nameOf, techniquesIn } from './names.ts';
import { placedNodes, rangeOf } from './nodes.ts';

/** An editor asks for all links of a document at once and keeps them. */
const MOST_LINKS = 5000;

/** What ends a sentence, or a bracket around an address, does not belong to it. */
const ADDRESS = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/g;

/** The links of a document, in their order. */
export function documentLinks(parsed: ParsedDocument, knowledge: Knowledge): DocumentLink[] {
  if (!parsed.isSysmon) return [];
  const { tree, text, schemas } = parsed;
  const known = lookup(knowledge);
  const placed = placedNodes(parsed);
  const links: DocumentLink[] = [];
  const add = (start: number, end: number, target: string, tooltip: string): void => {
    links.push({ range: rangeOf(parsed, { start, end }), target, ...(tooltip !== '' && { tooltip }) });
  };
  const addTechniques = (said: string, from: number): void => {
    for (const place of techniquesIn(known, said, from)) {
      add(place.start, place.end, techniqueUrl(place.technique), fullName(known, place.technique));
    }
  };
  for (let node = 1; node < tree.nodeCount && links.length < MOST_LINKS; node++) {
    if (tree.kind(node) === Kind.comment) {
      const first = links.length;
      const comment = text.slice(tree.start(node), tree.end(node));
      for (const match of comment.matchAll(ADDRESS)) {
        const start = tree.start(node) + match.index;
        add(start, start + match[0].length, match[0], '');
      }
      // Techniques in an address are a part of it.
      const rest = comment.replace(ADDRESS, address => ' '.repeat(address.length));
      addTechniques(rest, tree.start(node));
      if (links.length > first + 1) sortFrom(links, first);
      continue;
    }
    const item = placed[node];
    if (item?.kind === 'block') {
      const tag = schemas.newest.tags.get(item.block.tag) ?? schemas.known.newest.tags.get(item.block.tag);
      const event = known.events.get(tag?.firstId ?? NONE);
      if (event) {
        const tooltip = phrase(known, 'link.event', { title: event.title });
        add(tree.nameStart(node), tree.nameEnd(node), event.documentation, tooltip);
      }
      continue;
    }
    const name = nameOf(parsed, item, node);
    if (name === NONE || tree.valueStart(name) === NONE) continue;
    addTechniques(text.slice(tree.valueStart(name), tree.valueEnd(name)), tree.valueStart(name));
  }
  return links.slice(0, MOST_LINKS);
}

function sortFrom(links: DocumentLink[], first: number): void {
  const tail = links.splice(first);
  tail.sort(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
  links.push(...tail);
}
