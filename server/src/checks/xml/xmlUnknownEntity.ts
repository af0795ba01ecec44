import { loaderCheck } from '../check.ts';

export const xmlUnknownEntity = loaderCheck({
  code: 'xml-unknown-entity',
  level: 'error',
  title: 'Entity that XML does not know',
  fact: facts => `XML does not know the entity &${facts.text('name')};`,
  instead: () =>
    'It knows &amp; &lt; &gt; &quot; and &apos; only. For a & that is meant as text, write &amp;.',
});
