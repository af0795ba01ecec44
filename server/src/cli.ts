import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { analyse, encodingProblem } from './cli/analyse.ts';
import { compiled } from './cli/compiled.ts';
import { check, format, FORMATS, jsonDiagnostics, type Format } from './cli/formats.ts';
import { expandPaths, InputError, readInput, type Input } from './cli/inputs.ts';
import { answerJsonLines, textOf } from './cli/jsonLines.ts';
import { serveStdio } from './nodeRuntime.ts';
import { createSchemaContext, type SchemaContext } from './schema/context.ts';
import { shippedManifests } from './schema/data.ts';
import { createSchemaSet, versionNumber } from './schema/schema.ts';
import type { Platform } from './schema/types.ts';
import { VERSION } from './version.ts';

/** Fine. */
const OK = 0;
/** A problem of level error was found, or an expectation failed. */
const FOUND = 1;
/** The command could not run. */
const FAILED = 2;

interface TargetOptions {
  readonly target?: string;
  readonly platform: Platform;
  readonly stdinJsonl?: boolean;
}

const program = new Command('sysmon-config')
  .description('Checks Sysmon configurations and says what Sysmon will do with them.')
  .version(VERSION)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(firstLine(text)) });

/** The options that say which Sysmon is meant. */
function withTarget(command: Command): Command {
  return command
    .addOption(
      new Option('--target <version>', 'newest schema version that the Sysmon you mean knows').argParser(
        parseVersion,
      ),
    )
    .addOption(
      new Option('--platform <name>', 'what it runs on').choices(['windows', 'linux']).default('windows'),
    )
    .option(
      '--stdin-jsonl',
      'read {"id", "xml"} from standard input, a line each, and answer each with a line',
    );
}

withTarget(program.command('check'))
  .description('say what is wrong with configurations, and whether Sysmon accepts them')
  .argument('[path...]', 'files, folders, patterns, or - for standard input')
  .addOption(new Option('--format <name>', 'how to write it').choices([...FORMATS]).default('pretty'))
  .action(async (paths: string[], options: TargetOptions & { readonly format: Format }) => {
    const schemas = schemasFor(options);
    if (options.stdinJsonl) {
      await answerLines((line): object => {
        const result = check(analyse('-', textOf(line, 'xml'), schemas), {});
        return jsonDiagnostics(result);
      });
      return;
    }
    const results = readAll(paths).map(input =>
      check(analyse(input.file, input.text, schemas, encodingProblem(input)), {}),
    );
    await write(format(results, options.format, useColor()));
    if (results.some(({ problems }) => problems.some(({ level }) => level === 'error'))) finish(FOUND);
  });

withTarget(program.command('compile'))
  .description('print what Sysmon loads from configurations, as one JSON line for each')
  .argument('[path...]', 'files, folders, patterns, or - for standard input')
  .action(async (paths: string[], options: TargetOptions) => {
    const schemas = schemasFor(options);
    if (options.stdinJsonl) {
      await answerLines(line => compiled(analyse('-', textOf(line, 'xml'), schemas)));
      return;
    }
    for (const input of readAll(paths)) {
      const analysis = analyse(input.file, input.text, schemas, encodingProblem(input));
      await write(`${JSON.stringify({ file: input.file, ...compiled(analysis) })}\n`);
    }
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

function parseVersion(text: string): string {
  const number = versionNumber(text);
  const { newest } = createSchemaSet(shippedManifests());
  if (!/^\d+\.\d+$/.test(text) || number < FIRST_TARGET || number > newest.number) {
    throw new InvalidArgumentError(`Write a schema version from 4.0 to ${newest.version}.`);
  }
  return text;
}

/** Sysmon reads configurations of schema 4.0 on, so an older target would accept none. */
const FIRST_TARGET = 400;

function schemasFor({ target, platform }: TargetOptions): SchemaContext {
  return createSchemaContext(createSchemaSet(shippedManifests()), { version: target ?? null, platform });
}

/** Reads what can be read; each file that cannot is said in a line, and the exit code tells. */
function readAll(paths: readonly string[]): Input[] {
  if (paths.length === 0)
    throw new InputError('Name a file, a folder or a pattern, or - for standard input.');
  const inputs: Input[] = [];
  for (const path of paths) {
    try {
      for (const file of expandPaths([path])) inputs.push(readInput(file));
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

function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => (error ? reject(error) : resolve()));
  });
}

function complain(message: string): void {
  process.stderr.write(`sysmon-config: ${message}\n`);
  finish(FAILED);
}

/** The worst outcome is the exit code; standard output is left to drain. */
function finish(code: number): void {
  process.exitCode = Math.max(Number(process.exitCode ?? OK), code);
}

function useColor(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}

function firstLine(text: string): string {
  return `sysmon-config: ${text.replace(/^error: /, '').split('\n', 1)[0] ?? ''}\n`;
}

// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version come as errors too, with exit code 0.
      finish(error.exitCode === OK ? OK : FAILED);
    } else if (error instanceof InputError) {
      complain(error.message);
    } else {
      complain(
        `it failed inside: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
}

void main();
