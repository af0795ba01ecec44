import { loaderCheck } from '../check.ts';

export const xmlNoRoot = loaderCheck({
  code: 'xml-no-root',
  level: 'error',
  title: 'No element at all',
  fact: () => 'The file has no <Sysmon> element',
  instead: (_, { parsed }) =>
    `A configuration begins with <Sysmon schemaversion="${parsed.schemas.newest.version}">.`,
});
