import { loaderCheck } from '../check.ts';

export const xmlBadCharacterReference = loaderCheck({
  code: 'xml-bad-character-reference',
  level: 'error',
  title: 'Reference to no character',
  fact: facts => `&${facts.text('name')}; stands for no character that XML allows`,
  instead: () => 'Remove it. A reference is written like &#233; or &#xE9;.',
});
