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
});
