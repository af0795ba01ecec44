/**
 * Writes `schemas/sysmonrc.schema.json`, the JSON schema of `.sysmonrc.json`. Run it when checks have
 * changed, as `node --import tsx scripts/rc-schema.ts`.
 */
import { writeFileSync } from 'node:fs';
import { rcSchemaText } from './lib/rcSchema.ts';

writeFileSync(new URL('../schemas/sysmonrc.schema.json', import.meta.url), rcSchemaText());
