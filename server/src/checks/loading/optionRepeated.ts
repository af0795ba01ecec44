import { loaderCheck } from '../check.ts';

export const optionRepeated = loaderCheck({
  code: 'option-repeated',
  level: 'warning',
  title: 'Option that stands twice',
  fact: facts => `${facts.text('name')} stands again further down`,
  so: facts => `this one has no effect and “${facts.text('value')}” counts`,
  instead: () => 'Remove one of them.',
});
