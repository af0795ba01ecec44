/** A block into a RuleGroup, into one of its own, or out of one, with its relation kept. */
import { behindComment, insert, lineEndOf, removeLines, type Edit } from '../../checks/fix.ts';
import { dedent, FIRST_WITH_GROUPS, indentOf, marginOf, wrapElements } from '../../checks/policy/edits.ts';
import { blockRelation } from '../../loader/index.ts';
import { GROUP, RULE, type EventBlock, type RuleGroup } from '../../model/index.ts';
import { Flag, NONE, type Node } from '../../syntax/index.ts';
import { termsOf } from '../blocks.ts';
import type { Refactoring, Request } from './refactoring.ts';

export function moveBlocks(request: Request): Refactoring[] {
  const { isOnBlock, source, parsed } = request;
  if (!isOnBlock) return [];
  const { group } = source;
  if (!group) {
    return (parsed.declared.number ?? FIRST_WITH_GROUPS) < FIRST_WITH_GROUPS ? [] : [intoGroup(request)];
  }
  const { tree } = parsed;
  if (tree.has(group.node, Flag.damaged) || tree.endTagStart(group.node) === NONE) return [];
  const out = outOfGroup(request, group);
  return [...(group.blocks.length > 1 ? [intoOwnGroup(request, group)] : []), ...(out ? [out] : [])];
}

function intoGroup({ parsed, source, block }: Request): Refactoring {
  const { relation } = block;
  const open = `<${GROUP} name="" groupRelation="${relation}">`;
  return {
    kind: 'extract',
    title: `Put the block into a RuleGroup with groupRelation="${relation}", as it joins now`,
    edits: wrapElements(parsed.tree, source.node, source.node, open, `</${GROUP}>`),
    change: 'nothing',
  };
}

function intoOwnGroup({ parsed, source }: Request, group: RuleGroup): Refactoring {
  const { before, behind } = neighbours(group, source);
  const edits: Edit[] = [];
  if (before) edits.push(boundary(parsed, group.node, before.node, true, true));
  if (behind) edits.push(boundary(parsed, group.node, source.node, true, true));
  return { kind: 'extract', title: 'Put the block into a RuleGroup of its own', edits, change: 'nothing' };
}

function outOfGroup(request: Request, group: RuleGroup): Refactoring | null {
  const { parsed, source, block } = request;
  const { tree, text } = parsed;
  const bare = blockRelation(tree, parsed.declared, null);
  const { conditions, rules } = termsOf(source);
  const edits: Edit[] = [];
  // Outside the block may join in the other way, so that its conditions need a Rule; Rules in it would be one in another.
  const needsRule = bare !== block.relation && conditions + rules > 1;
  if (needsRule) {
    if (source.items.some(({ kind }) => kind === 'rule')) return null;
    if (block.relation === 'and' && hasAlternatives(source)) return null;
    edits.push(...ruleAround(request, block.relation));
  } else {
    edits.push(...dedent(tree, source.node, source.node));
  }
  const { before, behind } = neighbours(group, source);
  if (before) edits.push(boundary(parsed, group.node, before.node, true, false));
  else edits.push(removeLines(text, tree.start(group.node), tree.startTagEnd(group.node)));
  if (behind) edits.push(boundary(parsed, group.node, source.node, false, true));
  else edits.push(removeLines(text, tree.endTagStart(group.node), tree.end(group.node)));
  const attribute = tree.attribute(group.node, 'name');
  const name = attribute === NONE ? '' : tree.attributeValue(attribute);
  const inherits = block.conditions.some(
    ({ name: own, source: condition, rule }) =>
      own === name && condition.name === NONE && (!rule || tree.attribute(rule.source.node, 'name') === NONE),
  );
  return {
    kind: 'inline',
    title: needsRule
      ? `Take the block out of its RuleGroup, its conditions in a Rule with ${block.relation.toUpperCase()}`
      : 'Take the block out of its RuleGroup',
    edits,
    change: name !== '' && inherits ? 'names' : 'nothing',
  };
}

/** A Rule around all conditions of a block that moves out: they stay as far in as they are, and its tags move out. */
function ruleAround({ parsed: { tree, text }, source }: Request, relation: string): Edit[] {
  const open = `<${RULE} groupRelation="${relation}">`;
  const close = `</${RULE}>`;
  const [first, last] = [source.items[0]!.node, source.items.at(-1)!.node];
  const margin = marginOf(tree, tree.start(first));
  if (margin === null) return wrapElements(tree, first, last, open, close);
  const eol = lineEndOf(text);
  const outer = margin.slice(0, margin.length - indentOf(tree, first).length);
  const start = tree.start(first);
  const ofTags = [tree.start(source.node), tree.endTagStart(source.node)].map(
    at => text.lastIndexOf('\n', at - 1) + 1,
  );
  return [
    ...dedent(tree, source.node, source.node).filter(edit => ofTags.includes(edit.start)),
    { start: start - margin.length, end: start, text: `${outer}${open}${eol}${margin}` },
    insert(behindComment(tree, last), `${eol}${outer}${close}`),
  ];
}

function hasAlternatives(block: EventBlock): boolean {
  return [...termsOf(block).byField.values()].some(count => count > 1);
}

function neighbours(
  { blocks }: RuleGroup,
  block: EventBlock,
): { readonly before: EventBlock | undefined; readonly behind: EventBlock | undefined } {
  const index = blocks.indexOf(block);
  return { before: blocks[index - 1], behind: blocks[index + 1] };
}

/** Behind a block: closes its group, opens one like it, or both. */
function boundary(
  { tree, text }: Request['parsed'],
  group: Node,
  block: Node,
  close: boolean,
  open: boolean,
): Edit {
  const margin = marginOf(tree, tree.start(group));
  const line = margin === null ? '' : `${lineEndOf(text)}${margin}`;
  const startTag = text.slice(tree.start(group), tree.startTagEnd(group));
  return insert(
    behindComment(tree, block),
    (close ? `${line}</${GROUP}>` : '') + (open ? `${line}${startTag}` : ''),
  );
}
