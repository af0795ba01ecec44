import { fixOf, insert } from '../fix.ts';
import { PREDEFINED_ENTITIES } from '../../syntax/references.ts';
import { loaderCheck } from '../check.ts';

export const xmlRawAmpersand = loaderCheck({
  code: 'xml-raw-ampersand',
  level: 'error',
  title: '& that begins no reference',
  fact: facts =>
    PREDEFINED_ENTITIES.includes(facts.text('name'))
      ? `The reference &${facts.text('name')} has no ; at its end`
      : 'A & may not stand by itself',
  instead: facts => {
    const name = facts.text('name');
    if (name === 'amp') return 'Write &amp;.';
    const asText = 'Write &amp; for a & that is meant as text.';
    return PREDEFINED_ENTITIES.includes(name)
      ? `Write &${name}; if that is what you mean. ${asText}`
      : asText;
  },
  fixes: facts => {
    const { start } = facts.problem;
    const name = facts.text('name');
    const known = PREDEFINED_ENTITIES.includes(name);
    const escape = fixOf('Write &amp; for the &', insert(start + 1, 'amp;'), {
      preferred: !known,
      safe: !known,
    });
    if (!known) return [escape];
    const closed = fixOf(`Change to “&${name};”`, insert(start + 1 + name.length, ';'), { preferred: true });
    return name === 'amp' ? [{ ...closed, safe: true }] : [closed, escape];
  },
});
