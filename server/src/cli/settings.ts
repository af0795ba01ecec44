import { dirname, resolve } from 'node:path';
import type { Levels } from '../checks/levels.ts';
import { fileSystem } from '../nodeRuntime.ts';
import { nearestRcFile, rcFileAt, type FoundRcFile } from '../rcFiles.ts';
import type { SchemaContext } from '../schema/context.ts';
import type { Platform } from '../schema/types.ts';
import { versionNumber } from '../schema/schema.ts';
import { createSchemaContexts } from '../schemaContexts.ts';
import { FIRST_TARGET } from '../settings.ts';
import { InputError, STANDARD_INPUT } from './inputs.ts';

/** What the command line says about the settings. */
export interface SettingsOptions {
  readonly target?: string;
  readonly platform?: Platform;
  /** A settings file that is used instead of the nearest ones; false for none at all. */
  readonly config?: string | false;
}

/** The settings of one input. */
export interface InputSettings {
  readonly schemas: SchemaContext;
  readonly levels: Levels;
}

/** Gives the settings of a file, by its path. */
export type SettingsFinder = (file: string) => Promise<InputSettings>;

/**
 * The settings of inputs: those of the settings file that counts, and over them those of the command line.
 *
 * @returns a function that rejects with an `InputError` when a settings file cannot be used as it is
 */
export function createSettingsFinder(options: SettingsOptions): SettingsFinder {
  const contexts = createSchemaContexts(path => fileSystem.readFile(path));
  const byFolder = new Map<string, Promise<InputSettings>>();

  const read = async (rc: FoundRcFile | null): Promise<InputSettings> => {
    const target = options.target ?? rc?.settings.target ?? null;
    const platform = options.platform ?? rc?.settings.platform ?? 'windows';
    const found = await contexts.find({ version: target, platform }, rc?.settings.schemaFiles ?? []);
    const problems = [...(rc?.problems ?? []), ...found.problems];
    // Half of the settings would make a pipeline pass that should not.
    if (problems.length > 0) throw new InputError(problems.join(' '));
    const { schemas } = found;
    checkTarget(target, schemas, options.target === undefined && rc ? `“target” of ${rc.path}` : '--target');
    return { schemas, levels: rc?.settings.levels ?? {} };
  };

  const named = typeof options.config === 'string' ? rcFileAt(resolve(options.config), fileSystem) : null;
  const same = named || options.config === false ? Promise.resolve(named).then(read) : null;
  // It is looked at when the first input is; until then a rejection is nobody's.
  same?.catch(() => undefined);

  return file => {
    if (same) return same;
    const folder = file === STANDARD_INPUT ? null : dirname(resolve(file));
    const key = folder ?? '';
    let settings = byFolder.get(key);
    if (!settings) {
      settings = (folder === null ? Promise.resolve(null) : nearestRcFile(folder, fileSystem)).then(read);
      byFolder.set(key, settings);
    }
    return settings;
  };
}

/** A target that no known schema reaches is a slip, and would count as the newest one without a word. */
function checkTarget(target: string | null, { known }: SchemaContext, where: string): void {
  if (target === null || versionNumber(target) <= known.newest.number) return;
  throw new InputError(
    `The ${where}, ${target}, is newer than every known schema. Write a schema version from ${FIRST_TARGET}.0 to ${known.newest.version}.`,
  );
}
