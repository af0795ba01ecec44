/**
 * Writes `docs/checks/README.md`, the index of the pages of all checks. Run it when checks have changed, as
 * `node --import tsx scripts/check-index.ts`.
 */
import { writeFileSync } from 'node:fs';
import { checkIndexText } from './lib/checkIndex.ts';

writeFileSync(new URL('../docs/checks/README.md', import.meta.url), checkIndexText());
