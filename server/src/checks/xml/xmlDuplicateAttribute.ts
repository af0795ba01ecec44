import { NONE, type Attribute } from '../../syntax/index.ts';
import { fixOf, removeAttribute, replace, type Fix } from '../fix.ts';
import { attributeAt, attributeForValue, elementAt, roleOfNode } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlDuplicateAttribute = loaderCheck({
  code: 'xml-duplicate-attribute',
  level: 'error',
  title: 'The same attribute twice',
  fact: facts => `The attribute ${facts.text('name')} stands twice in this tag`,
  instead: () => 'Keep one of them.',
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const name = facts.text('name');
    const second = attributeAt(tree, facts.problem.start);
    const node = elementAt(tree, facts.problem.start);
    if (second === NONE) return [];
    const first = tree.attribute(node, name);
    if (first === second) return [];
    const value = tree.attributeValue(second);
    if (tree.attributeValue(first) === value) {
      return [fixOf('Remove the second one', removeAttribute(tree, second), { preferred: true, safe: true })];
    }
    const fixes: Fix[] = [];
    const meant = attributeForValue(value, roleOfNode(parsed, node), parsed);
    if (meant !== null && tree.attribute(node, meant) === NONE) {
      fixes.push(
        fixOf(`Change the second one to ${meant}`, replace(facts.problem.start, facts.problem.end, meant)),
      );
    }
    const keep = (kept: Attribute, removed: Attribute): Fix =>
      fixOf(
        `Keep ${text.slice(tree.attributeNameStart(kept), tree.attributeEnd(kept))}`,
        removeAttribute(tree, removed),
      );
    const both = [keep(first, second), keep(second, first)];
    fixes.push(...(tree.attributeValue(first) === '' ? both.reverse() : both));
    return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
