import type { ParsedDocument } from '../../documents.ts';
import type { TagToken } from './token.ts';

/** The command of the VS Code extension that opens the Event Atlas. */
const ATLAS_COMMAND = 'sysmon.atlas';

/**
 * A link to the page of an event in the Event Atlas, for clients that have that command; empty where the tag
 * is that of no event. What the link holds is a number, whatever the file holds.
 */
export function atlasLink({ tree, schemas }: ParsedDocument, { node, role }: TagToken): string {
  if (role !== 'block') return '';
  const event = schemas.known.firstWithEvent(tree.name(node))?.tags.get(tree.name(node))?.firstId;
  if (event === undefined) return '';
  return `[Event Atlas](command:${ATLAS_COMMAND}?${encodeURIComponent(JSON.stringify([{ event }]))})`;
}
