import { Kind, NONE, type Node, type SyntaxTree } from '../../../server/src/syntax/index.ts';

const SHORT = {
  [Kind.comment]: '#',
  [Kind.cdata]: '[]',
  [Kind.instruction]: '?',
  [Kind.declaration]: '?xml',
  [Kind.doctype]: '!',
};

/** The tree in one line: `name{attribute=value}(children)` or `name'text'`, and a sign for what is no element. */
export function outline(tree: SyntaxTree, node: Node = 0): string {
  const parts: string[] = [];
  for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) {
    const kind = tree.kind(child);
    if (kind !== Kind.element) {
      parts.push(SHORT[kind as keyof typeof SHORT]);
      continue;
    }
    const attributes: string[] = [];
    for (let a = tree.firstAttribute(child); a < tree.attributesEnd(child); a++) {
      attributes.push(`${tree.attributeName(a)}=${tree.attributeValue(a)}`);
    }
    const inside = outline(tree, child);
    const text = inside === '' ? tree.content(child).trim() : '';
    const shown = inside !== '' ? `(${inside})` : text !== '' ? `'${text}'` : '';
    parts.push(tree.name(child) + (attributes.length > 0 ? `{${attributes.join(' ')}}` : '') + shown);
  }
  return parts.join(' ');
}

/** The errors in one line: `code«the text that is marked»`, without the `xml-` that all codes begin with. */
export function errorsIn(tree: SyntaxTree): string {
  return tree.errors
    .map(({ code, start, end }) => `${code.slice('xml-'.length)}«${tree.text.slice(start, end)}»`)
    .join(' ');
}
