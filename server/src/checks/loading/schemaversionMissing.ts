import { loaderCheck } from '../check.ts';

export const schemaversionMissing = loaderCheck({
  code: 'schemaversion-missing',
  level: 'error',
  title: 'No schemaversion',
  fact: () => '<Sysmon> has no schemaversion attribute',
  so: () => 'Sysmon’s loader crashes on the file and nothing is loaded',
  instead: (_, { parsed }) =>
    `Write <Sysmon schemaversion="${parsed.schemas.newest.version}">, with the name in lower case.`,
});
