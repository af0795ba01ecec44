import { fixOf, insert, lineEndOf } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlNoRoot = loaderCheck({
  code: 'xml-no-root',
  level: 'error',
  title: 'No element at all',
  fact: () => 'The file has no <Sysmon> element',
  instead: (_, { parsed }) =>
    `A configuration begins with <Sysmon schemaversion="${parsed.schemas.newest.version}">.`,
  fixes: (_, { parsed: { text, schemas } }) => {
    const eol = lineEndOf(text);
    const before = text === '' || /[\n\ufeff]$/.test(text) ? '' : eol;
    const lines = [
      `<Sysmon schemaversion="${schemas.newest.version}">`,
      '  <EventFiltering>',
      '  </EventFiltering>',
      '</Sysmon>',
      '',
    ];
    return [
      fixOf('Add an empty configuration', insert(text.length, before + lines.join(eol)), { preferred: true }),
    ];
  },
});
