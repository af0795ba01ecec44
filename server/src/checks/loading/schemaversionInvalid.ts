import { loaderCheck } from '../check.ts';

export const schemaversionInvalid = loaderCheck({
  code: 'schemaversion-invalid',
  level: 'error',
  title: 'schemaversion that no version has',
  fact: facts => `No schema has the version “${facts.text('value')}”`,
  instead: facts => `Write one such as schemaversion="${facts.text('newest')}".`,
});
