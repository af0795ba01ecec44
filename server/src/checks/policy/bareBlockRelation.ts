import { blockRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { insert, lineEndOf, type Fix } from '../fix.ts';
import { GROUP } from '../../model/index.ts';
import type { Node, SyntaxTree } from '../../syntax/index.ts';
import { termCount } from './decisive.ts';
import { indentOf, marginOf } from './edits.ts';

/** The first version, in hundredths, that has RuleGroups. */
const FIRST_WITH_GROUPS = 420;

export const bareBlockRelation = adviceCheck({
  code: 'bare-block-relation',
  effect: 'misleading',
  level: 'hint',
  title: 'Block whose conditions must all hold',
  run({ parsed, loaded }, report) {
    const { tree } = parsed;
    for (const block of loaded.blocks) {
      if (block.source.group || block.relation === 'or' || termCount(block, 2) < 2) continue;
      report(...blockRange(parsed, block), { at: tree.start(block.source.node) });
    }
  },
  message: () =>
    `This block is in no RuleGroup, and from schema 4.11 on Sysmon joins the different fields and Rules of such a block by AND (before, it was OR): it matches only where all of them hold, conditions on one field counting as alternatives. Put it in a RuleGroup that says groupRelation="and" or "or".`,
  fixes(facts, { parsed }) {
    const { tree, declared } = parsed;
    if ((declared.number ?? 0) < FIRST_WITH_GROUPS) return [];
    const node = tree.nodeAt(facts.number('at'));
    return [wrap(tree, node, 'or', 'so that one is enough'), wrap(tree, node, 'and', 'which it is now')];
  },
});

function wrap(tree: SyntaxTree, node: Node, relation: string, told: string): Fix {
  const start = tree.start(node);
  const end = tree.end(node);
  const open = `<${GROUP} name="" groupRelation="${relation}">`;
  const close = `</${GROUP}>`;
  const title = `Wrap it in a RuleGroup with groupRelation="${relation}", ${told}`;
  const margin = marginOf(tree, start);
  if (margin === null) return { title, edits: [insert(start, open), insert(end, close)] };
  const eol = lineEndOf(tree.text);
  const unit = indentOf(tree, node);
  // Lines of values are left as they are: what looks like a margin there is part of the value.
  const deeper = [...linesToIndent(tree, node)].map(at => insert(at, unit));
  return {
    title,
    edits: [
      insert(start, `${open}${eol}${margin}${unit}`),
      ...deeper,
      insert(end, `${eol}${margin}${close}`),
    ],
  };
}

/** Where the lines begin that hold an element of a block, or the block's end tag. */
function* linesToIndent(tree: SyntaxTree, block: Node): Iterable<number> {
  const visit = function* (parent: Node): Iterable<number> {
    for (let node = tree.firstElement(parent); node !== -1; node = tree.nextElement(node)) {
      if (marginOf(tree, tree.start(node)) !== null) yield lineStart(tree.start(node));
      if (tree.firstElement(node) === -1) continue;
      yield* visit(node);
      if (marginOf(tree, tree.contentEnd(node)) !== null) yield lineStart(tree.contentEnd(node));
    }
  };
  const lineStart = (offset: number): number => tree.text.lastIndexOf('\n', offset - 1) + 1;
  yield* visit(block);
  if (marginOf(tree, tree.contentEnd(block)) !== null) yield lineStart(tree.contentEnd(block));
}
