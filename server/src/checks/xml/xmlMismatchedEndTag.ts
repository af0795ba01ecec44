import { loaderCheck } from '../check.ts';

export const xmlMismatchedEndTag = loaderCheck({
  code: 'xml-mismatched-end-tag',
  level: 'error',
  title: 'End tag with another name',
  fact: facts =>
    `The end tag </${facts.text('name')}> does not fit the start tag <${facts.text('expected')}>`,
  suggest: facts => [`</${facts.text('expected')}>`],
});
