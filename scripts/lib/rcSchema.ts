import type { Check } from '../../server/src/checks/check.ts';
import { EFFECT_MEANINGS } from '../../server/src/checks/effects.ts';
import { LEVEL_SETTINGS, type LevelSetting } from '../../server/src/checks/levels.ts';
import { CHECKS } from '../../server/src/checks/table.ts';
import { type RC_KEYS } from '../../server/src/rcFile.ts';

const LEVEL_MEANINGS: Readonly<Record<LevelSetting, string>> = {
  off: 'It is not reported.',
  hint: 'It is shown where you look at it.',
  information: 'It is worth knowing.',
  warning: 'It should be looked at.',
  error: 'It has to be put right: the exit code of sysmon-config check is 1.',
};

const PROPERTIES: Readonly<Record<(typeof RC_KEYS)[number], object>> = {
  $schema: { type: 'string', description: 'The address of this schema, for editors.' },
  target: {
    type: 'string',
    description: 'The newest schema version that your Sysmon knows. Run “sysmon -s” to see it.',
    pattern: '^\\d{1,3}\\.\\d{1,2}$',
    errorMessage: 'Write a schema version such as "4.90".',
    examples: ['4.90'],
  },
  platform: {
    type: 'string',
    description: 'The Sysmon that the configurations are meant for.',
    enum: ['windows', 'linux'],
    default: 'windows',
  },
  checks: {
    type: 'object',
    description: 'The levels of checks. What makes Sysmon refuse a file always is an error.',
    properties: Object.fromEntries(CHECKS.map(check => [check.code, levelOf(check)])),
    additionalProperties: false,
  },
  schemaFiles: {
    type: 'array',
    description:
      'Files that hold what “sysmon -s” printed, relative to this file. Their versions take part beside the shipped ones.',
    items: { type: 'string', minLength: 1 },
    uniqueItems: true,
  },
};

/**
 * The JSON schema of `.sysmonrc.json`, made from the table of checks. Beside the standard's keywords it
 * has some that VS Code's JSON support knows, and that others pass over.
 */
export function rcSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of Sysmon Config for a folder and those below it',
    type: 'object',
    additionalProperties: false,
    properties: PROPERTIES,
  };
}

function levelOf({ code, title, effect, level }: Check): object {
  const description = `${title}. ${EFFECT_MEANINGS[effect]}`;
  if (effect === 'rejected') {
    const errorMessage = `${code} stays an error, as Sysmon refuses a file with this problem.`;
    return { description, enum: ['error'], errorMessage, doNotSuggest: true };
  }
  return {
    description,
    enum: LEVEL_SETTINGS,
    enumDescriptions: LEVEL_SETTINGS.map(setting => LEVEL_MEANINGS[setting]),
    default: level,
  };
}

/** The text of the file. */
export function rcSchemaText(): string {
  return `${JSON.stringify(rcSchema(), null, 2)}\n`;
}
