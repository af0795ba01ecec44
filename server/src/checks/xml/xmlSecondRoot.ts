import { NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import { fixOf, insert, lineEndOf, removeElement, removeLines, type Fix } from '../fix.ts';
import { elementAt } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlSecondRoot = loaderCheck({
  code: 'xml-second-root',
  level: 'error',
  title: 'A second element behind the root',
  fact: facts =>
    `<${facts.text('name')}> stands behind the end of the first element, and XML allows only one`,
  instead: () => 'Move it inside <Sysmon>, or remove the end tag that closes <Sysmon> too early.',
  fixes: (facts, { parsed: { tree, text, schemas } }) => {
    const second = elementAt(tree, facts.problem.start);
    const first = tree.root;
    const fixes: Fix[] = [];
    const endTag = tree.endTagStart(first);
    // A field or an option holds nothing that could move into it.
    const name = tree.name(first);
    const holdsElements = !schemas.known.isField(name) && !schemas.known.firstWithOption(name);
    if (holdsElements && endTag !== NONE && tree.start(second) >= tree.end(first)) {
      const rootName = tree.name(first);
      const early = removeLines(text, endTag, tree.end(first));
      const lateEnd = tree.errors.some(
        ({ code, data, start }) =>
          code === 'xml-surplus-end-tag' && data?.['name'] === rootName && start > tree.start(second),
      );
      if (tree.name(second) === rootName) {
        const opening = removeLines(text, tree.start(second), tree.startTagEnd(second));
        if (tree.endTagStart(second) !== NONE && early.end <= opening.start) {
          fixes.push(fixOf(`Join the two <${rootName}> elements`, [early, opening], { preferred: true }));
        }
      } else if (lateEnd) {
        fixes.push(fixOf(`Remove the </${rootName}> that comes too early`, early, { preferred: true }));
      } else {
        const last = lastElement(tree);
        const end = insert(tree.end(last), `${lineEndOf(text)}</${rootName}>`);
        fixes.push(fixOf(`Move </${rootName}> behind it`, [early, end], { preferred: true }));
      }
    }
    fixes.push(fixOf(`Remove <${tree.name(second)}>`, removeElement(tree, second)));
    return fixes;
  },
});

function lastElement(tree: SyntaxTree): Node {
  let last = tree.root;
  for (let node = last; node !== NONE; node = tree.nextElement(node)) last = node;
  return last;
}
