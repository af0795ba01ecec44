import { loaderCheck } from '../check.ts';

export const xmlSurplusEndTag = loaderCheck({
  code: 'xml-surplus-end-tag',
  level: 'error',
  title: 'End tag that closes nothing',
  fact: facts => `</${facts.text('name')}> closes no open element`,
  instead: () => 'Remove it, or add the start tag that it belongs to.',
});
