import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../../documents.ts';
import type { Node } from '../../syntax/index.ts';

/** The range of an element's start tag, which is what a jump selects. */
export function startTagRange({ document, tree }: ParsedDocument, node: Node): Range {
  return {
    start: document.positionAt(tree.start(node)),
    end: document.positionAt(tree.startTagEnd(node)),
  };
}
