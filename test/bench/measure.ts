/** Measures and prints the table; `bench.ts` bundles and starts it. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { SaxesParser } from 'saxes';
import { Bench } from 'tinybench';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import { LANGUAGE_ID } from '../../server/src/documents.ts';
import { getLanguageService } from '../../server/src/languageService.ts';
import { parse } from '../../server/src/syntax/index.ts';
import { documentOf, engineConfiguration, LARGE, origin, sizeOf, SMALL } from './documents.ts';
import { editingMeasures } from './editing.ts';
import { measureEngine } from './engine.ts';

export interface Measure {
  readonly name: string;
  readonly run: () => unknown;
  /** What is done before each run and not measured. */
  readonly before?: () => void;
  /** How many answers one run gives. */
  readonly answers?: number;
  /** The ratio to saxes that is to be reached. */
  readonly target?: number | undefined;
  /** The milliseconds that are to be reached. */
  readonly limit?: number | undefined;
}

/** How much is measured: each round runs every measure some times, so that noise hits all alike. */
interface Effort {
  readonly rounds: number;
  readonly runs: number;
}

const quick = process.argv.includes('--quick');
const service = getLanguageService();
const open = (text: string): TextDocument => TextDocument.create('file:///bench.xml', LANGUAGE_ID, 1, text);

/** What a user of saxes would at least do: listen. */
function saxes(text: string): number {
  let count = 0;
  const parser = new SaxesParser();
  parser.on('opentag', () => count++);
  parser.on('closetag', () => count++);
  parser.on('text', () => count++);
  parser.on('comment', () => count++);
  parser.write(text).close();
  return count;
}

/** Cursors in an element's name, in an attribute's, in a condition, in a field's value and in an end tag, early, in the middle and late. */
function places(document: TextDocument): Position[] {
  const text = document.getText();
  const cursors = [/<\w/g, /<\w+ \w/g, /condition="\w/g, /">\w/g, /<\/\w/g];
  return [0.1, 0.5, 0.9].flatMap(part =>
    cursors.flatMap(pattern => {
      pattern.lastIndex = Math.floor(part * text.length);
      const match = pattern.exec(text);
      return match ? [document.positionAt(match.index + match[0].length - 1)] : [];
    }),
  );
}

interface Targets {
  readonly parse: number;
  readonly diagnostics: number;
  readonly completion?: number;
  readonly hover?: number;
  /** Milliseconds, not a ratio. */
  readonly outline?: number;
}

const SAXES = 'saxes: parse only';

function measures(text: string, targets: Targets): Measure[] {
  const parsed = open(text);
  const cursors = places(parsed);
  const options = { snippets: true };
  // What an editor shows at once, in the middle.
  const middle = Math.floor(parsed.lineCount / 2);
  const page = { start: { line: middle, character: 0 }, end: { line: middle + 60, character: 0 } };
  const edited = open(text);
  let turn = 0;
  let cursor = cursors[0]!;
  /** Types a blank in a field's value and takes it back the next time, as an editor tells it. */
  const before = (): void => {
    const start = cursors[3]!;
    const added = turn % 2 === 0;
    const range = added
      ? { start, end: start }
      : { start, end: { ...start, character: start.character + 1 } };
    TextDocument.update(edited, [{ range, text: added ? ' ' : '' }], turn++);
    cursor = cursors[turn % cursors.length]!;
    // The pieces of the text are joined when it is first looked at, whoever looks.
    edited.getText().charCodeAt(0);
  };
  return [
    { name: SAXES, run: () => saxes(text) },
    { name: 'parse', run: () => parse(text), target: targets.parse },
    { name: 'text to model', run: () => service.parse(open(text)) },
    { name: 'text to what is loaded', run: () => service.load(open(text)) },
    {
      name: 'text to diagnostics',
      run: () => service.diagnostics(open(text)),
      target: targets.diagnostics,
    },
    { name: 'text to semantic tokens', run: () => service.semanticTokens(open(text)) },
    { name: 'text to hints of a page', run: () => service.inlayHints(open(text), page) },
    { name: 'text to code lenses', run: () => service.codeLenses(open(text)) },
    { name: 'text to links', run: () => service.documentLinks(open(text)) },
    { name: 'text to symbols', run: () => service.workspaceSymbols(open(text)) },
    { name: 'tokens, parsed before', run: () => service.semanticTokens(parsed) },
    { name: 'hints of a page, parsed before', run: () => service.inlayHints(parsed, page) },
    {
      name: 'keystroke to completion',
      before,
      run: () => service.completion(edited, cursor, options),
      target: targets.completion,
    },
    { name: 'keystroke to hover', before, run: () => service.hover(edited, cursor) },
    {
      name: 'completion, parsed before',
      run: () => cursors.map(at => service.completion(parsed, at, options)),
      answers: cursors.length,
      target: targets.completion,
    },
    {
      name: 'hover, parsed before',
      run: () => cursors.map(at => service.hover(parsed, at)),
      answers: cursors.length,
      target: targets.hover,
    },
    ...editingMeasures(service, parsed, cursors, targets.outline),
  ];
}

/** The median milliseconds of each measure, by name. */
async function mediansOf(all: readonly Measure[], { rounds, runs }: Effort): Promise<Map<string, number>> {
  const samples = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const bench = new Bench({ iterations: runs, time: 0, warmup: false, retainSamples: true, throws: true });
    for (const { name, run, before } of all)
      bench.add(name, () => void run(), before ? { beforeEach: before } : {});
    await bench.run();
    // The first round warms everything up.
    if (round === 0) continue;
    for (const { name, result } of bench.tasks) {
      if (!('latency' in result) || !result.latency.samples) throw new Error(`${name} was not measured`);
      samples.get(name)!.push(...result.latency.samples);
    }
  }
  return new Map(all.map(({ name, answers = 1 }) => [name, median(samples.get(name)!) / answers]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

function row(...[name, ...cells]: readonly string[]): string {
  return name!.padEnd(32) + cells.map(cell => cell.padStart(12)).join('');
}

async function table(length: number, targets: Targets, effort: Effort): Promise<void> {
  const { title, text } = documentOf(length);
  const all = measures(text, targets);
  const medians = await mediansOf(all, effort);
  const ofSaxes = medians.get(SAXES)!;
  console.log(`\n${row(`${title} (${text.length} characters)`, 'median ms', 'to saxes', 'target')}`);
  for (const { name, target, limit } of all) {
    const took = medians.get(name)!;
    const ratio = took / ofSaxes;
    const isReached = (target === undefined || ratio <= target) && (limit === undefined || took <= limit);
    const isWanted = target !== undefined || limit !== undefined;
    const verdict = !isWanted ? '' : isReached ? '  reached' : '  NOT reached';
    const wanted = target !== undefined ? `≤ ${target}` : limit !== undefined ? `≤ ${limit} ms` : '';
    console.log(
      row(name, took.toFixed(took < 1 ? 3 : 2), ratio.toFixed(ratio < 0.1 ? 4 : 2), wanted) + verdict,
    );
  }
}

/** Twice the text must take twice the time. */
async function growth(effort: Effort): Promise<void> {
  const lengths = [1_000_000, 2_000_000, 4_000_000];
  const all = lengths.map(length => {
    const { text } = documentOf(length);
    return { name: sizeOf(length), run: () => service.diagnostics(open(text)) };
  });
  const medians = [...(await mediansOf(all, effort))];
  const told = medians.map(([name, took], i) => {
    const perMegabyte = (took * 1_000_000) / lengths[i]!;
    return `${name} ${took.toFixed(1)} ms (${perMegabyte.toFixed(1)} ms/MB)`;
  });
  console.log(`\ntext to diagnostics grows: ${told.join(', ')}`);
}

/** How fast events are judged. */
async function engineTable(): Promise<void> {
  const found = await measureEngine(engineConfiguration(), quick ? 20_000 : 60_000, quick ? 3 : 9);
  const { conditions, events, withReading, matching, plain } = found;
  const each = (rate: number): string => Math.round(rate).toLocaleString('en');
  const verdict = (reached: boolean): string => (reached ? '  reached' : '  NOT reached');
  const title = `${conditions} conditions, ${each(events)} events`;
  console.log(`\n${row(title, 'events/s', 'to plain', 'target')}`);
  console.log(
    row('JSON lines to verdicts', each(withReading), '', `≥ ${each(JUDGED)}`) +
      verdict(withReading >= JUDGED),
  );
  console.log(
    row('matching alone', each(matching), `${(matching / plain).toFixed(1)} x`, `≥ ${TO_PLAIN} x`) +
      verdict(matching >= TO_PLAIN * plain),
  );
  console.log(row('the plain evaluator', each(plain)));
}

/** Events per second on one core that are to be judged, with the reading of the log. */
const JUDGED = 130_000;
/** How many times as fast as the plain evaluator matching alone is to be. */
const TO_PLAIN = 10;

async function main(): Promise<void> {
  const node = [process.version, ...process.execArgv].join(' ');
  console.log(`Node ${node}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`);
  console.log(`Measured on ${origin}.`);
  if (process.argv.includes('--engine')) {
    await engineTable();
    return;
  }
  const part = quick ? 0.3 : 1;
  const rounds = (most: number): number => Math.ceil(most * part);
  await table(
    SMALL,
    { parse: 1, diagnostics: 2.5, completion: 1, hover: 0.3 },
    { rounds: rounds(30), runs: 10 },
  );
  await table(LARGE, { parse: 0.3, diagnostics: 1.5 }, { rounds: rounds(12), runs: 2 });
  await growth({ rounds: rounds(8), runs: 2 });
  await engineTable();
  const [load = 0] = loadavg();
  // The benchmark itself is a load of about one.
  if (load > availableParallelism() + 0.5)
    console.log(
      `\nThe machine was busy (load ${load.toFixed(1)}), so the numbers say little: measure again.`,
    );
}

void main();
