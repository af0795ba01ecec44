import type { ParsedDocument } from '../../documents.ts';
import { blockRelation } from '../../loader/index.ts';
import { readSchemaversion } from '../../loader/schemaversion.ts';
import type { Schema } from '../../schema/schema.ts';
import { declareFixes } from './declare.ts';
import { repairCheck } from '../repairCheck.ts';

export const schemaversionUnsupported = repairCheck({
  code: 'schemaversion-unsupported',
  level: 'error',
  title: 'schemaversion before 4.0',
  fact: facts => `Schema ${facts.text('value')} is older than 4.0, the first that Sysmon still reads`,
  instead: facts => `Write one such as schemaversion="${facts.text('newest')}".`,
  hidesOthers: true,
  fixes: (_, { parsed }) => {
    const { configuration, schemas } = parsed;
    const newest = declareFixes(parsed, schemas.newest.version);
    const joins = configuration.blocks.some(({ group, items }) => !group && items.length > 1);
    const old = joins
      ? schemas.set.all.findLast(schema => isSupported(schema) && joinsByOr(parsed, schema))
      : undefined;
    if (!old) return newest;
    return [
      ...declareFixes(parsed, old.version, ', in which events outside a RuleGroup still join by OR'),
      ...newest,
    ];
  },
});

function isSupported({ version }: Schema): boolean {
  return readSchemaversion(version).kind === 'number';
}

/** In these versions what was written for an old one keeps its meaning. */
function joinsByOr({ tree }: ParsedDocument, schema: Schema): boolean {
  return blockRelation(tree, { number: schema.number, schema, tooNew: false }, null) === 'or';
}
