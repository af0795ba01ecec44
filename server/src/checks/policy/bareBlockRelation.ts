import type { LoadedBlock, LoadedRule } from '../../loader/index.ts';
import { blockRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import type { Fix } from '../fix.ts';
import { GROUP } from '../../model/index.ts';
import type { Node, SyntaxTree } from '../../syntax/index.ts';
import { FIRST_WITH_GROUPS, wrapElements } from './edits.ts';

export const bareBlockRelation = adviceCheck({
  code: 'bare-block-relation',
  effect: 'misleading',
  level: 'hint',
  title: 'Block whose conditions must all hold',
  run({ parsed, loaded }, report) {
    const { tree } = parsed;
    for (const block of loaded.blocks) {
      if (block.source.group || block.relation === 'or' || !hasTerms(block)) continue;
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

/** The block joins several terms: each Rule is one, and bare conditions on one field are one together. */
function hasTerms({ conditions }: LoadedBlock): boolean {
  const terms = new Set<LoadedRule | string>();
  for (const { rule, field } of conditions) {
    terms.add(rule ?? field);
    if (terms.size > 1) return true;
  }
  return false;
}

function wrap(tree: SyntaxTree, node: Node, relation: string, told: string): Fix {
  const title = `Wrap it in a RuleGroup with groupRelation="${relation}", ${told}`;
  const open = `<${GROUP} name="" groupRelation="${relation}">`;
  return { title, edits: wrapElements(tree, node, node, open, `</${GROUP}>`) };
}
