import { loaderCheck } from '../check.ts';

export const schemaversionUnsupported = loaderCheck({
  code: 'schemaversion-unsupported',
  level: 'error',
  title: 'schemaversion before 4.0',
  fact: facts => `Schema ${facts.text('value')} is older than 4.0, the first that Sysmon still reads`,
  instead: facts => `Write one such as schemaversion="${facts.text('newest')}".`,
});
