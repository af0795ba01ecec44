import type { ParsedDocument } from '../../documents.ts';
import { FILTERING, RULE } from '../../model/index.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import {
  fixOf,
  indentationAt,
  insert,
  lineEndOf,
  preferFirst,
  removeElement,
  removeLines,
  renameElement,
  type Edit,
  type Fix,
} from '../fix.ts';
import { isTagSound, roleOfNode } from '../places.ts';

/** The ways to put an element where it belongs; none where that would take a guess. */
export function misplacedFixes(parsed: ParsedDocument, node: Node): readonly Fix[] {
  const { tree } = parsed;
  const parent = node === NONE ? NONE : tree.parent(node);
  if (parent <= 0 || !isTagSound(tree, node)) return [];
  // An element whose end tag is missing holds what was meant to follow it.
  if (tree.endTagStart(parent) === NONE || (!isEmpty(parsed, node) && tree.endTagStart(node) === NONE))
    return [];
  const role = roleOfNode(parsed, node);
  switch (roleOfNode(parsed, parent)) {
    case 'sysmon':
      return role === 'block' || role === 'group' ? [wrapInFiltering(parsed, node)] : [];
    case 'filtering':
      return role === 'filtering' ? [unwrap(parsed, node)] : [];
    case 'group':
      if (role === 'group') return groupInGroup(parsed, node, parent);
      return role === 'filtering' ? [unwrap(parsed, node)] : [];
    case 'block':
      if (role === 'group')
        return preferFirst([...asRule(parsed, node, parent), ...lifted(parsed, node, parent)]);
      return role === 'block' ? lifted(parsed, node, parent) : [];
    case 'rule':
      return role === 'rule' ? ruleInRule(parsed, node, parent) : [];
    case 'condition':
    case 'option':
    case 'unknown':
      return [];
  }
}

function isEmpty({ tree }: ParsedDocument, node: Node): boolean {
  return tree.startTagEnd(node) === tree.end(node);
}

function wrapInFiltering({ tree, text }: ParsedDocument, node: Node): Fix {
  const line = lineEndOf(text) + indentationAt(text, tree.start(node));
  const edits = [
    insert(tree.start(node), `<${FILTERING}>${line}`),
    insert(tree.end(node), `${line}</${FILTERING}>`),
  ];
  return fixOf(`Put it inside <${FILTERING}>`, edits, { preferred: true });
}

/** Takes the tags of an element away and leaves what is in it. */
function unwrapEdits({ tree, text }: ParsedDocument, node: Node): Edit[] {
  if (tree.endTagStart(node) === NONE) return [removeElement(tree, node)];
  return [
    removeLines(text, tree.start(node), tree.startTagEnd(node)),
    removeLines(text, tree.endTagStart(node), tree.end(node)),
  ];
}

function unwrap(parsed: ParsedDocument, node: Node): Fix {
  return fixOf(`Remove the tags <${parsed.tree.name(node)}>`, unwrapEdits(parsed, node), { preferred: true });
}

/** Groups of one relation and name are one; others follow each other. */
function groupInGroup(parsed: ParsedDocument, node: Node, parent: Node): readonly Fix[] {
  const { tree } = parsed;
  const value = (group: Node, name: string): string => {
    const attribute = tree.attribute(group, name);
    return attribute === NONE ? '' : tree.enumeratedValue(attribute);
  };
  const same = ['groupRelation', 'name'].every(name => value(node, name) === value(parent, name));
  return same ? [unwrap(parsed, node)] : [moveBehind(parsed, node, parent)];
}

/** Moves an element out of the block that it stands in, behind what that block belongs to. */
function lifted(parsed: ParsedDocument, node: Node, block: Node): readonly Fix[] {
  const { tree } = parsed;
  const isGroup = roleOfNode(parsed, node) === 'group';
  const around = tree.parent(block);
  // A RuleGroup may not stand in another one.
  const target = isGroup && roleOfNode(parsed, around) === 'group' ? around : block;
  return tree.endTagStart(target) === NONE ? [] : [moveBehind(parsed, node, target)];
}

function moveBehind({ tree, text }: ParsedDocument, node: Node, target: Node): Fix {
  const moved =
    lineEndOf(text) + indentationAt(text, tree.start(target)) + text.slice(tree.start(node), tree.end(node));
  const edits = [removeElement(tree, node), insert(tree.end(target), moved)];
  return fixOf(`Move it behind <${tree.name(target)}>`, edits, { preferred: true });
}

/**
 * A RuleGroup inside an event was meant as a Rule: the two have the same attributes, and conditions that
 * belong together are what a Rule is for. The block inside says nothing more if it is of the same kind.
 */
function asRule(parsed: ParsedDocument, group: Node, block: Node): readonly Fix[] {
  const { tree } = parsed;
  const only = tree.firstElement(group);
  if (only === NONE || tree.endTagStart(group) === NONE) return [];
  const edits = [...renameElement(tree, group, RULE)];
  if (roleOfNode(parsed, only) === 'block') {
    if (tree.nextElement(only) !== NONE || tree.endTagStart(only) === NONE) return [];
    if (tree.name(only) !== tree.name(block) || onmatchOf(parsed, only) !== onmatchOf(parsed, block))
      return [];
    edits.push(...unwrapEdits(parsed, only));
  }
  return [fixOf('Make it a Rule', edits, { preferred: true })];
}

function onmatchOf({ tree }: ParsedDocument, block: Node): string {
  const attribute = tree.attribute(block, 'onmatch');
  return attribute === NONE ? '' : tree.enumeratedValue(attribute);
}

/** Two Rules of one relation are one; otherwise the inner one follows the outer one. */
function ruleInRule(parsed: ParsedDocument, node: Node, parent: Node): readonly Fix[] {
  const { tree } = parsed;
  const relation = (rule: Node): string => {
    const attribute = tree.attribute(rule, 'groupRelation');
    return attribute === NONE ? 'or' : tree.attributeValue(attribute).toLowerCase();
  };
  const same = relation(node) === relation(parent) && tree.attribute(node, 'name') === NONE;
  const moved = moveBehind(parsed, node, parent);
  return preferFirst(same ? [unwrap(parsed, node), moved] : [moved]);
}
