import { askedOnce, NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';
import { roleOf, type Names, type Role } from './roles.ts';

/** An option: an element directly under Sysmon, such as `HashAlgorithms`. */
export interface Option {
  readonly node: Node;
  readonly name: string;
}

export interface RuleGroup {
  readonly node: Node;
  readonly blocks: readonly EventBlock[];
}

/** The rules for one event: `<ProcessCreate onmatch="include">`. */
export interface EventBlock {
  readonly node: Node;
  /** The element's name, which is the event's in a sound file. */
  readonly tag: string;
  readonly group: RuleGroup | null;
  /** What stands in the block, in file order. */
  readonly items: readonly (Rule | Condition)[];
}

export interface Rule {
  readonly kind: 'rule';
  readonly node: Node;
  readonly block: EventBlock;
  readonly conditions: readonly Condition[];
}

/** A field with a value: `<Image condition="end with">\cmd.exe</Image>`. */
export interface Condition {
  readonly kind: 'condition';
  readonly node: Node;
  readonly field: string;
  readonly block: EventBlock;
  readonly rule: Rule | null;
  /** The `condition` attribute, `NONE` where it is left out. */
  readonly condition: Attribute;
  /** The `name` attribute, `NONE` where it is left out. */
  readonly name: Attribute;
}

/** A typed view of a configuration, or of a part of one; everything in file order, each with its node. */
export interface Configuration {
  readonly tree: SyntaxTree;
  /** The first element of the document, `NONE` in a text without one. */
  readonly root: Node;
  readonly rootRole: Role;
  /** The `schemaversion` attribute of the root, `NONE` where there is none. */
  readonly schemaversion: Attribute;
  readonly options: readonly Option[];
  readonly filterings: readonly Node[];
  readonly groups: readonly RuleGroup[];
  readonly blocks: readonly EventBlock[];
  /** Elements that stand where nothing of their kind may stand, with the role that they have all the same. */
  readonly misplaced: readonly Misplaced[];
}

export interface Misplaced {
  readonly node: Node;
  readonly role: Role;
  readonly parentRole: Role;
}

/** What is around the place where the walk stands, outside of event blocks. */
interface Place {
  readonly role: Container;
  readonly group: RuleGroup | null;
  /** Where the blocks of the group go. */
  readonly blocks: { push(block: EventBlock): void } | null;
}

type Container = 'sysmon' | 'filtering' | 'group';

/**
 * Reads a tree as a Sysmon configuration. Never throws; what it does not know is left to the loader to
 * judge. The walk goes no deeper than a configuration does, whatever the tree.
 */
export function buildConfiguration(tree: SyntaxTree, names: Names): Configuration {
  const root = findRoot(tree, names);
  const rootRole = root === NONE ? 'unknown' : roleOf(null, tree.name(root), names);
  const options: Option[] = [];
  const filterings: Node[] = [];
  const groups: RuleGroup[] = [];
  const blocks: EventBlock[] = [];
  const misplaced: Misplaced[] = [];
  const inside = new InsideEvents(tree, names, misplaced);

  const visitChildren = (parent: Node, place: Place): void => {
    const { role: parentRole, group } = place;
    for (let node = tree.firstElement(parent); node !== NONE; node = tree.nextElement(node)) {
      const role = roleOf(parentRole, tree.name(node), names);
      const fits = MAY_HOLD[parentRole].includes(role);
      if (!fits) misplaced.push({ node, role, parentRole });
      // A group in a group is not followed: what it holds is judged once it is in its place.
      if (fits || !(role === 'group' && group)) visit(node, role, place);
    }
  };

  const visit = (node: Node, role: Role, place: Place | null): void => {
    if (role === 'sysmon') {
      visitChildren(node, { role, group: null, blocks: null });
    } else if (role === 'option') {
      options.push({ node, name: tree.name(node) });
    } else if (role === 'filtering') {
      filterings.push(node);
      if (place?.role !== 'filtering' && !place?.group)
        visitChildren(node, { role, group: null, blocks: null });
    } else if (role === 'group') {
      const blocksOfGroup: EventBlock[] = [];
      const group: RuleGroup = { node, blocks: blocksOfGroup };
      groups.push(group);
      visitChildren(node, { role, group, blocks: blocksOfGroup });
    } else if (role === 'block') {
      const block = inside.readBlock(node, place?.group ?? null);
      blocks.push(block);
      place?.blocks?.push(block);
    }
  };

  if (root !== NONE) visit(root, rootRole, null);
  const schemaversion = rootRole === 'sysmon' ? tree.attribute(root, 'schemaversion') : NONE;
  return { tree, root, rootRole, schemaversion, options, filterings, groups, blocks, misplaced };
}

/**
 * Reads event blocks, where nearly all elements of a configuration are. Containers in them are not followed:
 * what they hold is judged once they are in their place.
 */
class InsideEvents {
  // What was read of the block and the Rule at hand, of which they get a copy of just its size.
  private readonly items: (Rule | Condition)[] = [];
  private readonly conditions: Condition[] = [];
  private readonly conditionId: number;
  private readonly nameId: number;
  private readonly roleInBlock: (nameId: number) => Role;
  private readonly roleInRule: (nameId: number) => Role;

  constructor(
    private readonly tree: SyntaxTree,
    names: Names,
    private readonly misplaced: Misplaced[],
  ) {
    this.conditionId = tree.names.indexOf('condition');
    this.nameId = tree.names.indexOf('name');
    this.roleInBlock = askedOnce(tree.names, name => roleOf('block', name, names));
    this.roleInRule = askedOnce(tree.names, name => roleOf('rule', name, names));
  }

  readBlock(node: Node, group: RuleGroup | null): EventBlock {
    const { tree, items, misplaced } = this;
    const block: Unfinished<EventBlock> = { node, tag: tree.name(node), group, items: [] };
    let count = 0;
    for (let child = tree.firstElement(node); child !== NONE; child = tree.nextElement(child)) {
      const role = this.roleInBlock(tree.nameId(child));
      if (role === 'condition') items[count++] = this.readCondition(child, block, null);
      else if (role === 'rule') items[count++] = this.readRule(child, block);
      else misplaced.push({ node: child, role, parentRole: 'block' });
    }
    block.items = items.slice(0, count);
    return block;
  }

  private readRule(node: Node, block: EventBlock): Rule {
    const { tree, conditions, misplaced } = this;
    const rule: Unfinished<Rule> = { kind: 'rule', node, block, conditions: [] };
    let count = 0;
    for (let child = tree.firstElement(node); child !== NONE; child = tree.nextElement(child)) {
      const role = this.roleInRule(tree.nameId(child));
      if (role === 'condition') conditions[count++] = this.readCondition(child, block, rule);
      else misplaced.push({ node: child, role, parentRole: 'rule' });
    }
    rule.conditions = conditions.slice(0, count);
    return rule;
  }

  private readCondition(node: Node, block: EventBlock, rule: Rule | null): Condition {
    const { tree } = this;
    let condition = NONE;
    let name = NONE;
    // Backwards, so that of a repeated attribute the first one stands.
    for (let a = tree.attributesEnd(node) - 1; a >= tree.firstAttribute(node); a--) {
      const id = tree.attributeNameId(a);
      if (id === this.conditionId) condition = a;
      else if (id === this.nameId) name = a;
    }
    return new ReadCondition(node, tree.name(node), block, rule, condition, name);
  }
}

type Unfinished<Part> = { -readonly [Key in keyof Part]: Part[Key] };

/**
 * A class, since V8 learns that what a literal makes is kept, and from then on makes it where only a full
 * collection takes it away: the conditions of each version of a document.
 */
class ReadCondition implements Condition {
  readonly kind = 'condition';

  constructor(
    readonly node: Node,
    readonly field: string,
    readonly block: EventBlock,
    readonly rule: Rule | null,
    readonly condition: Attribute,
    readonly name: Attribute,
  ) {}
}

/** The first element; or the first that is Sysmon's, where something broken stands before it. */
function findRoot(tree: SyntaxTree, names: Names): Node {
  const first = tree.root;
  for (let node = first; node !== NONE; node = tree.nextElement(node)) {
    if (roleOf(null, tree.name(node), names) === 'sysmon') return node;
  }
  return first;
}

/** Which roles may stand directly in a container. */
const MAY_HOLD: Readonly<Record<Container, readonly Role[]>> = {
  sysmon: ['option', 'filtering'],
  filtering: ['group', 'block'],
  group: ['block'],
};

/** The role of any element of the tree, and of what it stands in; `unknown` for what is deeper than a configuration. */
export function roleAt(tree: SyntaxTree, node: Node, names: Names): Role {
  const path: Node[] = [];
  for (let n = node; n > 0; n = tree.parent(n)) path.push(n);
  let role: Role | null = null;
  for (let i = path.length - 1; i >= 0; i--) {
    role = roleOf(role, tree.name(path[i]!), names);
    if (role === 'unknown') return role;
  }
  return role ?? 'unknown';
}
