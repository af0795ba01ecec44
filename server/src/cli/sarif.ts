import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Level } from '../checks/check.ts';
import { EFFECT_MEANINGS } from '../checks/effects.ts';
import { CHECKS } from '../checks/table.ts';
import { VERSION } from '../version.ts';
import type { Checked } from './formats.ts';
import { reportedPath } from './inputs.ts';

const LEVELS: Readonly<Record<Level, Result.level>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** The result as SARIF 2.1.0, which code scanning services read. */
export function toSarif(results: readonly Checked[]): Log {
  const used = new Set<string>(results.flatMap(({ problems }) => problems.map(({ code }) => code)));
  const rules: ReportingDescriptor[] = CHECKS.filter(({ code }) => used.has(code)).map(check => ({
    id: check.code,
    shortDescription: { text: check.title },
    // Their pages come with the program and have no address on the web.
    help: { text: `${check.title}. ${EFFECT_MEANINGS[check.effect]}` },
    defaultConfiguration: { level: LEVELS[check.level] },
    properties: { effect: check.effect },
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sysmon-config', version: VERSION, rules } },
        columnKind: 'utf16CodeUnits',
        results: results.flatMap(({ file, problems }) =>
          problems.map(({ code, level, message, range: { start, end } }): Result => ({
            ruleId: code,
            ruleIndex: rules.findIndex(({ id }) => id === code),
            level: LEVELS[level],
            message: { text: message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: encodeURI(reportedPath(file)) },
                  region: {
                    startLine: start.line + 1,
                    startColumn: start.character + 1,
                    endLine: end.line + 1,
                    endColumn: end.character + 1,
                  },
                },
              },
            ],
          })),
        ),
      },
    ],
  };
}
