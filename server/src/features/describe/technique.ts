import type { Technique } from '../../schema/knowledge.ts';
import type { Lookup } from '../lookup.ts';
import { blocks, bold, code, link, plain } from './markdown.ts';
import { say } from './say.ts';

/** The name with that of the technique that a sub-technique belongs to. */
export function fullName(known: Lookup, technique: Technique): string {
  const dot = technique.id.indexOf('.');
  const parent = dot < 0 ? undefined : known.techniques.get(technique.id.slice(0, dot));
  return parent ? `${parent.name}: ${technique.name}` : technique.name;
}

/** `command and control, execution`. */
function tacticNames(technique: Technique): string {
  return technique.tactics.map(tactic => tactic.replaceAll('-', ' ')).join(', ');
}

/** The page of a technique. */
export function techniqueUrl({ id }: Technique): string {
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
}

/** A technique with its name, its tactics and a link, as markdown; of an unknown id that it is unknown. */
export function describeTechnique(known: Lookup, id: string): string {
  const technique = known.techniques.get(id.toUpperCase());
  if (!technique) {
    return say(known, 'technique.unknown', { id: code(id), version: known.knowledge.attackVersion });
  }
  return blocks(
    `${bold(link(technique.id, techniqueUrl(technique)))} ${plain(fullName(known, technique))}`,
    say(known, technique.tactics.length === 1 ? 'technique.tactic' : 'technique.tactics', {
      tactics: plain(tacticNames(technique)),
    }),
  );
}
