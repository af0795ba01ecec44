import type { ParsedDocument } from '../../documents.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import { fixOf, indentationAt, insert, lineEndOf, removeLines } from '../fix.ts';
import { elementAt, holdsText } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlMissingEndTag = loaderCheck({
  code: 'xml-missing-end-tag',
  level: 'error',
  title: 'Element that is not closed',
  fact: facts => `<${facts.text('name')}> is not closed`,
  instead: (facts, { parsed }) => {
    const endTag = `</${facts.text('name')}>`;
    if (facts.number('lessThan') >= 0) return `The < of its end tag is missing: write ${endTag}.`;
    const node = elementAt(parsed.tree, facts.problem.start + 1);
    const end = node === NONE ? facts.number('at') : placeOfEndTag(parsed, node, facts.number('at'));
    const [startLine, endLine] = [facts.problem.start, end].map(
      at => parsed.document.positionAt(at).line + 1,
    );
    return startLine === endLine
      ? `Write ${endTag} where it ends.`
      : `It seems to end in line ${endLine}: write ${endTag} there.`;
  },
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const name = facts.text('name');
    const lessThan = facts.number('lessThan');
    if (lessThan >= 0) {
      return [fixOf('Add the missing <', insert(lessThan, '<'), { preferred: true, safe: true })];
    }
    const node = elementAt(tree, facts.problem.start + 1);
    if (node === NONE) return [];
    // A comment without an end holds the end tags that stand behind it on its line.
    const inComment = tree.errors.some(
      ({ code, data }) => code === 'xml-unclosed-comment' && data?.['at'] === facts.number('at'),
    );
    if (inComment) return [];
    const endTag = `</${name}>`;
    const at = placeOfEndTag(parsed, node, facts.number('at'));
    // `</>` has its place already, and lacks but the name.
    if (text.slice(at - 3, at) === '</>') {
      return [fixOf(`Change to “${endTag}”`, insert(at - 1, name), { preferred: true })];
    }
    const start = tree.start(node);
    const onItsOwnLine = tree.firstChild(node) !== NONE && text.slice(start, at).includes('\n');
    const before = onItsOwnLine ? lineEndOf(text) + indentationAt(text, start) : '';
    const fixes = [fixOf(`Add “${endTag}”`, insert(at, before + endTag), { preferred: true })];
    if (!holdsText(parsed, node) && tree.parent(node) > 0) {
      fixes.push(fixOf(`Remove the start tag <${name}>`, removeLines(text, start, tree.startTagEnd(node))));
    }
    return fixes;
  },
});

/**
 * Where the end tag of an element belongs: before the first element that may not stand in it, which was
 * meant to follow it, or else where the parser found its end.
 */
function placeOfEndTag({ tree, text, configuration }: ParsedDocument, node: Node, found: number): number {
  const misplaced = configuration.misplaced.find(each => tree.parent(each.node) === node)?.node;
  if (misplaced === undefined) return found;
  let place = tree.startTagEnd(node);
  for (let child = tree.firstChild(node); child !== NONE && child !== misplaced; child = tree.next(child)) {
    // A comment on a line of its own speaks of what follows it.
    const sameLine = !text.slice(place, tree.start(child)).includes('\n');
    if (tree.isElement(child) || sameLine) place = tree.end(child);
  }
  return place;
}
