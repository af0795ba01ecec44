import { nearest } from './checks/check.ts';
import type { Levels } from './checks/levels.ts';
import { jsonError } from './json.ts';
import type { Platform } from './schema/types.ts';
import { isRecord, isTargetVersion, readLevels, shown } from './settings.ts';

/** The name of the file that gives a folder and those below it their settings, for pipelines and editors alike. */
export const RC_NAME = '.sysmonrc.json';

/** What the file can set; what it leaves out stays as it is. */
export interface RcSettings {
  readonly target?: string;
  readonly platform?: Platform;
  readonly levels: Levels;
  /** Relative to the file's folder. */
  readonly schemaFiles?: readonly string[];
}

export interface RcFile {
  readonly settings: RcSettings;
  /** What could not be used, a sentence each. What is usable is in the settings all the same. */
  readonly problems: readonly string[];
}

/** The keys that the file may have. */
export const RC_KEYS = ['$schema', 'target', 'platform', 'checks', 'schemaFiles'] as const;

/**
 * Reads the text of a settings file.
 *
 * @param file what the file is called in the sentences about it
 */
export function readRcFile(text: string, file: string): RcFile {
  const mistake = jsonError(text);
  if (mistake) {
    const { line, column } = placeOf(text, mistake.offset);
    return nothing(
      `${file} is not used, as it is no JSON (line ${line}, column ${column}). ${mistake.message}`,
    );
  }
  const values: unknown = JSON.parse(text);
  if (!isRecord(values) || Array.isArray(values)) {
    return nothing(`${file} is not used, as it holds no object. Write one such as { "target": "4.90" }.`);
  }
  const problems = Object.keys(values).flatMap(key => unknownKey(key, file));
  const levels = readLevels(values['checks'], file);
  return {
    settings: {
      ...readTarget(values['target'], file, problems),
      ...readPlatform(values['platform'], file, problems),
      ...readPaths(values['schemaFiles'], file, problems),
      levels: levels.levels,
    },
    problems: [...problems, ...levels.problems],
  };
}

function nothing(problem: string): RcFile {
  return { settings: { levels: {} }, problems: [problem] };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function unknownKey(key: string, file: string): string[] {
  const known: readonly string[] = RC_KEYS;
  if (known.includes(key)) return [];
  const [meant] = nearest(key, RC_KEYS);
  const wayOut =
    meant === undefined ? `It can set ${RC_KEYS.slice(1).join(', ')}.` : `Did you mean “${meant}”?`;
  return [`In ${file} there is no setting “${key}”. ${wayOut}`];
}

function readTarget(value: unknown, file: string, problems: string[]): Pick<RcSettings, 'target'> {
  if (value === undefined) return {};
  if (typeof value === 'string' && isTargetVersion(value)) return { target: value };
  problems.push(`In ${file} the “target” ${shown(value)} is no schema version. Write one such as "4.90".`);
  return {};
}

function readPlatform(value: unknown, file: string, problems: string[]): Pick<RcSettings, 'platform'> {
  if (value === undefined) return {};
  if (value === 'windows' || value === 'linux') return { platform: value };
  problems.push(`In ${file} the “platform” ${shown(value)} is not known. Write "windows" or "linux".`);
  return {};
}

function readPaths(value: unknown, file: string, problems: string[]): Pick<RcSettings, 'schemaFiles'> {
  if (value === undefined) return {};
  if (!Array.isArray(value)) {
    problems.push(`In ${file} “schemaFiles” is no list. Write one such as ["schemas/own.xml"].`);
    return {};
  }
  const usable = value.filter((path): path is string => {
    if (typeof path === 'string' && path.trim() !== '' && !leavesTheMachine(path)) return true;
    problems.push(
      `In ${file} the schema file ${shown(path)} is not used. Write its path relative to that file.`,
    );
    return false;
  });
  return { schemaFiles: usable };
}

/**
 * A path is only taken when it is relative: the file comes with a folder that may be a stranger's, and on
 * Windows an absolute path can lead to another machine, which is then given the user's credentials.
 */
function leavesTheMachine(path: string): boolean {
  return /^(?:[\\/~]|[a-z][a-z0-9+.-]*:)/i.test(path.trim());
}
