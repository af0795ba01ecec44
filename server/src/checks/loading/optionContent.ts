import { loaderCheck } from '../check.ts';

export const optionContent = loaderCheck({
  code: 'option-content',
  level: 'error',
  title: 'Content in an option that takes none',
  fact: facts => `<${facts.text('name')}> may not have content`,
  instead: facts => `Write <${facts.text('name')}/>.`,
});
