import { Kind } from '../../syntax/index.ts';
import { fixOf, insert, remove, replace, type Fix } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlCommentHyphens = loaderCheck({
  code: 'xml-comment-hyphens',
  level: 'error',
  title: 'Two hyphens in a comment',
  fact: facts =>
    facts.number('nested') === 1
      ? 'A comment cannot hold another comment, and <!-- stands inside one'
      : 'Two hyphens may not stand inside a comment',
  instead: facts =>
    facts.number('nested') === 1
      ? 'End the outer comment before the inner one begins, or take the inner <!-- and --> away.'
      : 'Write a single hyphen or another character.',
  fixes: (facts, { parsed: { tree, text } }) => {
    const { start } = facts.problem;
    const comment = tree.nodeAt(start);
    if (tree.kind(comment) !== Kind.comment) return [];
    const from = tree.start(comment) + '<!--'.length;
    const to = tree.end(comment) - '-->'.length;
    if (facts.number('nested') === 1) return nestedFixes(text, from, to, start);
    return [hyphenFix(text, from, to, start)];
  },
});

/** @param from where the inside of the comment begins; @param to where it ends */
function nestedFixes(text: string, from: number, to: number, start: number): readonly Fix[] {
  const marks = [...text.slice(from, to).matchAll(/<!--|-->/g)].map(({ index }) => from + index);
  const removals = marks.map(at => remove(at, at + (text[at] === '<' ? 4 : 3)));
  const fixes = [fixOf('Remove the comment marks inside the comment', removals, { preferred: true })];
  const single = removals.length === 1 && marks[0] === start;
  if (single) fixes.push(fixOf('End the outer comment before it', insert(start, '--> ')));
  return fixes;
}

/** Hyphens of an option such as `--type` stay readable, a line of them stays a line. */
function hyphenFix(text: string, from: number, to: number, start: number): Fix {
  let first = start;
  while (first > from && text[first - 1] === '-') first--;
  let end = start;
  while (end < to && text[end] === '-') end++;
  const run = text.slice(first, end);
  const atEdge = first === from || end === to;
  if (run.length > 2) {
    const line = '='.repeat(run.length);
    const shown = run.length > 12 ? `${line.slice(0, 12)}…` : line;
    return fixOf(`Change to “${shown}”`, replace(first, end, line), { preferred: true, safe: true });
  }
  if (atEdge) return fixOf('Remove the hyphens', remove(first, end), { preferred: true, safe: true });
  return fixOf('Change to “- -”', replace(first, end, '- -'), { preferred: true, safe: true });
}
