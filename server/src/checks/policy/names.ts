import type { Technique } from '../../schema/knowledge.ts';
import { NONE, type Attribute, type Node, type SyntaxTree } from '../../syntax/index.ts';
import type { Advice } from '../advice.ts';
import { oncePer } from '../../once.ts';

/** A name that matching events can get, with where it stands. What it says is read when it is asked for. */
export class NamePlace {
  readonly start: number;
  readonly end: number;

  constructor(
    private readonly tree: SyntaxTree,
    private readonly attribute: Attribute,
    private readonly techniques: Techniques,
    /** Events that are logged can have it: it stands in or around an include. */
    public logged: boolean,
  ) {
    this.start = tree.valueStart(attribute);
    this.end = tree.valueEnd(attribute);
  }

  get value(): string {
    return this.tree.attributeValue(this.attribute);
  }

  /** The value says a technique; most of those that do begin with it. */
  get hasTechnique(): boolean {
    return this.tree.text.startsWith(ID_LABEL, this.start) || this.technique !== null;
  }

  /** The same object for the same name. */
  get technique(): NamedTechnique | null {
    return this.techniques.of(this);
  }
}

/** The techniques of names, each read once. */
class Techniques {
  private readonly byValue = new Map<string, NamedTechnique | null>();
  private last: NamePlace | null = null;
  private lastTechnique: NamedTechnique | null = null;

  constructor(private readonly text: string) {}

  of(place: NamePlace): NamedTechnique | null {
    // Conditions that stand together mostly have the same name.
    if (this.isLast(place)) return this.lastTechnique;
    const { value } = place;
    let technique = this.byValue.get(value);
    if (technique === undefined) this.byValue.set(value, (technique = techniqueIn(value)));
    this.last = place;
    this.lastTechnique = technique;
    return technique;
  }

  private isLast({ start, end }: NamePlace): boolean {
    const { last, text } = this;
    if (!last || last.end - last.start !== end - start) return false;
    for (let i = start, j = last.start; i < end; i++, j++) {
      if (text.charCodeAt(i) !== text.charCodeAt(j)) return false;
    }
    return true;
  }
}

const ID_LABEL = 'technique_id=';

/** The names that loaded conditions have or inherit, each once; empty ones are left out. */
export const namesIn = oncePer(({ parsed: { tree }, loaded }: Advice): readonly NamePlace[] => {
  const names: NamePlace[] = [];
  const techniques = new Techniques(tree.text);
  const byAttribute = new Map<Attribute, NamePlace | null>();
  const nameOf = (node: Node | undefined): Attribute =>
    node === undefined ? NONE : tree.attribute(node, 'name');
  const place = (attribute: Attribute, logged: boolean): NamePlace | null => {
    const found = new NamePlace(tree, attribute, techniques, logged);
    if (isBlank(tree.text, found)) return null;
    names.push(found);
    return found;
  };
  const inherit = (attribute: Attribute, logged: boolean): void => {
    let found = byAttribute.get(attribute);
    if (found === undefined) byAttribute.set(attribute, (found = place(attribute, logged)));
    if (found && logged) found.logged = true;
  };
  for (const { source, onmatch, conditions } of loaded.blocks) {
    const logged = onmatch === 'include';
    for (const { source: condition, rule } of conditions) {
      if (condition.name !== NONE) {
        // A condition's own name is nobody else's.
        place(condition.name, logged);
        continue;
      }
      const ofRule = nameOf(rule?.source.node);
      const attribute = ofRule === NONE ? nameOf(source.group?.node) : ofRule;
      if (attribute !== NONE) inherit(attribute, logged);
    }
  }
  return names;
});

/** A reference counts as a letter; a name of nothing but references to blanks is left in. */
function isBlank(text: string, { start, end }: NamePlace): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) > BLANK) return false;
  return true;
}

const BLANK = 32;

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
