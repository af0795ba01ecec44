import { loaderCheck } from '../check.ts';

export const xmlEndTagSlash = loaderCheck({
  code: 'xml-end-tag-slash',
  level: 'error',
  title: 'End tag without its slash',
  fact: facts => `<${facts.text('name')}> opens an element again where its end tag belongs`,
  instead: facts => `Write </${facts.text('name')}>.`,
});
