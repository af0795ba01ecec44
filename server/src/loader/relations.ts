import type { Rule, RuleGroup } from '../model/index.ts';
import type { DeclaredSchema } from '../schema/context.ts';
import { NONE, type SyntaxTree } from '../syntax/index.ts';

export type Relation = 'and' | 'or';
export type OnMatch = 'include' | 'exclude';

/** The last version, in hundredths, in which a block without a RuleGroup is an OR. */
const LAST_OR_VERSION = 410;

/** How the terms of a block join: as its RuleGroup says, or else as the declared version has it. */
export function blockRelation(tree: SyntaxTree, declared: DeclaredSchema, group: RuleGroup | null): Relation {
  if (group) {
    const relation = tree.attribute(group.node, 'groupRelation');
    return relation !== NONE && tree.enumeratedValue(relation) === 'and' ? 'and' : 'or';
  }
  return declared.number !== null && declared.number <= LAST_OR_VERSION ? 'or' : 'and';
}

/** How the conditions of a Rule join: by OR where it does not say, by AND where it says anything but `or`. */
export function ruleRelation(tree: SyntaxTree, { node }: Rule): Relation {
  const relation = tree.attribute(node, 'groupRelation');
  if (relation === NONE) return 'or';
  // No reference is so short, so that three letters are surely not `or` and need not be cut out.
  if (tree.valueEnd(relation) - tree.valueStart(relation) === 3) return 'and';
  return tree.attributeValue(relation).toLowerCase() === 'or' ? 'or' : 'and';
}
