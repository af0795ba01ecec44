import { fixOf, remove, replace } from '../fix.ts';
import { elementAt, holdsText } from '../places.ts';
import { conflictFixes } from './conflictFixes.ts';
import { loaderCheck } from '../check.ts';

export const xmlRawLessThan = loaderCheck({
  code: 'xml-raw-less-than',
  level: 'error',
  title: '< that begins no tag',
  fact: facts =>
    facts.number('attribute') === 1 ? 'A < may not stand in an attribute value' : 'This < begins no tag',
  instead: () => 'If it is meant as text, write &lt;.',
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const { start } = facts.problem;
    const escape = fixOf('Write &lt; for the <', replace(start, start + 1, '&lt;'));
    const removal = fixOf('Remove the <', remove(start, start + 1));
    const isText = facts.number('attribute') === 1 || holdsText(parsed, elementAt(tree, start));
    const conflict = conflictFixes(text, start);
    if (conflict.length > 0) return conflict;
    const blanks = /^<([ \t]+)\/?[A-Za-z][^<>\r\n]*>/.exec(text.slice(start, start + 400))?.[1];
    const before =
      blanks === undefined || facts.number('attribute') === 1
        ? []
        : [fixOf('Remove the blank behind the <', remove(start + 1, start + 1 + blanks.length))];
    // Between elements no text may stand, escaped or not.
    const rest = isText ? [escape, removal] : [removal];
    return [...before, ...rest].map((fix, index) => ({
      ...fix,
      preferred: index === 0,
      safe: fix === escape && index === 0 && /^[\s\d=]/.test(text.slice(start + 1, start + 2)),
    }));
  },
});
