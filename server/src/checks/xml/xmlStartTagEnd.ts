import { NONE } from '../../syntax/index.ts';
import { fixOf, insert, removeLines, replace, type Fix } from '../fix.ts';
import { elementAt, holdsText } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlStartTagEnd = loaderCheck({
  code: 'xml-start-tag-end',
  level: 'error',
  title: 'Start tag without its >',
  fact: () => 'This start tag has no > at its end',
  instead: () => 'Write > behind the last attribute.',
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const at = facts.number('at');
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE) return [];
    const name = tree.name(node);
    const blanks = /^[ \t]*/.exec(text.slice(at))![0].length;
    const next = text[at + blanks] ?? '';
    const slash = next === '/' ? 1 : 0;
    // A value on the same line begins where its ink does.
    const isValue = !/[<\r\n]/.test(next) && next !== '' && slash === 0 && holdsText(parsed, node);
    const close = (end: string): Fix =>
      fixOf(`Add the missing ${end}`, replace(at, isValue ? at + blanks : at, end));
    const removal = fixOf(
      `Remove “${text.slice(tree.start(node), at)}”`,
      removeLines(text, tree.start(node), at),
    );
    const closedLater =
      tree.endTagStart(node) !== NONE ||
      tree.errors.some(error => error.code === 'xml-surplus-end-tag' && error.data?.['name'] === name);
    const bare = tree.firstAttribute(node) === tree.attributesEnd(node);
    const fixes: Fix[] = [];
    if (slash > 0) fixes.push(fixOf('Add the missing >', insert(at + blanks + 1, '>')), removal);
    else if (closedLater) fixes.push(close('>'));
    else if (bare && next === '<') fixes.push(removal, close('/>'));
    else if (holdsText(parsed, node)) fixes.push(close(isValue ? '>' : `></${name}>`), removal);
    else fixes.push(close('/>'), close('>'), removal);
    return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
