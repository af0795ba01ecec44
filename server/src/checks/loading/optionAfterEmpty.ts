import { loaderCheck } from '../check.ts';

export const optionAfterEmpty = loaderCheck({
  code: 'option-after-empty',
  level: 'warning',
  title: 'Option behind an empty one',
  fact: facts =>
    `<${facts.text('empty')}> has no content, and there Sysmon’s open-source loader stops reading options`,
  so: facts => `this ${facts.text('name')} may have no effect (it is not proven for released Windows builds)`,
  instead: facts => `Move it before <${facts.text('empty')}>.`,
});
