import { NONE } from '../../syntax/index.ts';
import { fixOf, insert, remove, type Fix } from '../fix.ts';
import { attributeForValue, elementAt, roleOfNode } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlUnexpectedCharacter = loaderCheck({
  code: 'xml-unexpected-character',
  level: 'error',
  title: 'Character that a start tag may not hold',
  fact: facts => `“${facts.text('text')}” may not stand in a start tag`,
  instead: () => 'A start tag holds attributes, written name="value", and nothing else.',
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const { start, end } = facts.problem;
    const fixes: Fix[] = [];
    const node = elementAt(tree, start);
    const quoted = /^(["'])([^"'<>]*)\1/.exec(text.slice(start, start + 300));
    const name = quoted ? attributeForValue(quoted[2]!, roleOfNode(parsed, node), parsed) : null;
    if (name !== null && tree.attribute(node, name) === NONE) {
      fixes.push(fixOf(`Write ${name}= before it`, insert(start, `${name}=`)));
    }
    // With it goes one of the blanks around it.
    const blankAround = /\s/.test(text[start - 1] ?? '') && /[\s>/]/.test(text[end] ?? '');
    const removal = remove(blankAround ? start - 1 : start, end);
    fixes.push(fixOf(`Remove “${text.slice(start, end)}”`, removal));
    return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
