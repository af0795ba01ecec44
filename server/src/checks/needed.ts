import type { ParsedDocument } from '../documents.ts';
import { versionNumber } from '../schema/schema.ts';

/** What to do about something that came with schema `needs`. */
export function needed(parsed: ParsedDocument, needs: string): string {
  const { newest } = parsed.schemas;
  if (versionNumber(needs) > newest.number) {
    return `The Sysmon that you target knows schemas up to ${newest.version}: remove it, or set sysmon.target to a newer one.`;
  }
  return `Declare schemaversion="${needs}" or newer.`;
}
