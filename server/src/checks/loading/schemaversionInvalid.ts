import { declareFixes } from './declare.ts';
import { repairCheck } from '../repairCheck.ts';

export const schemaversionInvalid = repairCheck({
  code: 'schemaversion-invalid',
  level: 'error',
  title: 'schemaversion that no version has',
  fact: facts => `No schema has the version “${facts.text('value')}”`,
  instead: facts => `Write one such as schemaversion="${facts.text('newest')}".`,
  hidesOthers: true,
  fixes: (_, { parsed }) => declareFixes(parsed, parsed.schemas.newest.version),
});
