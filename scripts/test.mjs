// Runs every check of the project, the quick ones first, and sets up what they need: npm test
//   npm test -- unit fuzz      runs only the named stages
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run, stopOnSignals } from './lib/processes.mjs';
import { root } from './lib/project.mjs';
import { forgetResults, readResults, resultsFile, summaryOf } from './lib/results.mjs';
import { ensurePrograms } from './lib/systemPackages.mjs';

const isLinux = process.platform === 'linux';
const hasDisplay = !isLinux || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

const node = (...args) => run(process.execPath, args, { cwd: root });
const tool = name => path.join(root, 'node_modules', name);

/** A stage that is one check: it passes or fails as a whole. */
async function check(...commands) {
  for (const command of commands) {
    if ((await node(...command)) !== 0) return { passed: 0, failed: 1, skipped: 0 };
  }
  return { passed: 1, failed: 0, skipped: 0 };
}

/** A stage whose tests write their counts to a file; an exit code that they do not explain is a failure too. */
async function counted(name, ...command) {
  forgetResults(name);
  const code = await node(...command);
  const counts = readResults(name) ?? { passed: 0, failed: 0, skipped: 0 };
  if (counts.failed === 0 && code !== 0) counts.failed = 1;
  return counts;
}

function skip(reason) {
  console.log(`Skipped: ${reason}`);
  return { passed: 0, failed: 0, skipped: 1, reason };
}

/** Node 20 takes no patterns, so the files are listed here. */
function testFiles(folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter(file => file.endsWith('.test.ts'))
    .sort()
    .map(file => path.join(folder, file));
}

function nodeTests(name) {
  const files = testFiles(`test/${name}`);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/lib/countReporter.mjs'],
    `--test-reporter-destination=${resultsFile(name)}`,
  ];
  // A loop without an end in one file must not hold up everything: the runner ends that file's process.
  const timeout = '--test-timeout=240000';
  return counted(name, '--import', 'tsx', '--test', timeout, ...reporters, ...files);
}

async function vscodeTests() {
  if (!isLinux) return counted('vscode', 'scripts/run-electron-tests.mjs');
  const { chromium } = ensurePrograms(['chromium']);
  if (chromium.path === null) {
    if (hasDisplay) return counted('vscode', 'scripts/run-electron-tests.mjs');
    return skip(`the tests in VS Code need a browser: ${chromium.help}.`);
  }
  const built = await check(['esbuild.mjs', '--host-suite']);
  return built.failed > 0 ? built : counted('vscode', 'scripts/run-vscode-tests.mjs');
}

/** A test that uses the packaged extension in the page of the VS Code server. */
function pageTest(name, what, script) {
  if (!isLinux) return skip(`${what} runs on Linux only.`);
  const { chromium } = ensurePrograms(['chromium']);
  if (chromium.path === null) return skip(`${what} needs a browser: ${chromium.help}.`);
  return counted(name, script);
}

function neovimTest() {
  const { neovim } = ensurePrograms(['neovim']);
  if (neovim.path === null) return skip(`the test with another editor needs Neovim: ${neovim.help}.`);
  return counted('neovim', 'scripts/run-neovim-test.mjs');
}

const stages = {
  build: () => check(['esbuild.mjs']),
  types: () => check([tool('typescript/bin/tsc'), '--noEmit']),
  lint: () => check([tool('eslint/bin/eslint.js'), '.'], [tool('prettier/bin/prettier.cjs'), '--check', '.']),
  unit: () => nodeTests('unit'),
  fuzz: () => nodeTests('fuzz'),
  package: () => check(['scripts/package.mjs'], ['scripts/check-package.mjs']),
  vscode: vscodeTests,
  ui: () => pageTest('ui', 'the UI smoke test', 'scripts/ui-smoke.mjs'),
  new: () => pageTest('new', 'the test of new configurations', 'scripts/ui-new-configuration.mjs'),
  views: () => pageTest('views', 'the test of the views', 'scripts/ui-views.mjs'),
  judging: () => pageTest('judging', 'the test of explanations and tests', 'scripts/ui-judging.mjs'),
  meaning: () => pageTest('meaning', 'the test of lenses, hints and colours', 'scripts/ui-meaning.mjs'),
  neovim: neovimTest,
};

const names = process.argv.slice(2);
const unknown = names.filter(name => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}: choose from ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}

stopOnSignals(() => {});
const wanted = Object.keys(stages).filter(name => names.length === 0 || names.includes(name));
// Both at once, so that the package lists are fetched once only.
const programs = {
  ...Object.fromEntries(
    ['vscode', 'ui', 'new', 'views', 'judging', 'meaning'].map(name => [name, 'chromium']),
  ),
  neovim: 'neovim',
};
const needed = new Set(wanted.flatMap(name => (isLinux && programs[name] ? [programs[name]] : [])));
ensurePrograms([...needed]);

const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];
for (const name of wanted) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const counts = await stages[name]();
  if (counts.passed + counts.failed + counts.skipped === 0) {
    console.error(`The stage ${name} ran no tests.`);
    counts.failed = 1;
  }
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  summary.push(
    `${name.padEnd(8)} ${seconds.padStart(6)} s  ${summaryOf(counts)}${counts.reason ? `: ${counts.reason}` : ''}`,
  );
  if (name === 'build' && counts.failed > 0) {
    summary.push('The other stages need the build, so they were not run.');
    break;
  }
}
console.log(`\n${summary.join('\n')}\n`);
console.log(summaryOf(total));
process.exitCode = total.failed > 0 ? 1 : 0;
