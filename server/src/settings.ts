import { LEVEL_SETTINGS, type Levels, type LevelSetting } from './checks/levels.ts';
import { CHECKS } from './checks/table.ts';
import type { Target } from './schema/context.ts';
import { versionNumber } from './schema/schema.ts';

/** The settings of the section `sysmon` that the server uses. */
export interface Settings {
  readonly target: Target;
  /** Paths as the user wrote them. */
  readonly schemaFiles: readonly string[];
  readonly levels: Levels;
  /** What could not be used, a sentence each. */
  readonly problems: readonly string[];
}

/** Reads the section `sysmon` as a client sends it; what is missing or of another type counts as not set. */
export function readSettings(section: unknown): Settings {
  const values = isRecord(section) ? section : {};
  const problems: string[] = [];
  const version = typeof values['target'] === 'string' ? values['target'].trim() : '';
  const isNumber = !Number.isNaN(versionNumber(version));
  if (version !== '' && !isNumber) {
    problems.push(
      `The setting sysmon.target is “${version}”, which is no schema version. Write one such as 4.90.`,
    );
  }
  const levels = readLevels(values['checks'], 'the setting sysmon.checks');
  const files = Array.isArray(values['schemaFiles']) ? values['schemaFiles'] : [];
  return {
    target: {
      version: isNumber ? version : null,
      platform: values['platform'] === 'linux' ? 'linux' : 'windows',
    },
    schemaFiles: files.filter(file => typeof file === 'string' && file.trim() !== ''),
    levels: levels.levels,
    problems: [...problems, ...levels.problems],
  };
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
  const levels: Record<string, LevelSetting> = {};
  const problems: string[] = [];
  for (const [code, level] of Object.entries(isRecord(value) ? value : {})) {
    if (!CHECKS.some(check => check.code === code)) {
      problems.push(`In ${where} “${code}” is not the code of a check.`);
    } else if (!LEVEL_SETTINGS.includes(level as LevelSetting)) {
      problems.push(`In ${where} the level of ${code} is none of ${LEVEL_SETTINGS.join(', ')}.`);
    } else {
      levels[code] = level as LevelSetting;
    }
  }
  return { levels, problems };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
