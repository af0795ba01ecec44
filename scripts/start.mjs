// Builds the extension and opens a configuration with it in a real VS Code:
//   npm start                  the sample
//   npm start -- FILE          your own configuration
//   npm start -- --browser     in the browser, although there is a desktop VS Code
//   npm start -- --port 8123   at this port instead of a free one
import { accessSync, constants, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findProgram, run, spawnGroup, stopGroup, stopOnSignals } from './lib/processes.mjs';
import { root } from './lib/project.mjs';
import { installVscodeServer } from './lib/installVscodeServer.mjs';
import { startVscodeServer, writeSettings } from './lib/vscodeServer.mjs';

const sample = path.join(root, 'samples/sysmon.xml');

/** Ends with the exit code for "could not run". */
function giveUp(message) {
  console.error(message);
  process.exit(2);
}

function readArguments() {
  const options = { browser: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) giveUp('Give one file only: npm start -- FILE');
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535) giveUp(`${values.port} is not a port number.`);
    return { browser: values.browser, port, file: positionals[0] };
  } catch (error) {
    return giveUp(error.message.split('\n')[0]);
  }
}

function checkFile(file) {
  try {
    if (!statSync(file).isFile()) giveUp(`${file} is not a file.`);
    accessSync(file, constants.R_OK);
  } catch (error) {
    giveUp(error.code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be read: ${error.code}.`);
  }
}

/** The command of a VS Code on this machine's own desktop, or null. */
function desktopVscode() {
  // In a terminal of a remote VS Code, `code` only talks to that VS Code and knows no development extension.
  if (process.env.VSCODE_IPC_HOOK_CLI) return null;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return null;
  return findProgram('code');
}

/** VS Code leaves the command that started it, and writes its own process id into its data folder. */
function stopDesktop(userDataDir) {
  try {
    process.kill(Number(readFileSync(path.join(userDataDir, 'code.lock'), 'utf8')), 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

async function openOnDesktop(code, dataDir, file) {
  const userDataDir = path.join(dataDir, 'user-data');
  const args = [
    ...['--new-window', '--wait', '--disable-workspace-trust', '--user-data-dir', userDataDir],
    // VS Code refuses to run as root with its sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...[`--extensionDevelopmentPath=${root}`, file],
  ];
  const child = spawnGroup(code, args, { stdio: 'inherit', shell: /\.(cmd|bat)$/i.test(code) });
  console.log('\nVS Code opens in a new window. Close the window or press Ctrl+C here to stop.');
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', exitCode => resolve(exitCode ?? 1));
  });
  const stop = async () => {
    stopDesktop(userDataDir);
    await stopGroup(child);
  };
  return { ended, stop };
}

function openSystemBrowser(url) {
  const commands = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')] };
  const [command, ...args] = commands[process.platform] ?? ['xdg-open', url];
  const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDesktop || !findProgram(command)) return false;
  const child = spawnGroup(command, args, { stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
  return true;
}

async function openInBrowser(dataDir, file, port) {
  console.log('\nThere is no desktop VS Code to use, so VS Code runs in the browser.');
  console.log('The first time, its server is fetched from the npm registry, which may take a minute.');
  installVscodeServer();
  writeSettings(dataDir);
  const server = await startVscodeServer({ dataDir, port });
  const url = server.url(path.dirname(file), [
    ['openFile', server.remote(file)],
    ['extensionDevelopmentPath', server.remote(root)],
  ]);
  const opened = openSystemBrowser(url);
  console.log(`\n${opened ? 'Your browser opens' : 'Open in a browser'}:\n\n  ${url}\n`);
  console.log('Press Ctrl+C to stop.');
  return {
    ended: new Promise(resolve => server.child.once('exit', code => resolve(code ?? 1))),
    stop: server.stop,
  };
}

function explainFailure(error, port) {
  if (/EADDRINUSE/.test(error.message)) {
    return `Port ${port} is in use. Leave --port out to get a free one, or give another one.`;
  }
  return [
    `VS Code could not be started: ${error.message.trim()}`,
    'To use the extension in a VS Code of your own, run: npm run package',
    'To see the problems of a file in the terminal, run: npx sysmon-config check FILE',
  ].join('\n');
}

const { browser, port, file: given } = readArguments();
if (given !== undefined) checkFile(given);

const built = await run(process.execPath, ['esbuild.mjs'], { cwd: root });
if (built !== 0) process.exit(built);

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-start-'));
const cleanUp = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
let editor;
const stopping = stopOnSignals(async () => {
  console.log('\nStopping.');
  await editor?.stop();
  cleanUp();
});

let file = given && path.resolve(given);
if (file === undefined) {
  // A copy, so that trying things out does not change the project.
  file = path.join(dataDir, 'sample', 'sysmon.xml');
  cpSync(sample, file);
}
console.log(`\nThe problems of ${given ?? 'the sample, samples/sysmon.xml'}:\n`);
const checked = await run(process.execPath, [path.join(root, 'dist/cli.js'), 'check', given ?? sample]);

let exitCode;
if (checked === 2) {
  exitCode = 2;
} else {
  try {
    const code = browser ? null : desktopVscode();
    editor = code ? await openOnDesktop(code, dataDir, file) : await openInBrowser(dataDir, file, port);
    exitCode = await editor.ended;
    // The editor ended because of a signal, whose handler cleans up and chooses the exit code.
    if (stopping()) await new Promise(() => {});
    await editor.stop();
  } catch (error) {
    console.error(`\n${explainFailure(error, port)}`);
    exitCode = 1;
  }
}
cleanUp();
process.exit(exitCode);
