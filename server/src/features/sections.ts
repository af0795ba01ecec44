import { Kind, type Node, type SyntaxTree } from '../syntax/index.ts';
import { isFirstOnLine } from './textLines.ts';

/** What stands below a comment that is a heading, up to the next heading or the end of the element around it. */
export interface Section {
  /** The comment. */
  readonly heading: Node;
  readonly title: string;
  readonly start: number;
  /** Behind the last character that is no blank. */
  readonly end: number;
}

/** A style of headings. A section ends where a heading of a lower or the same rank stands. */
interface Style {
  readonly rank: number;
  /** The group is the title. */
  readonly pattern: RegExp;
}

/** How the comments in the configurations that people share are written. */
const STYLES: readonly Style[] = [
  // SYSMON EVENT ID 1 : PROCESS CREATION [ProcessCreate]
  { rank: 1, pattern: /^(SYSMON\s+[A-Z].*)$/ },
  // Event ID 1 == Process Creation - Includes
  { rank: 1, pattern: /^(Event\s+IDs?\b\s*:?\s*\d.*)$/i },
  // ===== Process creation =====
  { rank: 1, pattern: /^(?:={3,}|\*{3,}|#{3,}|~{3,}|_{3,}|\+{3,})\s*([^=*#~_+].*?)\s*(?:[=*#~_+]*)$/ },
  // SECTION: Microsoft Windows
  { rank: 2, pattern: /^SECTION\b\s*[:-]?\s*(\S.*)$/i },
];

const REGION = /^#region\b\s*(.*)$/;
const END_REGION = /^#endregion\b/;

/** A heading stands on one line, and is no essay. */
const LONGEST_HEADING = 200;

interface Open {
  readonly heading: Node;
  readonly title: string;
  /** Of `#region`, which only `#endregion` ends, null. */
  readonly rank: number | null;
}

/**
 * The sections of a document in the order of their headings: `SECTION: …`, `SYSMON EVENT ID 1 : …`,
 * `==== … ====`, and what stands between `#region` and `#endregion`.
 */
export function sections(tree: SyntaxTree): Section[] {
  const found: Section[] = [];
  /** The sections that have not ended, by the element around them. */
  const open = new Map<Node, Open[]>();
  const end = ({ heading, title }: Open, limit: number): void => {
    const start = tree.start(heading);
    found.push({ heading, title, start, end: inkEnd(tree.text, tree.end(heading), limit) });
  };
  for (let node = 1; node < tree.nodeCount; node++) {
    if (tree.kind(node) !== Kind.comment) continue;
    const text = headingText(tree, node);
    if (text === null) continue;
    const parent = tree.parent(node);
    const inParent = open.get(parent) ?? [];
    if (END_REGION.test(text)) {
      const at = inParent.findLastIndex(({ rank }) => rank === null);
      // What began inside of a region ends with it.
      if (at >= 0) for (const each of inParent.splice(at).reverse()) end(each, tree.end(node));
      continue;
    }
    const next = openingOf(node, text);
    if (!next) continue;
    if (next.rank !== null) {
      while (inParent.length > 0 && (inParent.at(-1)!.rank ?? 0) >= next.rank)
        end(inParent.pop()!, tree.start(node));
    }
    inParent.push(next);
    open.set(parent, inParent);
  }
  for (const [parent, inParent] of open) for (const each of inParent) end(each, tree.contentEnd(parent));
  return found.sort((a, b) => a.start - b.start);
}

function openingOf(heading: Node, text: string): Open | null {
  const region = REGION.exec(text);
  if (region) return { heading, title: region[1] || 'region', rank: null };
  for (const { rank, pattern } of STYLES) {
    const title = pattern.exec(text)?.[1];
    if (title !== undefined && /\p{L}/u.test(title)) return { heading, title, rank };
  }
  return null;
}

/** The text of a comment that can be a heading: one line, with nothing before it. */
function headingText(tree: SyntaxTree, node: Node): string | null {
  const start = tree.start(node);
  const end = tree.end(node);
  if (end - start > LONGEST_HEADING || !isFirstOnLine(tree.text, start)) return null;
  const text = /^<!--([^\r\n]*)-->$/.exec(tree.text.slice(start, end))?.[1];
  return text === undefined ? null : text.trim();
}

function inkEnd(text: string, start: number, limit: number): number {
  let end = limit;
  while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
  return end;
}
