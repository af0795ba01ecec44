import type { ParsedDocument } from '../../documents.ts';
import { versionNumber } from '../../schema/schema.ts';
import { fixOf, setAttribute, type Fix } from '../fix.ts';
import { isTagSound } from '../places.ts';

/**
 * The fix that declares another schema version, if the target knows it.
 *
 * @param why goes on with the title
 */
export function declareFixes(parsed: ParsedDocument, version: string, why = ''): readonly Fix[] {
  const { tree, configuration, schemas } = parsed;
  const { root, rootRole } = configuration;
  if (rootRole !== 'sysmon' || !isTagSound(tree, root)) return [];
  if (versionNumber(version) > schemas.newest.number) return [];
  const edit = setAttribute(tree, root, 'schemaversion', version);
  return [fixOf(`Declare schemaversion="${version}"${why}`, edit, { preferred: true })];
}
