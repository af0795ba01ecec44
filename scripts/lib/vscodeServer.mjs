// Runs the installed VS Code server, and opens its page in a headless browser that scripts can drive.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run, spawnGroup, stopGroup } from './processes.mjs';
import { vscodeServerDir } from './installVscodeServer.mjs';

const host = '127.0.0.1';
const entry = path.join(vscodeServerDir, 'out/server-main.js');
const startTimeoutMs = 60_000;

const quietSettings = {
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  // In a browser the default is to save while typing, which would change the user's file without being asked.
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Writes the settings that the server reads from its data folder. */
export function writeSettings(dataDir, settings = {}) {
  for (const folder of ['Machine', 'User']) {
    mkdirSync(path.join(dataDir, 'data', folder), { recursive: true });
    const file = path.join(dataDir, 'data', folder, 'settings.json');
    writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  }
}

function serverEnvironment(dataDir, extra) {
  const env = { ...process.env, ...extra };
  // Inside a terminal of VS Code these would make the server take itself for a part of that VS Code.
  for (const name of Object.keys(env)) if (name.startsWith('VSCODE_')) delete env[name];
  // Its sockets would otherwise pile up in the system's temporary folder.
  env.TMPDIR = dataDir;
  delete env.XDG_RUNTIME_DIR;
  return env;
}

/** Installs a packaged extension into the data folder, without a network. */
export async function installVsix(dataDir, vsix) {
  const args = ['--server-data-dir', dataDir, '--accept-server-license-terms', '--install-extension', vsix];
  const code = await run(process.execPath, [entry, ...args, '--force'], { env: serverEnvironment(dataDir) });
  if (code !== 0) throw new Error(`VS Code did not install ${vsix}.`);
}

/** Leaves what a query may hold as it is, because people see and copy this address. */
function encodeQueryValue(value) {
  return encodeURIComponent(value).replace(/%(2F|3A|2C)/g, decodeURIComponent);
}

/**
 * Starts the server on a free loopback port. `url` gives the address of its page for a folder and a list of
 * instructions to the workbench; `log` is what the server has printed.
 *
 * Normally every folder is trusted and nothing is asked: an extension under development is loaded, and a dialog
 * answers itself. With `asksPeople`, folders are trusted when the user says so and dialogs are shown, as for anyone.
 */
export async function startVscodeServer({ dataDir, env = {}, port = 0, asksPeople = false }) {
  const token = randomBytes(16).toString('hex');
  const args = [
    ...['--host', host, '--port', String(port), '--connection-token', token],
    ...['--server-data-dir', dataDir, '--accept-server-license-terms', '--telemetry-level', 'off'],
    // Without the last one the page ignores the folder of an extension under development without a word.
    ...(asksPeople ? [] : ['--disable-workspace-trust', '--enable-smoke-test-driver']),
  ];
  const child = spawnGroup(process.execPath, [entry, ...args], {
    env: serverEnvironment(dataDir, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const stop = () => stopGroup(child);
  try {
    const listening = await new Promise((resolve, reject) => {
      const read = chunk => {
        log += chunk;
        const match = /Extension host agent listening on (\d+)/.exec(log);
        if (match) resolve(Number(match[1]));
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', code => reject(new Error(`The VS Code server ended with code ${code}.\n${log}`)));
      setTimeout(
        () => reject(new Error(`The VS Code server did not start.\n${log}`)),
        startTimeoutMs,
      ).unref();
    });
    const remote = file => `vscode-remote://${host}:${listening}${pathToFileURL(file).pathname}`;
    return {
      child,
      stop,
      remote,
      port: listening,
      log: () => log,
      url(folder, instructions) {
        const query = {
          tkn: token,
          folder: pathToFileURL(folder).pathname,
          payload: JSON.stringify(instructions),
        };
        const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeQueryValue(value)}`);
        return `http://${host}:${listening}/?${pairs.join('&')}`;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens a headless browser that reaches this machine only. */
export async function launchBrowser(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    headless: true,
    // Its own handlers would end the browser and leave the server running.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${host}`,
    ],
  });
}
