import type { Technique } from '../../schema/knowledge.ts';
import { NONE, type Attribute, type Node } from '../../syntax/index.ts';
import type { Advice } from '../advice.ts';

/** A name that matching events can get, with where it stands. */
export interface NamePlace {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Events that are logged can have it: it stands in or around an include. */
  readonly logged: boolean;
  readonly technique: NamedTechnique | null;
}

/** Several checks look at the names of one version of a document. */
const known = new WeakMap<Advice, readonly NamePlace[]>();

/** The names that loaded conditions have or inherit, each once; empty ones are left out. */
export function namesIn(advice: Advice): readonly NamePlace[] {
  let names = known.get(advice);
  if (!names) known.set(advice, (names = readNames(advice)));
  return names;
}

function readNames({ parsed: { tree }, loaded }: Advice): NamePlace[] {
  const techniques = new Map<string, NamedTechnique | null>();
  const techniqueOf = (value: string): NamedTechnique | null => {
    let technique = techniques.get(value);
    if (technique === undefined) techniques.set(value, (technique = techniqueIn(value)));
    return technique;
  };
  const names = new Map<Attribute, NamePlace>();
  const add = (attribute: Attribute, logged: boolean): void => {
    const earlier = names.get(attribute);
    if (earlier && (!logged || earlier.logged)) return;
    const value = tree.attributeValue(attribute);
    if (value.trim() === '') return;
    const start = tree.valueStart(attribute);
    names.set(attribute, {
      value,
      start,
      end: tree.valueEnd(attribute),
      logged,
      technique: techniqueOf(value),
    });
  };
  const nameOf = (node: Node | undefined): Attribute =>
    node === undefined ? NONE : tree.attribute(node, 'name');
  for (const { source, onmatch, conditions } of loaded.blocks) {
    const logged = onmatch === 'include';
    for (const { source: condition, rule } of conditions) {
      const inherited = [rule?.source.node, source.group?.node];
      const attribute = [condition.name, ...inherited.map(nameOf)].find(each => each !== NONE);
      if (attribute !== undefined) add(attribute, logged);
    }
  }
  return [...names.values()];
}

const ID = /\btechnique_id=\s*([^,;|\s]*)/i;
const NAME = /\btechnique_name=\s*([^,;|]*)/i;

/** The technique that a name says, in the form `technique_id=T1059.001,technique_name=PowerShell`. */
interface NamedTechnique {
  readonly id: string;
  /** Where the id stands in the name. */
  readonly idAt: number;
  /** Null where the name says none. */
  readonly name: string | null;
  readonly nameAt: number;
}

function techniqueIn(text: string): NamedTechnique | null {
  const id = ID.exec(text);
  if (!id) return null;
  const name = NAME.exec(text);
  return {
    id: id[1]!,
    idAt: id.index + id[0].length - id[1]!.length,
    name: name ? name[1]!.trimEnd() : null,
    nameAt: name ? name.index + name[0].length - name[1]!.length : NONE,
  };
}

export function written({ id, name }: Technique): string {
  return `technique_id=${id},technique_name=${name}`;
}
