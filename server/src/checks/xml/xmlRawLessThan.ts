import { loaderCheck } from '../check.ts';

export const xmlRawLessThan = loaderCheck({
  code: 'xml-raw-less-than',
  level: 'error',
  title: '< that begins no tag',
  fact: facts =>
    facts.number('attribute') === 1 ? 'A < may not stand in an attribute value' : 'This < begins no tag',
  instead: () => 'If it is meant as text, write &lt;.',
});
