import { NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import { fixOf, insert, preferFirst, removeLines, replace, type Edit, type Fix } from '../fix.ts';
import { elementAt } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const elementInValue = repairCheck({
  code: 'element-in-value',
  level: 'error',
  title: 'Element inside a value',
  fact: facts => `<${facts.text('name')}> stands inside <${facts.text('field')}>, which may hold text only`,
  instead: facts => `Close <${facts.text('field')}> before it, or write &lt; for a < that is meant as text.`,
  hidesOthers: true,
  fixes: (facts, { parsed }) => {
    const { tree, text, schemas } = parsed;
    const inner = elementAt(tree, facts.problem.start);
    const outer = inner === NONE ? NONE : tree.parent(inner);
    if (outer <= 0 || tree.endTagStart(outer) === NONE || tree.startTagEnd(outer) > tree.start(inner))
      return [];
    const field = tree.name(outer);
    const fixes: Fix[] = [];
    let end = tree.start(inner);
    while (/\s/.test(text[end - 1]!)) end--;
    const behind = text.slice(tree.end(lastChild(tree, outer)), tree.endTagStart(outer));
    const known = schemas.known.isField(tree.name(inner)) || schemas.known.firstWithOption(tree.name(inner));
    if (end > tree.startTagEnd(outer) && behind.trim() === '') {
      fixes.push(
        fixOf(`Close <${field}> before <${tree.name(inner)}>`, [
          insert(end, `</${field}>`),
          removeLines(text, tree.endTagStart(outer), tree.end(outer)),
        ]),
      );
    }
    const escape = fixOf(`Write &lt; for the < of <${tree.name(inner)}>`, escapes(tree, inner));
    return preferFirst(known ? [...fixes, escape] : [escape, ...fixes]);
  },
});

function lastChild(tree: SyntaxTree, node: Node): Node {
  let last = tree.firstChild(node);
  for (let child = last; child !== NONE; child = tree.next(child)) last = child;
  return last;
}

/** Turns the tags of an element, and of those in it, into text. */
function escapes(tree: SyntaxTree, node: Node): Edit[] {
  const starts = [tree.start(node)];
  if (tree.endTagStart(node) !== NONE) starts.push(tree.endTagStart(node));
  const edits = starts.map(at => replace(at, at + 1, '&lt;'));
  for (let child = tree.firstElement(node); child !== NONE; child = tree.nextElement(child)) {
    edits.push(...escapes(tree, child));
  }
  return edits;
}
