import { dirname, join } from 'node:path';
import { contextOf, readTestFile, type FileProblem, type TestFile } from '../testFiles/testFile.ts';
import { runCases, withoutRun, type CaseResult } from '../testFiles/run.ts';
import type { Environment } from '../matching/environment.ts';
import { knowledge, shippedManifests } from '../schema/data.ts';
import { createSchemaSet } from '../schema/schema.ts';
import { analyse, encodingProblem } from './analyse.ts';
import { REFUSED_BY_SYSMON } from './evaluate.ts';
import { InputError, readInput, type Input } from './inputs.ts';
import type { SettingsFinder, SettingsOptions } from './settings.ts';

/** A test file that was run. */
export interface TestedFile {
  readonly file: string;
  /** The configuration, as it was looked for; null where the file does not say it. */
  readonly configuration: string | null;
  /** Why none of the cases could be run; empty where they were. */
  readonly problems: readonly FileProblem[];
  readonly cases: readonly CaseResult[];
}

/**
 * Runs a test file.
 *
 * @param options what the command line says about the Sysmon that is meant, which counts more than the file
 * @param variables what the command line says that variables stand for, which counts more too
 */
export async function testFile(
  { file, text }: Input,
  settingsOf: SettingsFinder,
  options: SettingsOptions,
  variables: Environment,
): Promise<TestedFile> {
  const read = await readTestFile(text, createSchemaSet(shippedManifests()));
  const { configuration } = read;
  const path = configuration && join(dirname(file), configuration.path);
  if (read.problems.length > 0 || !configuration || path === null) {
    return { file, configuration: path, problems: read.problems, cases: withoutRun(read, NOT_RUN) };
  }
  try {
    const cases = await run(read, path, settingsOf, options, variables);
    return { file, configuration: path, problems: [], cases };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problem: FileProblem = { message: error.message, range: configuration.range };
    return { file, configuration: path, problems: [problem], cases: withoutRun(read, NOT_RUN) };
  }
}

const NOT_RUN = 'It was not run, since the test file has a problem.';

async function run(
  file: TestFile,
  path: string,
  settingsOf: SettingsFinder,
  options: SettingsOptions,
  variables: Environment,
): Promise<CaseResult[]> {
  const input = readInput(path);
  const { schemas } = await settingsOf(path);
  const meant = contextOf(
    {
      ...(options.platform === undefined && file.platform !== undefined && { platform: file.platform }),
      ...(options.target === undefined && file.target !== undefined && { target: file.target }),
    },
    schemas,
  );
  const { parsed, loaded } = analyse(path, input.text, meant, encodingProblem(input));
  if (!loaded.accepted) throw new InputError(`${path}: ${REFUSED_BY_SYSMON}`);
  const environment = { ...knowledge.environment.variables, ...file.environment, ...variables };
  return runCases(file, parsed, knowledge, environment, loaded);
}
