/**
 * What a new configuration is made from, and how the user's choices get into its text. Knows no editor.
 */
import { schemaVersions, versionNumber, type SchemaVersion } from './releases.ts';

/** A configuration that is shipped to begin with: an entry of `snippets/baselines/baselines.json`. */
export interface Baseline {
  readonly id: string;
  /** The file beside the list. */
  readonly file: string;
  readonly title: string;
  /** What it shows. */
  readonly purpose: string;
  /** Which machines it is for. */
  readonly audience: string;
  /** How loud it is, in words. */
  readonly loudness: string;
  /** The share of recorded events that it logs, by event id; null until it was measured. */
  readonly measured: Readonly<Record<string, number>> | null;
  /** The same in all, and of how many recorded attacks it names the technique; null until it was measured. */
  readonly recorded: Recorded | null;
  readonly platform: 'windows' | 'linux';
  /** The oldest schema version that loads it. */
  readonly minimalSchema: string;
  readonly version: string;
  readonly licence: string;
}

/** What a baseline made of the recordings that it was measured with. */
export interface Recorded {
  readonly events: number;
  readonly kept: number;
  /** What most of the kept events are, loudest first. */
  readonly loudest: readonly string[];
  readonly attacks: number;
  readonly named: number;
}

/** The whole of `snippets/baselines/baselines.json`. */
export interface BaselineList {
  readonly baselines: readonly Baseline[];
}

/** What the user chose for the text. */
export interface Choices {
  readonly schema: string;
  /** Names in the order in which they are written; none leaves the option out, so that Sysmon's default holds. */
  readonly hashes: readonly string[];
}

export interface HashAlgorithm {
  readonly name: string;
  readonly use: string;
  readonly preselected: boolean;
  /** It says something of Windows programs only. */
  readonly windowsOnly: boolean;
}

export const hashAlgorithms: readonly HashAlgorithm[] = [
  {
    name: 'MD5',
    use: 'For lists of known files that have nothing else. Two files can be made to share one.',
    preselected: false,
    windowsOnly: false,
  },
  {
    name: 'SHA1',
    use: 'For older lists. Two files can be made to share one.',
    preselected: false,
    windowsOnly: false,
  },
  {
    name: 'SHA256',
    use: 'Names a file without doubt; what most services look up.',
    preselected: true,
    windowsOnly: false,
  },
  {
    name: 'IMPHASH',
    use: 'The functions that a program imports: alike for programs of one make.',
    preselected: true,
    windowsOnly: true,
  },
];

/** The versions that a baseline can be written for, and the one to offer first. */
export interface VersionChoice {
  /** Newest first. */
  readonly versions: readonly SchemaVersion[];
  readonly preferred: string;
}

/**
 * @param minimum the oldest version that loads the baseline
 * @param target the setting `sysmon.target`; empty for the newest
 * @param platform what the baseline is for
 */
export function versionsFor(minimum: string, target: string, platform: Baseline['platform']): VersionChoice {
  const least = versionNumber(minimum);
  const wanted = versionNumber(target);
  const known = schemaVersions.filter(({ version }) => versionNumber(version) >= least);
  const isKnown = (number: number): boolean => known.some(({ version }) => versionNumber(version) === number);
  const versions = [...known];
  // A Sysmon that is newer than this extension, or the user's own schema.
  if (wanted >= least && !isKnown(wanted)) {
    versions.push({ version: target, release: null, date: null, note: 'As set in sysmon.target.' });
    versions.sort((a, b) => versionNumber(b.version) - versionNumber(a.version));
  }
  if (Number.isNaN(wanted)) {
    // The releases are those of Windows; which schema the Sysmon of a Linux machine has, they do not say.
    const newest = platform === 'windows' ? known[0]?.version : undefined;
    return { versions, preferred: newest ?? minimum };
  }
  const match = versions.find(({ version }) => versionNumber(version) === wanted);
  return { versions, preferred: match?.version ?? minimum };
}

/** Names that `HashAlgorithms` takes, in the order of the list above; null when one of them is unknown. */
export function orderedHashes(names: readonly string[]): string[] | null {
  const wanted = new Set(names.map(name => name.toUpperCase()));
  const chosen = hashAlgorithms.map(({ name }) => name).filter(name => wanted.has(name));
  return chosen.length === wanted.size ? chosen : null;
}

/** Comments and the like, in which nothing is to be changed, and the tags that are looked for. */
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([A-Za-z_][\w.-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/g;

interface Tag {
  readonly name: string;
  readonly attributes: string;
  readonly start: number;
  readonly end: number;
}

/** Writes the schema version and the hash algorithms into the text of a configuration; the rest stays. */
export function applyChoices(text: string, { schema, hashes }: Choices): string {
  const { root, option } = findPlaces(text);
  const withHashes = option ? replaceOption(text, option, hashes) : insertOption(text, root, hashes);
  const attributes = root.attributes.replace(/(\sschemaversion\s*=\s*)(?:"[^"]*"|'[^']*')/, `$1"${schema}"`);
  const versioned = attributes.includes('schemaversion')
    ? attributes
    : ` schemaversion="${schema}"${attributes}`;
  const start = root.start + 1 + root.name.length;
  return withHashes.slice(0, start) + versioned + withHashes.slice(start + root.attributes.length);
}

/** The root's start tag, and where the option stands from its start tag to its end tag. */
function findPlaces(text: string): {
  readonly root: Tag;
  readonly option: { start: number; end: number } | null;
} {
  let root: Tag | null = null;
  let begin: number | null = null;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, slash, name, attributes = ''] = match;
    if (name === undefined) continue;
    const end = match.index + whole.length;
    if (name === 'Sysmon' && slash === '') root ??= { name, attributes, start: match.index, end };
    if (name !== 'HashAlgorithms') continue;
    if (slash === '/' && begin !== null) return { root: rootOf(root), option: { start: begin, end } };
    begin ??= match.index;
    if (attributes.endsWith('/')) return { root: rootOf(root), option: { start: begin, end } };
  }
  return { root: rootOf(root), option: null };
}

function rootOf(root: Tag | null): Tag {
  if (!root || root.attributes.endsWith('/'))
    throw new Error('The configuration has no Sysmon element to write into.');
  return root;
}

function element(hashes: readonly string[]): string {
  return `<HashAlgorithms>${hashes.join(',')}</HashAlgorithms>`;
}

function replaceOption(
  text: string,
  { start, end }: { start: number; end: number },
  hashes: readonly string[],
): string {
  if (hashes.length > 0) return text.slice(0, start) + element(hashes) + text.slice(end);
  // The line goes with the element when nothing else is on it.
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const alone =
    text.slice(lineStart, start).trim() === '' && lineEnd !== -1 && text.slice(end, lineEnd).trim() === '';
  return alone ? text.slice(0, lineStart) + text.slice(lineEnd + 1) : text.slice(0, start) + text.slice(end);
}

/** Puts the option first, as Sysmon's open-source loader ignores every option behind an empty one. */
function insertOption(text: string, root: Tag, hashes: readonly string[]): string {
  if (hashes.length === 0) return text;
  const line = /^(\r?\n)([ \t]*)/.exec(text.slice(root.end));
  const before = line ? `${line[1]}${line[2]}` : '\n  ';
  return text.slice(0, root.end) + before + element(hashes) + text.slice(root.end);
}

/** How loud a baseline is: its words, and what it made of recorded events where that was measured. */
export function loudnessOf({ loudness, recorded }: Pick<Baseline, 'loudness' | 'recorded'>): string {
  if (!recorded) return loudness;
  const { events, kept, loudest, attacks, named } = recorded;
  const all = events.toLocaleString('en');
  const mostly = loudest.length === 0 ? '' : `, mostly ${loudest.join(', ')}`;
  const told = `Of ${all} recorded events it keeps ${portion(kept, events)}${mostly}`;
  return `${loudness} ${told}; it names the technique in ${named} of ${attacks} recorded attacks.`;
}

/** A share as people say it: `about 2 of 100`. */
function portion(part: number, whole: number): string {
  if (part === 0 || part === whole) return part === 0 ? 'none' : 'all';
  for (const base of [100, 1000]) {
    const count = (part * base) / whole;
    if (count >= 1.95) return `about ${Math.round(count)} of ${base.toLocaleString('en')}`;
  }
  return part.toLocaleString('en');
}
