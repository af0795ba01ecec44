// Runs the host suite inside a real VS Code without a desktop: the extension host of the VS Code server, with its
// page in a headless browser. `npm run test:vscode` builds first.
//   VERBOSE=1 prints the editor's own log as well.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installVscodeServer } from './lib/installVscodeServer.mjs';
import { stopOnSignals } from './lib/processes.mjs';
import { hostSuite, resultsDir, root } from './lib/project.mjs';
import { forgetResults, reportResults, resultsFile } from './lib/results.mjs';
import { ensurePrograms } from './lib/systemPackages.mjs';
import { launchBrowser, startVscodeServer, writeSettings } from './lib/vscodeServer.mjs';

const timeoutMs = 240_000;
const verbose = Boolean(process.env.VERBOSE);

/** Lines of the workbench that have nothing to do with the tests. */
const noise = new RegExp(
  [
    String.raw`^(Resolv(ing|ed) connection token|Creating a socket|Updating additional builtin)`,
    String.raw`^(Creation of workbench contribution|ChatSessionStore|Timed out waiting for authentication)`,
    String.raw`^\[(Service Worker|reconnection|AgentHost|ChatModel|AccountPolicy|RemoteAgent|IPC)`,
    String.raw`^(Failed|getaddrinfo).*open-vsx`,
    String.raw`^\s*\[uncaught`,
  ].join('|'),
  'i',
);

const { chromium } = ensurePrograms(['chromium']);
if (chromium.path === null) {
  console.error(`The tests need a browser: ${chromium.help}.`);
  process.exit(2);
}
installVscodeServer();

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-host-'));
// The tests edit, so they work on a copy.
const folder = path.join(dataDir, 'workspace');
cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
writeSettings(dataDir, { 'git.enabled': false, 'files.hotExit': 'off' });
forgetResults('vscode');

let server;
let browser;
let stopping;
/** A signal and the main flow may both ask, so it is always the same promise. */
const stop = () =>
  (stopping ??= (async () => {
    await Promise.all([browser?.close().catch(() => {}), server?.stop()]);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  })());
stopOnSignals(stop);

let ok = false;
try {
  server = await startVscodeServer({ dataDir, env: { SYSMON_TEST_RESULTS: resultsFile('vscode') } });
  browser = await launchBrowser(chromium.path);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const exit = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationExit', code => resolve(code));
    page.on('crash', () => reject(new Error('The page crashed.')));
    setTimeout(() => reject(new Error(`No result within ${timeoutMs / 1000} s.`)), timeoutMs).unref();
  });
  exit.catch(() => {});
  // This carries what the extension host prints, which is mocha's report, and the log of the workbench.
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    if (verbose || !noise.test(String(args[0]))) console.log(...args);
  });
  await page.goto(
    server.url(folder, [
      ['extensionDevelopmentPath', server.remote(root)],
      ['extensionTestsPath', server.remote(hostSuite)],
    ]),
  );
  const code = await exit.catch(async error => {
    await page.screenshot({ path: path.join(resultsDir, 'vscode-failure.png') }).catch(() => {});
    throw error;
  });
  ok = reportResults('vscode') && code === 0;
} catch (error) {
  console.error(error.message);
  if (verbose && server) console.error(server.log());
}
await stop();
process.exit(ok ? 0 : 1);
