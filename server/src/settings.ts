import { nearest } from './checks/check.ts';
import { LEVEL_SETTINGS, type Levels, type LevelSetting } from './checks/levels.ts';
import { CHECKS } from './checks/table.ts';
import { DEFAULT_FEATURES, type FeatureSettings } from './features/featureSettings.ts';
import type { Target } from './schema/context.ts';

/** The settings of the section `sysmon` that the server uses. */
export interface Settings {
  readonly target: Target;
  /** Paths as the user wrote them. */
  readonly schemaFiles: readonly string[];
  readonly levels: Levels;
  readonly features: FeatureSettings;
  /** The column up to which a start tag may reach when a document is formatted, 0 for any. */
  readonly wrapAttributes: number;
  /** What could not be used, a sentence each. */
  readonly problems: readonly string[];
}

/** Reads the section `sysmon` as a client sends it; what is missing or of another type counts as not set. */
export function readSettings(section: unknown): Settings {
  const values = isRecord(section) ? section : {};
  const problems: string[] = [];
  const version = typeof values['target'] === 'string' ? values['target'].trim() : '';
  const isNumber = isTargetVersion(version);
  if (version !== '' && !isNumber) {
    problems.push(
      `The setting sysmon.target is “${version}”, which is no schema version. Write one such as 4.90.`,
    );
  }
  const levels = readLevels(values['checks'], 'the setting sysmon.checks');
  const format = isRecord(values['format']) ? values['format'] : {};
  const wrap = format['wrapAttributes'];
  const files = Array.isArray(values['schemaFiles']) ? values['schemaFiles'] : [];
  return {
    target: {
      version: isNumber ? version : null,
      platform: values['platform'] === 'linux' ? 'linux' : 'windows',
    },
    schemaFiles: files.filter(file => typeof file === 'string' && file.trim() !== ''),
    levels: levels.levels,
    features: {
      inlayHints: readSwitches(values['inlayHints'], DEFAULT_FEATURES.inlayHints),
      codeLens: readSwitches(values['codeLens'], DEFAULT_FEATURES.codeLens),
      workspaceDiagnostics: values['workspaceDiagnostics'] === true,
      xmlFiles: !isRecord(values['files']) || values['files']['associate'] !== 'off',
    },
    wrapAttributes: typeof wrap === 'number' && wrap > 0 ? wrap : 0,
    problems: [...problems, ...levels.problems],
  };
}

/** Reads settings that are on or off, by name; what is missing or of another type is as in `defaults`. */
function readSwitches<T extends object>(section: unknown, defaults: T): T {
  const values = isRecord(section) ? section : {};
  const read = Object.entries(defaults).map(([name, value]: [string, unknown]) => [
    name,
    typeof values[name] === 'boolean' ? values[name] : value,
  ]);
  return Object.fromEntries(read) as T;
}

/** Sysmon reads configurations of schema 4.0 on, so an older target would accept none. */
export const FIRST_TARGET = 4;

/** The text is a schema version that a Sysmon can have. */
export function isTargetVersion(text: string): boolean {
  return /^\d{1,3}\.\d{1,2}$/.test(text) && Number.parseFloat(text) >= FIRST_TARGET;
}

/**
 * Reads levels of checks by code.
 *
 * @param where what is read, for the sentences that say what could not be used
 */
export function readLevels(
  value: unknown,
  where: string,
): { readonly levels: Levels; readonly problems: readonly string[] } {
  if (value === undefined || value === null) return { levels: {}, problems: [] };
  if (!isRecord(value) || Array.isArray(value)) {
    const problem = `In ${where} the levels of checks are no object. Write one such as { "missing-onmatch": "off" }.`;
    return { levels: {}, problems: [problem] };
  }
  const levels: Record<string, LevelSetting> = {};
  const problems: string[] = [];
  for (const [code, level] of Object.entries(value)) {
    const check = CHECKS.find(each => each.code === code);
    if (!check) {
      problems.push(`In ${where} “${code}” is not the code of a check. ${wayOutOf(code)}`);
    } else if (!LEVEL_SETTINGS.includes(level as LevelSetting)) {
      problems.push(
        `In ${where} the level ${shown(level)} of ${code} is not known. Write one of ${LEVEL_SETTINGS.join(', ')}.`,
      );
    } else if (check.effect === 'rejected' && level !== check.level) {
      problems.push(
        `In ${where} ${code} cannot be set to ${String(level)}: Sysmon refuses a file with this problem, so it stays an error. Remove this entry.`,
      );
    } else {
      levels[code] = level as LevelSetting;
    }
  }
  return { levels, problems };
}

function wayOutOf(code: string): string {
  const [meant] = nearest(
    code,
    CHECKS.map(check => check.code),
  );
  return meant === undefined ? '“sysmon-config explain” lists them.' : `Did you mean “${meant}”?`;
}

/** A value as it was written, short enough for a sentence. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > MAX_SHOWN ? `${json.slice(0, MAX_SHOWN)}…` : json;
}

const MAX_SHOWN = 40;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
