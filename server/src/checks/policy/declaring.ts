import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument, type ParsedDocument } from '../../documents.ts';
import { loadDocument, loadedOf } from '../../loadDocument.ts';
import type { Loaded } from '../../loader/index.ts';
import type { Knowledge } from '../../schema/knowledge.ts';
import { versionNumber } from '../../schema/schema.ts';
import { applyEdits, type Fix } from '../fix.ts';
import { declareFixes } from '../loading/declare.ts';
import { oncePer } from '../../once.ts';

/** Many conditions of a file may need the same version, and whether it can be declared is worked out once. */
const fixesFor = oncePer<ParsedDocument, Map<string, readonly Fix[]>>(() => new Map());

/**
 * Declares a newer schemaversion; safe where Sysmon loads the same from the file then. There is none where
 * the target does not know the version, or the file would be refused: options and fields went away as well.
 */
export function declareVersion(parsed: ParsedDocument, version: string): readonly Fix[] {
  const fixes = fixesFor(parsed);
  let fix = fixes.get(version);
  if (!fix) fixes.set(version, (fix = work(parsed, version)));
  return fix;
}

function work(parsed: ParsedDocument, version: string): readonly Fix[] {
  const [fix] = declareFixes(parsed, version);
  if (!fix) return [];
  const { uri, languageId } = parsed.document;
  const text = applyEdits(parsed.text, fix.edits);
  const changed = parseDocument(TextDocument.create(uri, languageId, 0, text), parsed.schemas);
  const after = loadDocument(changed);
  const before = loadedOf(parsed);
  if (before.accepted && !after.accepted) return [];
  const same = summary(changed, after) === summary(parsed, before);
  return same
    ? [{ ...fix, safe: true }]
    : [{ title: `${fix.title}, which changes what other parts of the file do`, edits: fix.edits }];
}

/** What is loaded, as a text that can be compared. */
function summary({ tree }: ParsedDocument, { accepted, blocks, dropped, options }: Loaded): string {
  return JSON.stringify([
    accepted,
    options.map(({ name, value }) => [name, value]),
    dropped.length,
    blocks.map(({ eventId, event, onmatch, relation, conditions }) => [
      eventId,
      event,
      onmatch,
      relation,
      conditions.map(({ field, condition, name, rule, source }) => [
        field,
        condition,
        name,
        rule?.number,
        rule?.relation,
        tree.content(source.node),
      ]),
    ]),
  ]);
}

/** A schema version with the Sysmon release that first had it: `4.70 (Sysmon 13.20)`. */
export function withRelease({ releases }: Knowledge, version: string): string {
  const release = releaseOf(releases, version);
  return release === null ? version : `${version} (Sysmon ${release})`;
}

/** The first release that is known to have a version; that of a later version where none printed just this one. */
function releaseOf(releases: Knowledge['releases'], version: string): string | null {
  const number = versionNumber(version);
  return (
    [...releases]
      .sort((a, b) => versionNumber(a.schema) - versionNumber(b.schema))
      .find(({ schema, firstRelease }) => versionNumber(schema) >= number && firstRelease !== null)
      ?.firstRelease ?? null
  );
}
