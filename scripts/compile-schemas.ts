/**
 * Packs `schemas/` into `server/src/schema/compiled.json`, which the server is built with. Run it as
 * `node --import tsx scripts/compile-schemas.ts`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileSchemas } from '../server/src/schema/compile.ts';

const schemas = fileURLToPath(new URL('../schemas', import.meta.url));
const output = fileURLToPath(new URL('../server/src/schema/compiled.json', import.meta.url));
writeFileSync(output, JSON.stringify(compileSchemas(schemas)));
