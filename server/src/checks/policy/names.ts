import type { Technique } from '../../schema/knowledge.ts';
import { NONE, type Attribute, type SyntaxTree } from '../../syntax/index.ts';
import type { LoadedRule } from '../../loader/index.ts';
import type { EventBlock } from '../../model/index.ts';
import type { Advice } from '../advice.ts';
import { oncePer } from '../../once.ts';

/** A name, as it stands in one place or in many. */
export class Name {
  private read: NamedTechnique | null | undefined;

  constructor(readonly value: string) {}

  /** The technique that it says. */
  get technique(): NamedTechnique | null {
    return this.read === undefined ? (this.read = techniqueIn(this.value)) : this.read;
  }
}

/** A `name` attribute that gives matching events its name. */
export interface NamePlace {
  readonly attribute: Attribute;
  readonly name: Name;
  /** Events that are logged can have it: it stands in or around an include. */
  logged: boolean;
}

/** The names that loaded conditions have or inherit, each place once; blank ones are left out. */
export const namesIn = oncePer(({ parsed: { tree }, loaded }: Advice): readonly NamePlace[] => {
  const places: NamePlace[] = [];
  const nameOf = namesByValue();
  const inherited = new Map<Attribute, NamePlace>();
  const inherit = (attribute: Attribute, value: string, logged: boolean): void => {
    const known = inherited.get(attribute);
    if (known) {
      known.logged ||= logged;
      return;
    }
    const name = nameOf(value);
    if (!name) return;
    const place = { attribute, name, logged };
    inherited.set(attribute, place);
    places.push(place);
  };
  for (const { source, onmatch, conditions } of loaded.blocks) {
    const logged = onmatch === 'include';
    let rule: LoadedRule | null | undefined;
    for (const condition of conditions) {
      // A condition's own name is nobody else's.
      if (condition.source.name !== NONE) {
        const name = condition.name === null ? null : nameOf(condition.name);
        if (name) places.push({ attribute: condition.source.name, name, logged });
      } else if (condition.rule !== rule) {
        // All conditions of a Rule, and all bare ones of a block, inherit the same.
        ({ rule } = condition);
        const attribute = inheritedName(tree, source, rule);
        if (attribute !== NONE && condition.name !== null) inherit(attribute, condition.name, logged);
      }
    }
  }
  return places;
});

/** The name that a condition without one gets: that of its Rule, else of its RuleGroup. */
function inheritedName(tree: SyntaxTree, { group }: EventBlock, rule: LoadedRule | null): Attribute {
  const ofRule = rule ? tree.attribute(rule.source.node, 'name') : NONE;
  if (ofRule !== NONE || !group) return ofRule;
  return tree.attribute(group.node, 'name');
}

/** Gives the same object for the same name, and null for a blank one. */
function namesByValue(): (value: string) => Name | null {
  const known = new Map<string, Name | null>();
  let last = '';
  let lastName: Name | null = null;
  return value => {
    // Conditions that stand together mostly have the same name.
    if (value === last) return lastName;
    let name = known.get(value);
    if (name === undefined) known.set(value, (name = /[^\0- ]/.test(value) ? new Name(value) : null));
    last = value;
    lastName = name;
    return name;
  };
}

const ID = /\btechnique_id=\s*([^,;|\s]*)/i;
const NAME = /\btechnique_name=\s*([^,;|]*)/i;

/** The technique that a name says, in the form `technique_id=T1059.001,technique_name=PowerShell`. */
export interface NamedTechnique {
  readonly id: string;
  /** Where the id stands in the name. */
  readonly idAt: number;
  /** Null where the name says none. */
  readonly name: string | null;
  readonly nameAt: number;
}

/** What nearly all names begin with, told by one look. */
const USUAL = /^technique_id=([^,;|\s=]*),technique_name=(?!\s)([^,;|]*)/;
const [ID_LABEL, NAME_LABEL] = ['technique_id=', ',technique_name='];

function techniqueIn(text: string): NamedTechnique | null {
  const usual = USUAL.exec(text);
  if (usual) {
    const [, id, name] = usual as unknown as [string, string, string];
    const idAt = ID_LABEL.length;
    return { id, idAt, name: name.trimEnd(), nameAt: idAt + id.length + NAME_LABEL.length };
  }
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
