import { loaderCheck } from '../check.ts';

export const elementInValue = loaderCheck({
  code: 'element-in-value',
  level: 'error',
  title: 'Element inside a value',
  fact: facts => `<${facts.text('name')}> stands inside <${facts.text('field')}>, which may hold text only`,
  instead: facts => `Close <${facts.text('field')}> before it, or write &lt; for a < that is meant as text.`,
});
