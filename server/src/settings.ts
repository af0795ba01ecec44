import type { Target } from './schema/context.ts';
import { versionNumber } from './schema/schema.ts';

/** The settings of the section `sysmon` that the server uses. */
export interface Settings {
  readonly target: Target;
  /** Paths as the user wrote them. */
  readonly schemaFiles: readonly string[];
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
  const files = Array.isArray(values['schemaFiles']) ? values['schemaFiles'] : [];
  return {
    target: {
      version: isNumber ? version : null,
      platform: values['platform'] === 'linux' ? 'linux' : 'windows',
    },
    schemaFiles: files.filter(file => typeof file === 'string' && file.trim() !== ''),
    problems,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
