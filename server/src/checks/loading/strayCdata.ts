import { loaderCheck } from '../check.ts';

export const strayCdata = loaderCheck({
  code: 'stray-cdata',
  level: 'error',
  title: 'CDATA section between elements',
  fact: facts =>
    `A CDATA section stands directly in <${facts.text('parent')}>, where only elements may stand`,
  instead: () => 'Remove it, even if it is empty.',
});
