import { PREDEFINED_ENTITIES } from '../../syntax/references.ts';
import { fixOf, insert, replace } from '../fix.ts';
import { loaderCheck, nearest } from '../check.ts';

/** What HTML calls characters that stand in comments and names of real configurations. */
const CHARACTERS: Readonly<Record<string, number>> = {
  nbsp: 160,
  copy: 169,
  reg: 174,
  laquo: 171,
  raquo: 187,
  auml: 228,
  ouml: 246,
  uuml: 252,
  szlig: 223,
  eacute: 233,
  egrave: 232,
  ndash: 8211,
  mdash: 8212,
  lsquo: 8216,
  rsquo: 8217,
  ldquo: 8220,
  rdquo: 8221,
  bull: 8226,
  hellip: 8230,
  trade: 8482,
};

export const xmlUnknownEntity = loaderCheck({
  code: 'xml-unknown-entity',
  level: 'error',
  title: 'Entity that XML does not know',
  fact: facts => `XML does not know the entity &${facts.text('name')};`,
  instead: () =>
    'It knows &amp; &lt; &gt; &quot; and &apos; only. For a & that is meant as text, write &amp;.',
  fixes: facts => {
    const { start, end } = facts.problem;
    const name = facts.text('name');
    const character = CHARACTERS[name];
    const written = PREDEFINED_ENTITIES.includes(name.toLowerCase())
      ? [name.toLowerCase()]
      : nearest(name, name.length > 1 ? PREDEFINED_ENTITIES : []);
    const meant = character === undefined ? written.map(entity => `&${entity};`) : [`&#${character};`];
    return [
      ...meant.map((reference, index) =>
        fixOf(`Change to “${reference}”`, replace(start, end, reference), { preferred: index === 0 }),
      ),
      fixOf('Write &amp; for the &', insert(start + 1, 'amp;'), { preferred: meant.length === 0 }),
    ];
  },
});
