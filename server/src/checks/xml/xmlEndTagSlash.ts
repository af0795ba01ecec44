import { fixOf, insert } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlEndTagSlash = loaderCheck({
  code: 'xml-end-tag-slash',
  level: 'error',
  title: 'End tag without its slash',
  fact: facts => `<${facts.text('name')}> opens an element again where its end tag belongs`,
  instead: facts => `Write </${facts.text('name')}>.`,
  fixes: facts => [
    fixOf(`Change to “</${facts.text('name')}>”`, insert(facts.problem.start + 1, '/'), {
      preferred: true,
      safe: true,
    }),
  ],
});
