import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { analyse, encodingProblem, isBinary, type Analysis } from './cli/analyse.ts';
import { compiled } from './cli/compiled.ts';
import { COVERAGE_FORMATS, coverageOf, coverageText, type CoverageFormat } from './cli/coverage.ts';
import { findCheckPages } from './checkPages.ts';
import { evaluateLine, evaluateLog, REFUSED_BY_SYSMON } from './cli/evaluate.ts';
import { explain } from './cli/explain.ts';
import { fixInput } from './cli/fixing.ts';
import { formatInput, type FormatChoices } from './cli/formatting.ts';
import { check, format, FORMATS, jsonDiagnostics, type Checked, type Format } from './cli/formats.ts';
import {
  CONFIGURATIONS,
  expandPaths,
  InputError,
  readInput,
  STANDARD_INPUT,
  TEST_FILES,
  type BytesInput,
  type FileKind,
} from './cli/inputs.ts';
import { answerJsonLines, textOf } from './cli/jsonLines.ts';
import { replaceFile } from './cli/replaceFile.ts';
import { createProgress } from './cli/progress.ts';
import { logsOf, replay, replayJson, replayText } from './cli/replay.ts';
import {
  createSettingsFinder,
  type InputSettings,
  type SettingsFinder,
  type SettingsOptions,
} from './cli/settings.ts';
import { testFile } from './cli/test.ts';
import { countsOf, formatTests, TEST_FORMATS, type TestFormat } from './cli/testFormats.ts';
import { visible } from './cli/visible.ts';
import { serveStdio } from './nodeRuntime.ts';
import { knowledge, shippedManifests } from './schema/data.ts';
import { createSchemaSet } from './schema/schema.ts';
import { isTargetVersion } from './settings.ts';
import { VERSION } from './version.ts';

/** Fine. */
const OK = 0;
/** A problem of level error was found, or an expectation failed. */
const FOUND = 1;
/** The command could not run. */
const FAILED = 2;

interface TargetOptions extends SettingsOptions {
  readonly stdinJsonl?: boolean;
}

interface CheckOptions extends TargetOptions {
  readonly format: Format;
  readonly fix?: boolean;
  readonly quiet?: boolean;
  readonly hints?: boolean;
}

interface LayoutOptions extends FormatChoices {
  readonly check?: boolean;
  readonly write?: boolean;
}

interface EvalOptions extends TargetOptions {
  readonly env: Readonly<Record<string, string>>;
}

const program = new Command('sysmon-config')
  .description('Checks Sysmon configurations and says what Sysmon will do with them.')
  .version(VERSION)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(firstLine(text)) });

/** The options that say which Sysmon is meant, and which settings files count. */
function withSettingsOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--target <version>', 'newest schema version that the Sysmon you mean knows').argParser(
        parseVersion,
      ),
    )
    .addOption(new Option('--platform <name>', 'what it runs on').choices(['windows', 'linux']))
    .option('--config <file>', 'use this settings file, not the nearest .sysmonrc.json of each input')
    .option('--no-config', 'use no settings file');
}

/** The same, and many configurations in one process. */
function withTarget(command: Command): Command {
  return withSettingsOptions(command).option(
    '--stdin-jsonl',
    'read {"id", "xml"} from standard input, a line each, and answer each with a line',
  );
}

/** What variables stand for. */
function withVariables(command: Command): Command {
  return command.addOption(
    new Option('--env <name=value>', 'what an environment variable stands for, beside the usual ones')
      .argParser(addVariable)
      .default({}, 'none'),
  );
}

withTarget(program.command('check'))
  .description('say what is wrong with configurations, and whether Sysmon accepts them')
  .argument('[path...]', 'files, folders, patterns, or - for standard input')
  .addOption(new Option('--format <name>', 'how to write it').choices([...FORMATS]).default('pretty'))
  .option('--fix', 'first put right what can be without changing what is logged')
  .option('--quiet', 'report errors only')
  .option('--hints', 'show hints too, which are otherwise only counted in the text for people')
  .action(async (paths: string[], options: CheckOptions) => {
    const settingsOf = createSettingsFinder(options);
    if (options.stdinJsonl) {
      if (options.fix) throw new InputError('--fix changes files, so it does not go with --stdin-jsonl.');
      const { schemas, levels } = await settingsOf(STANDARD_INPUT);
      await answerLines(line => {
        const result = check(analyse('-', textOf(line, 'xml'), schemas), levels);
        return jsonDiagnostics(options.quiet ? errorsOf(result) : result);
      });
      return;
    }
    const results: Checked[] = [];
    for (const [input, settings] of await withSettings(readAll(paths), settingsOf)) {
      const before = analyse(input.file, input.text, settings.schemas, encodingProblem(input));
      const analysis = options.fix ? await fix(input, before, settings) : before;
      const result = check(analysis, settings.levels);
      results.push(options.quiet ? errorsOf(result) : result);
    }
    // With --fix, what came from standard input goes to standard output, where nothing else may stand.
    const toError = options.fix && paths.includes(STANDARD_INPUT);
    const stream = toError ? process.stderr : process.stdout;
    const look = { color: useColor(stream), hints: options.hints ?? false };
    await write(format(results, options.format, look), stream);
    if (results.some(({ problems }) => problems.some(({ level }) => level === 'error'))) finish(FOUND);
  });

/** Fixes one input, says in a line what became of it, and gives what is there now. */
async function fix(input: BytesInput, before: Analysis, settings: InputSettings): Promise<Analysis> {
  const isStandardInput = input.file === STANDARD_INPUT;
  const outcome = fixInput(input, before, settings);
  if (isStandardInput) await write(outcome.kind === 'fixed' ? outcome.bytes : input.bytes);
  if (outcome.kind === 'refused') complain(`${input.file}: not changed: ${outcome.reason}.`);
  if (outcome.kind === 'unchanged') tell(`${input.file}: ${outcome.reason}`);
  if (outcome.kind !== 'fixed') return before;
  if (!isStandardInput && !replaced(input, outcome.bytes)) return before;
  tell(`${input.file}: fixed ${outcome.fixed} ${outcome.fixed === 1 ? 'problem' : 'problems'}`);
  return outcome.analysis;
}

/** Gives a file other content; where that cannot be done it is said, and the answer is false. */
function replaced(input: BytesInput, bytes: Uint8Array): boolean {
  try {
    replaceFile(input.file, input.bytes, bytes);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    complain(error.message);
    return false;
  }
}

function errorsOf(result: Checked): Checked {
  return { ...result, problems: result.problems.filter(({ level }) => level === 'error') };
}

program
  .command('format')
  .description('lay out configurations: what Sysmon loads from them stays the same')
  .argument('[path...]', 'files, folders, patterns, or - for standard input')
  .option('--check', 'only name the files that would change, and exit with 1 if there is one')
  .option('--write', 'change the files; otherwise the result goes to standard output')
  .addOption(
    new Option('--indent <n|tab>', 'blanks for each level, or a tab; as in the file when left out').argParser(
      parseIndent,
    ),
  )
  .addOption(
    new Option('--width <column>', 'wrap the attributes of start tags that reach further, 0 for none')
      .argParser(parseWidth)
      .default(0),
  )
  .action(async (paths: string[], options: LayoutOptions) => {
    if (options.check && options.write) throw new InputError('format: say --check or --write, not both.');
    const isShown = !options.check && !options.write;
    const inputs = readAll(paths);
    if (isShown && inputs.length > 1)
      throw new InputError('format: say --write or --check for more than one file.');
    for (const [input, { schemas }] of await withSettings(inputs, createSettingsFinder({}))) {
      const isStandardInput = input.file === STANDARD_INPUT;
      const toOutput = isShown || (options.write && isStandardInput);
      const analysis = analyse(input.file, input.text, schemas);
      const outcome = formatInput(input, analysis, options);
      if (outcome.kind === 'refused' || (outcome.kind === 'foreign' && toOutput))
        complain(`${input.file}: not formatted: ${outcome.reason}.`);
      if (toOutput) {
        // A text that is sent through must not be lost. Anything else that is no configuration is still where it was.
        const isPassedOn = !isBinary(analysis) && (outcome.kind !== 'foreign' || isStandardInput);
        if (outcome.kind === 'formatted') await write(outcome.bytes);
        else if (isPassedOn) await write(input.bytes);
      } else if (outcome.kind === 'foreign') {
        tell(`${input.file}: ${outcome.reason}, so it is left alone`);
      } else if (outcome.kind === 'unchanged') {
        tell(`${input.file}: ${outcome.reason}`);
      } else if (outcome.kind === 'formatted' && options.check) {
        // What goes to another program is a name to work with.
        await write(`${process.stdout.isTTY ? visible(input.file) : input.file}\n`);
        finish(FOUND);
      } else if (outcome.kind === 'formatted') {
        if (replaced(input, outcome.bytes)) tell(`${input.file}: formatted`);
      }
    }
  });

withTarget(program.command('compile'))
  .description('print what Sysmon loads from configurations, as one JSON line for each')
  .argument('[path...]', 'files, folders, patterns, or - for standard input')
  .action(async (paths: string[], options: TargetOptions) => {
    const settingsOf = createSettingsFinder(options);
    if (options.stdinJsonl) {
      const { schemas } = await settingsOf(STANDARD_INPUT);
      await answerLines(line => compiled(analyse('-', textOf(line, 'xml'), schemas)));
      return;
    }
    for (const [input, { schemas }] of await withSettings(readAll(paths), settingsOf)) {
      const analysis = analyse(input.file, input.text, schemas, encodingProblem(input));
      await write(`${JSON.stringify({ file: input.file, ...compiled(analysis) })}\n`);
    }
  });

withVariables(withTarget(program.command('eval')))
  .description('say of each event in a log whether it would be logged, and by which rule')
  .argument('[config]', 'the configuration')
  .argument('[events]', 'the log, or - for standard input')
  .action(async (config: string | undefined, log: string | undefined, options: EvalOptions) => {
    const settingsOf = createSettingsFinder(options);
    const environment = { ...knowledge.environment.variables, ...options.env };
    if (options.stdinJsonl) {
      const { schemas } = await settingsOf(STANDARD_INPUT);
      await answerLines(line => evaluateLine(analyse('-', textOf(line, 'xml'), schemas), line, environment));
      return;
    }
    if (config === undefined || log === undefined) {
      throw new InputError('eval: name a configuration and a log: sysmon-config eval CONFIG EVENTS');
    }
    const input = readInput(config);
    const { schemas } = await settingsOf(input.file);
    const analysis = analyse(input.file, input.text, schemas, encodingProblem(input));
    if (!analysis.loaded.accepted) throw new InputError(`${config}: ${REFUSED_BY_SYSMON}`);
    const counts = await evaluateLog(analysis, log, environment, write, tell);
    if (counts.passedOver === 1) tell('1 event of another provider was passed over.');
    if (counts.passedOver > 1) tell(`${counts.passedOver} events of other providers were passed over.`);
    if (counts.judged === 0) throw new InputError(`${log}: no Sysmon event was found in it.`);
  });

withVariables(withSettingsOptions(program.command('test')))
  .description('run test files: events with what a configuration is expected to make of them')
  .argument(
    '[path...]',
    'files, folders or patterns; without one, every *.sysmon-test.yaml below this folder',
  )
  .addOption(new Option('--format <name>', 'how to write it').choices([...TEST_FORMATS]).default('pretty'))
  .action(async (paths: string[], options: EvalOptions & { readonly format: TestFormat }) => {
    const settingsOf = createSettingsFinder(options);
    const results = [];
    for (const input of readAll(paths.length === 0 ? ['.'] : paths, TEST_FILES)) {
      results.push(await testFile(input, settingsOf, options, options.env));
    }
    if (results.length === 0) return;
    await write(formatTests(results, options.format, useColor(process.stdout)));
    const { failed, errors } = countsOf(results);
    if (errors > 0) finish(FAILED);
    else if (failed > 0) finish(FOUND);
  });

withVariables(withSettingsOptions(program.command('replay')))
  .description('count what becomes of the events of logs, by event, rule and process')
  .argument('[config]', 'the configuration')
  .argument('[log...]', 'logs, patterns, or - for standard input')
  .option('--json', 'write it as JSON')
  .action(
    async (
      config: string | undefined,
      paths: string[],
      options: EvalOptions & { readonly json?: boolean },
    ) => {
      if (config === undefined || paths.length === 0) {
        throw new InputError('replay: name a configuration and logs: sysmon-config replay CONFIG LOG…');
      }
      const input = readInput(config);
      const { schemas } = await createSettingsFinder(options)(input.file);
      const analysis = analyse(input.file, input.text, schemas, encodingProblem(input));
      if (!analysis.loaded.accepted) throw new InputError(`${config}: ${REFUSED_BY_SYSMON}`);
      const logs = logsOf(paths);
      const environment = { ...knowledge.environment.variables, ...options.env };
      const progress = createProgress(process.stderr);
      const counts = await replay(analysis, logs, environment, progress.show);
      progress.clear();
      const text = options.json
        ? replayJson(analysis, logs, counts)
        : replayText(analysis, logs, counts, useColor(process.stdout));
      await write(text);
    },
  );

program
  .command('explain')
  .description('print the page of a check, or the codes of all checks')
  .argument('[code]', 'the code of a check, such as unknown-event')
  .action((code: string | undefined) => write(explain(code, findCheckPages())));

withTarget(program.command('coverage'))
  .description('print which events a configuration logs, and which ATT&CK techniques its rules name')
  .argument('[path]', 'a file, or - for standard input')
  .addOption(
    new Option('--format <name>', 'how to write it: a text, JSON, a layer of the ATT&CK Navigator, a picture')
      .choices([...COVERAGE_FORMATS])
      .default('pretty'),
  )
  .action(async (path: string | undefined, options: TargetOptions & { readonly format: CoverageFormat }) => {
    const settingsOf = createSettingsFinder(options);
    if (options.stdinJsonl) {
      const { schemas } = await settingsOf(STANDARD_INPUT);
      await answerLines(line => {
        const found = coverageOf(analyse('-', textOf(line, 'xml'), schemas));
        if (!found) throw new TypeError('“xml” is no Sysmon configuration');
        return found;
      });
      return;
    }
    if (path === undefined) throw new InputError('coverage: name a file, or - for standard input.');
    const input = readInput(path);
    const { schemas } = await settingsOf(input.file);
    const analysis = analyse(input.file, input.text, schemas, encodingProblem(input));
    await write(coverageText(analysis, options.format, useColor(process.stdout)));
  });

program
  .command('server')
  .description('start the language server, for editors')
  .option('--stdio', 'speak over standard input and output')
  .action((options: { readonly stdio?: boolean }) => {
    if (!options.stdio)
      throw new InputError('server: say how to speak with it: sysmon-config server --stdio');
    serveStdio();
  });

/** Adds `NAME=VALUE` to the variables that were given before. */
function addVariable(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function parseIndent(text: string): string {
  if (text === 'tab') return '\t';
  if (!/^[1-8]$/.test(text)) throw new InvalidArgumentError('Write a number from 1 to 8, or tab.');
  return ' '.repeat(Number(text));
}

function parseWidth(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Write a column such as 120, or 0 for none.');
  return Number(text);
}

function parseVersion(text: string): string {
  if (!isTargetVersion(text)) {
    const { newest } = createSchemaSet(shippedManifests());
    throw new InvalidArgumentError(`Write a schema version from 4.0 to ${newest.version}.`);
  }
  return text;
}

/** All settings are found before anything is done, so that a mistake in one of them leaves nothing half done. */
async function withSettings(
  inputs: readonly BytesInput[],
  settingsOf: SettingsFinder,
): Promise<[BytesInput, InputSettings][]> {
  const found: [BytesInput, InputSettings][] = [];
  for (const input of inputs) found.push([input, await settingsOf(input.file)]);
  return found;
}

/** Reads what can be read; each file that cannot is said in a line, and the exit code tells. */
function readAll(paths: readonly string[], kind: FileKind = CONFIGURATIONS): BytesInput[] {
  if (paths.length === 0)
    throw new InputError('Name a file, a folder or a pattern, or - for standard input.');
  const inputs: BytesInput[] = [];
  const read = new Set<string>();
  for (const path of paths) {
    try {
      for (const file of expandPaths([path], kind)) {
        if (read.has(file)) continue;
        read.add(file);
        inputs.push(readInput(file));
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complain(error.message);
    }
  }
  return inputs;
}

async function answerLines(answer: (line: Readonly<Record<string, unknown>>) => object): Promise<void> {
  if ((await answerJsonLines(process.stdin, process.stdout, answer)) > 0) finish(FAILED);
}

function write(content: string | Uint8Array, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(content, error => (error ? reject(error) : resolve()));
  });
}

/** Says what was done; reports go to standard output, so that they can be piped. */
function tell(message: string): void {
  process.stderr.write(`${visible(message)}\n`);
}

/** Says in a line what could not be done. */
function complain(message: string): void {
  process.stderr.write(`sysmon-config: ${visible(message)}\n`);
  finish(FAILED);
}

/** The worst outcome is the exit code; standard output is left to drain. */
function finish(code: number): void {
  process.exitCode = Math.max(Number(process.exitCode ?? OK), code);
}

function useColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && !process.env['NO_COLOR'];
}

function firstLine(text: string): string {
  return `sysmon-config: ${visible(text.replace(/^error: /, '').split('\n', 1)[0] ?? '')}\n`;
}

/** Runs the command that the arguments of the process name, and sets its exit code. */
export async function runCommandLine(): Promise<void> {
  // A reader such as `head` that has seen enough is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version come as errors too, with exit code 0.
      finish(error.exitCode === OK ? OK : FAILED);
    } else if (error instanceof InputError) {
      complain(error.message);
    } else {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      for (const [index, line] of told.split('\n').entries())
        complain(index === 0 ? `it failed inside: ${line}` : line);
    }
  }
}
