import { Flag, NONE, type SyntaxTree } from '../../syntax/index.ts';
import { blanksBefore, isFirstOnLine } from '../textLines.ts';

/** How a document is to be laid out. */
export interface FormatOptions {
  /** What a line is indented by for each element around it: blanks or a tab. */
  readonly indent: string;
  /** The columns that a tab takes. */
  readonly tabSize: number;
  /**
   * The column up to which a start tag may reach; one that is longer has each attribute on a line of its own,
   * and all others are on one line. With 0 attributes stay on the line on which they are.
   */
  readonly wrapAttributes: number;
  /** The text ends with a line end. */
  readonly insertFinalNewline?: boolean;
  /** No more than one line end is at the end of the text. */
  readonly trimFinalNewlines?: boolean;
}

/** The indentation that an editor's settings mean. */
export function indentOf(tabSize: number, insertSpaces: boolean): string {
  return insertSpaces ? ' '.repeat(Math.max(0, Math.min(tabSize, WIDEST_INDENT))) : '\t';
}

const WIDEST_INDENT = 16;

const CANDIDATES: readonly string[] = ['  ', '    ', '\t', ' ', '   ', '        '];

/**
 * What a document is indented by: the difference that most elements have to the element around them, two blanks
 * where none has one. Formatting with it does not change the answer.
 */
export function detectIndent(tree: SyntaxTree): string {
  const { text } = tree;
  const votes = new Map<string, number>(CANDIDATES.map(indent => [indent, 0]));
  /** The indentation of each open element that is first on its line, by node. */
  const known = new Map<number, string>();
  for (let node = 1; node < tree.nodeCount; node++) {
    if (!tree.isElement(node) || !isFirstOnLine(text, tree.start(node))) continue;
    // What stands beside text is not laid out.
    if (tree.has(tree.parent(node), Flag.hasText | Flag.hasCdata)) continue;
    const own = text.slice(blanksBefore(text, tree.start(node)), tree.start(node));
    if (tree.firstChild(node) !== NONE) known.set(node, own);
    const outer = known.get(tree.parent(node));
    if (outer === undefined || !own.startsWith(outer)) continue;
    const step = own.slice(outer.length);
    const count = votes.get(step);
    if (count !== undefined) votes.set(step, count + 1);
  }
  return CANDIDATES.reduce((best, each) => (votes.get(each)! > votes.get(best)! ? each : best));
}
