import { declareFixes } from './declare.ts';
import { repairCheck } from '../repairCheck.ts';

export const schemaversionNewer = repairCheck({
  code: 'schemaversion-newer',
  level: 'warning',
  title: 'schemaversion newer than Sysmon',
  fact: facts =>
    `Schema ${facts.text('value')} is newer than ${facts.text('newest')}, the newest that the Sysmon you target knows`,
  so: facts =>
    `its open-source loader checks the file against ${facts.text('validated')}, the version before its newest`,
  instead: facts => `Declare ${facts.text('newest')}, or set sysmon.target to the Sysmon that you have.`,
  hidesOthers: true,
  fixes: (_, { parsed }) => declareFixes(parsed, parsed.schemas.newest.version),
});
