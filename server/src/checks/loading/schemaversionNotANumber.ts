import { declareFixes } from './declare.ts';
import { repairCheck } from '../repairCheck.ts';

export const schemaversionNotANumber = repairCheck({
  code: 'schemaversion-not-a-number',
  level: 'error',
  title: 'schemaversion that is not a number',
  fact: facts => `“${facts.text('value')}” is not a version number`,
  so: () => 'Sysmon’s loader crashes on the file and nothing is loaded',
  instead: facts => `Write one such as schemaversion="${facts.text('newest')}".`,
  hidesOthers: true,
  fixes: (_, { parsed }) => declareFixes(parsed, parsed.schemas.newest.version),
});
