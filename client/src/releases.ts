import releases from '../../schemas/releases.json' with { type: 'json' };

/** A schema version that a Sysmon of today still loads, and the release that brought it. */
export interface SchemaVersion {
  readonly version: string;
  /** The first Sysmon that printed it, null where none is known. */
  readonly release: string | null;
  readonly date: string | null;
  readonly note: string;
}

/** Sysmon takes no configuration of an older schema any more. */
const OLDEST = 400;

/** A version in hundredths: `4.9` is 490. It is NaN for what is no version. */
export function versionNumber(version: string): number {
  return Math.round(Number.parseFloat(version) * 100);
}

/** The known versions, newest first. */
export const schemaVersions: readonly SchemaVersion[] = releases
  .map(({ schema, firstRelease, date, note }) => ({ version: schema, release: firstRelease, date, note }))
  .filter(({ version }) => versionNumber(version) >= OLDEST)
  .sort((a, b) => versionNumber(b.version) - versionNumber(a.version));

/** `Sysmon 15.0 (2023-06-27)`, or that no release is known. */
export function releaseOf({ release, date }: SchemaVersion): string {
  if (release === null) return 'no release known';
  return date === null ? `Sysmon ${release}` : `Sysmon ${release} (${date})`;
}
