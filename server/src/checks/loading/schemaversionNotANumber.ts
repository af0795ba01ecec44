import { loaderCheck } from '../check.ts';

export const schemaversionNotANumber = loaderCheck({
  code: 'schemaversion-not-a-number',
  level: 'error',
  title: 'schemaversion that is not a number',
  fact: facts => `“${facts.text('value')}” is not a version number`,
  so: () => 'Sysmon’s loader crashes on the file and nothing is loaded',
  instead: facts => `Write one such as schemaversion="${facts.text('newest')}".`,
});
