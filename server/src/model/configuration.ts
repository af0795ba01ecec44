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

/** Where the walk stands: what it is inside of, and where what it finds belongs. */
interface Place {
  readonly role: Role | null;
  readonly group: RuleGroup | null;
  readonly block: EventBlock | null;
  readonly rule: Rule | null;
  readonly blocks: { push(block: EventBlock): void } | null;
  readonly rules: { push(rule: Rule): void } | null;
  readonly conditions: { push(condition: Condition): void } | null;
}

const TOP: Place = {
  role: null,
  group: null,
  block: null,
  rule: null,
  blocks: null,
  rules: null,
  conditions: null,
};

/**
 * Reads a tree as a Sysmon configuration. Never throws; what it does not know is left to the loader to
 * judge. The walk goes no deeper than a configuration does, whatever the tree.
 */
export function buildConfiguration(tree: SyntaxTree, names: Names): Configuration {
  const rolesIn = new Map<Role, (nameId: number) => Role>();
  const conditionId = tree.names.indexOf('condition');
  const nameId = tree.names.indexOf('name');
  const root = findRoot(tree, names);
  const rootRole = root === NONE ? 'unknown' : roleOf(null, tree.name(root), names);
  const options: Option[] = [];
  const filterings: Node[] = [];
  const groups: RuleGroup[] = [];
  const blocks: EventBlock[] = [];
  const misplaced: Misplaced[] = [];

  const visitChildren = (parent: Node, place: Place): void => {
    const parentRole = place.role!;
    const { block, rule, conditions } = place;
    let roleIn = rolesIn.get(parentRole);
    if (!roleIn) {
      roleIn = askedOnce(tree.names, name => roleOf(parentRole, name, names));
      rolesIn.set(parentRole, roleIn);
    }
    for (let node = tree.firstElement(parent); node !== NONE; node = tree.nextElement(node)) {
      const role = roleIn(tree.nameId(node));
      // Nearly all elements are conditions where conditions belong.
      if (role === 'condition' && block && conditions) {
        conditions.push(readCondition(node, block, rule));
        continue;
      }
      if (MAY_HOLD[parentRole].includes(role)) {
        visit(node, role, place);
      } else {
        misplaced.push({ node, role, parentRole });
        // Containers inside an event are not followed: what they hold is judged once they are in their place.
        if (!block && !(role === 'group' && place.group)) visit(node, role, place);
      }
    }
  };

  const visit = (node: Node, role: Role, place: Place): void => {
    if (role === 'sysmon') {
      visitChildren(node, { ...TOP, role });
    } else if (role === 'option') {
      options.push({ node, name: tree.name(node) });
    } else if (role === 'filtering') {
      filterings.push(node);
      if (place.role !== 'filtering' && !place.group) visitChildren(node, { ...TOP, role });
    } else if (role === 'group') {
      const inside: EventBlock[] = [];
      const group: RuleGroup = { node, blocks: inside };
      groups.push(group);
      visitChildren(node, { ...TOP, role, group, blocks: inside });
    } else if (role === 'block') {
      const items: (Rule | Condition)[] = [];
      const block: EventBlock = { node, tag: tree.name(node), group: place.group, items };
      blocks.push(block);
      place.blocks?.push(block);
      visitChildren(node, { ...place, role, block, rules: items, conditions: items });
    } else if (role === 'rule' && place.block && place.rules) {
      const conditions: Condition[] = [];
      const rule: Rule = { kind: 'rule', node, block: place.block, conditions };
      place.rules.push(rule);
      visitChildren(node, { ...place, role, rule, rules: null, conditions });
    }
  };

  const readCondition = (node: Node, block: EventBlock, rule: Rule | null): Condition => {
    let condition = NONE;
    let name = NONE;
    // Backwards, so that of a repeated attribute the first one stands.
    for (let a = tree.attributesEnd(node) - 1; a >= tree.firstAttribute(node); a--) {
      const id = tree.attributeNameId(a);
      if (id === conditionId) condition = a;
      else if (id === nameId) name = a;
    }
    return { kind: 'condition', node, field: tree.name(node), block, rule, condition, name };
  };

  if (root !== NONE) visit(root, rootRole, TOP);
  const schemaversion = rootRole === 'sysmon' ? tree.attribute(root, 'schemaversion') : NONE;
  return { tree, root, rootRole, schemaversion, options, filterings, groups, blocks, misplaced };
}

/** The first element; or the first that is Sysmon's, where something broken stands before it. */
function findRoot(tree: SyntaxTree, names: Names): Node {
  const first = tree.root;
  for (let node = first; node !== NONE; node = tree.nextElement(node)) {
    if (roleOf(null, tree.name(node), names) === 'sysmon') return node;
  }
  return first;
}

/** Which roles may stand directly in an element of each role. */
const MAY_HOLD: Readonly<Record<Role, readonly Role[]>> = {
  sysmon: ['option', 'filtering'],
  filtering: ['group', 'block'],
  group: ['block'],
  block: ['rule', 'condition'],
  rule: ['condition'],
  condition: [],
  option: [],
  unknown: [],
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
