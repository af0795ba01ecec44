import { loaderCheck } from '../check.ts';

export const xmlMissingEndTag = loaderCheck({
  code: 'xml-missing-end-tag',
  level: 'error',
  title: 'Element that is not closed',
  fact: facts => `<${facts.text('name')}> is not closed`,
  instead: facts =>
    facts.number('lessThan') >= 0
      ? `The < of its end tag is missing: write </${facts.text('name')}>.`
      : `Write </${facts.text('name')}> where it ends.`,
});
