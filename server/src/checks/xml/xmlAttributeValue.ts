import { NONE } from '../../syntax/index.ts';
import { fixOf, removeAttribute, replace, type Fix } from '../fix.ts';
import { attributeAt, likelyValues } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlAttributeValue = loaderCheck({
  code: 'xml-attribute-value',
  level: 'error',
  title: 'Attribute without a value',
  fact: facts => `The attribute ${facts.text('name')} has no value`,
  instead: facts => `Write ${facts.text('name')}="…".`,
  fixes: (facts, { parsed }) => {
    const { tree, text } = parsed;
    const { start, end } = facts.problem;
    const name = facts.text('name');
    const fixes: Fix[] = [];
    const quoted = /^[ \t]*(["'])[^"'<>\r\n]*\1/.test(text.slice(end, end + 300));
    if (quoted) {
      // `condition "is"` and `condition:"is"`, in which the colon is a letter of the name.
      const colon = name.endsWith(':') ? 1 : 0;
      const blanks = /^[ \t]*/.exec(text.slice(end))![0].length;
      fixes.push(fixOf('Add the missing =', replace(end - colon, end + blanks, '=')));
    } else {
      for (const value of likelyValues(name, parsed)) {
        fixes.push(fixOf(`Change to “${name}="${value}"”`, replace(start, end, `${name}="${value}"`)));
      }
    }
    const attribute = attributeAt(tree, start);
    if (attribute !== NONE) fixes.push(fixOf(`Remove “${name}”`, removeAttribute(tree, attribute)));
    return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
  },
});
