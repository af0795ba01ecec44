// Makes a new configuration in a real VS Code as a person would, and leaves pictures of the questions and of the
// walkthrough in test-results/. Run it after a build:
//   node scripts/ui-new-configuration.mjs
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installVscodeServer } from './lib/installVscodeServer.mjs';
import { stopOnSignals } from './lib/processes.mjs';
import { resultsDir, root } from './lib/project.mjs';
import { ensurePrograms } from './lib/systemPackages.mjs';
import { launchBrowser, startVscodeServer, writeSettings } from './lib/vscodeServer.mjs';

const { chromium } = ensurePrograms(['chromium']);
if (chromium.path === null) {
  console.error(`The pictures need a browser: ${chromium.help}.`);
  process.exit(2);
}
installVscodeServer();

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-new-'));
const folder = path.join(dataDir, 'workspace');
cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
writeSettings(dataDir, { 'editor.minimap.enabled': false, 'workbench.colorTheme': 'Default Dark Modern' });

let server;
let browser;
let stopping;
const stop = () =>
  (stopping ??= (async () => {
    await Promise.all([browser?.close().catch(() => {}), server?.stop()]);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  })());
stopOnSignals(stop);

let page;
const picture = async name => {
  await page.waitForTimeout(700);
  await page.screenshot({ path: path.join(resultsDir, `ui-new-configuration-${name}.png`) });
};
const row = text => page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();

async function runCommand(name) {
  await page.keyboard.press('F1');
  // While the editor starts, it may take the focus away: what is filled in stays, what is typed would not.
  const input = page
    .locator('.quick-input-widget input[type="text"], .quick-input-widget input.input')
    .first();
  await input.fill(`>${name}`);
  await row(name).click();
}

const steps = {
  async 'the baselines are offered, with what they are for and how loud they are'() {
    await page.waitForSelector('.monaco-workbench .tab[aria-label*="module.smc"]');
    // The extension colours the document when it is there.
    await page.locator('.monaco-editor .view-line').first().click();
    await runCommand('Sysmon: New Configuration');
    await row('Minimal').waitFor();
    await picture('1-baselines');
    await row('Minimal').click();
  },
  async 'the schema is asked'() {
    await row('Sysmon 15.0').waitFor();
    await picture('2-schema');
    await page.keyboard.press('Enter');
  },
  async 'the hashes are asked'() {
    await row('IMPHASH').waitFor();
    await picture('3-hashes');
    await page.keyboard.press('Enter');
  },
  async 'the configuration opens'() {
    await page.waitForSelector('.monaco-workbench .tab[aria-label*="Untitled-1"]');
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await picture('4-document');
  },
  // The server that is driven by a script shows no dialogs, so what is asked before a fetch is not pictured.
  async 'files from upstream are offered'() {
    await runCommand('Sysmon: New Configuration');
    await row('Minimal').waitFor();
    await page.keyboard.type('sysmonconfig');
    await row('SwiftOnSecurity: sysmonconfig').waitFor();
    await picture('5-upstream');
    await page.keyboard.press('Escape');
  },
  async 'commands are offered'() {
    await runCommand('Sysmon: Copy Command');
    await row('Uninstall').waitFor();
    await picture('6-commands');
    await page.keyboard.press('Escape');
  },
  async 'the target is offered'() {
    await runCommand('Sysmon: Choose Target');
    await row('Newest').waitFor();
    await picture('7-target');
    await page.keyboard.press('Escape');
  },
  async 'the walkthrough opens'() {
    await runCommand('Welcome: Open Walkthrough');
    await row('Sysmon').waitFor();
    await page.keyboard.type('Sysmon');
    await row('Get Started with Sysmon Config').click();
    await page.locator('.getting-started-step', { hasText: 'Begin with a baseline' }).first().waitFor();
    await picture('8-walkthrough');
  },
};

let failed = 0;
let current = 'VS Code starts';
try {
  server = await startVscodeServer({ dataDir });
  browser = await launchBrowser(chromium.path);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(60_000);
  const instructions = [
    ['openFile', server.remote(path.join(folder, 'module.smc'))],
    ['extensionDevelopmentPath', server.remote(root)],
  ];
  await page.goto(server.url(folder, instructions));
  for (const [name, step] of Object.entries(steps)) {
    current = name;
    await step();
    console.log(`  ok: ${name}`);
  }
} catch (error) {
  failed = 1;
  console.error(`  failed: ${current}: ${error.message}`);
  await page?.screenshot({ path: path.join(resultsDir, 'ui-new-configuration-failure.png') }).catch(() => {});
}
await stop();
process.exit(failed);
