import { fixOf, replace } from '../fix.ts';
import { isOnlyKindInTag, likelyValues } from '../places.ts';
import { loaderCheck } from '../check.ts';

export const xmlAttributeQuotes = loaderCheck({
  code: 'xml-attribute-quotes',
  level: 'error',
  title: 'Attribute value without quotes',
  fact: facts => `The value of ${facts.text('name')} does not stand in quotes`,
  instead: facts => `Write ${facts.text('name')}="…".`,
  fixes: (facts, { parsed }) => {
    const { text } = parsed;
    const start = facts.number('start');
    const end = Math.max(start, facts.number('end'));
    // A closing quote that was written stands behind the value's end, which leaves it out.
    const closing = end > start && /["']/.test(text[end] ?? '') && end < facts.problem.end ? 1 : 0;
    const value = text
      .slice(start, end)
      .replace(/^[=\s"'“”„‘’]+|[\s"'“”„‘’]+$/g, '')
      .replace(/"/g, '&quot;');
    if (value === '') {
      const values = likelyValues(facts.text('name'), parsed);
      return (values.length > 0 ? values : ['']).map((each, index) =>
        fixOf(`Add “"${each}"”`, replace(start, end + closing, `"${each}"`), { preferred: index === 0 }),
      );
    }
    return [
      fixOf(`Put quotes around “${value}”`, replace(start, end + closing, `"${value}"`), {
        preferred: true,
        safe:
          /^[\w.-]+$/.test(value) &&
          isOnlyKindInTag(parsed.tree, facts.problem.start, 'xml-attribute-quotes'),
      }),
    ];
  },
});
