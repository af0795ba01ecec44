// Installs the packaged extension into a real VS Code and uses it as a person would: sees the mistake, hovers an
// event, takes a completion over. Every step leaves a picture in test-results/. Run `npm run test:ui`.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installVscodeServer } from './lib/installVscodeServer.mjs';
import { stopOnSignals } from './lib/processes.mjs';
import { resultsDir, root, vsixPath } from './lib/project.mjs';
import { forgetResults, summaryOf, writeResults } from './lib/results.mjs';
import { ensurePrograms } from './lib/systemPackages.mjs';
import { installVsix, launchBrowser, startVscodeServer, writeSettings } from './lib/vscodeServer.mjs';

const { chromium } = ensurePrograms(['chromium']);
if (chromium.path === null) {
  console.error(`The UI smoke test needs a browser: ${chromium.help}.`);
  process.exit(2);
}
installVscodeServer();

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-ui-'));
const folder = path.join(dataDir, 'workspace');
const file = path.join(folder, 'sysmonconfig.xml');
cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
writeSettings(dataDir, {
  'editor.hover.delay': 50,
  'editor.minimap.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
});
forgetResults('ui');

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
  // Widgets fade in and out, and a picture of that cannot be read.
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(resultsDir, `ui-${name}.png`) });
};
const oneLine = text => text.replace(/\s+/g, ' ').trim();
const lines = () => page.locator('.monaco-editor .view-line');
/** The editor renders a blank as a no-break space, hence the pattern. */
const lineWith = text =>
  lines()
    .filter({ hasText: new RegExp(text.replaceAll(' ', '\\s')) })
    .first();

const steps = {
  async 'the file opens as plain XML'() {
    await page.waitForSelector('.monaco-workbench .tab[aria-label*="sysmonconfig.xml"]');
    await page.locator('.statusbar-item', { hasText: /^XML$/ }).waitFor();
  },

  async 'the mistake is underlined'() {
    const squiggle = page.locator('.monaco-editor .squiggly-error').first();
    await squiggle.waitFor();
    const [mark, line] = [await squiggle.boundingBox(), await lineWith('ends with').boundingBox()];
    const middle = mark.y + mark.height / 2;
    if (middle < line.y || middle > line.y + line.height) throw new Error('The squiggle is on another line.');
    await picture('1-problem');
  },

  async 'the list of problems says what Sysmon does'() {
    await lineWith('EventFiltering').click();
    await page.keyboard.press('Control+Shift+M');
    const marker = page.locator('.markers-panel .monaco-list-row', { hasText: 'ends with' }).first();
    await marker.waitFor();
    console.log(`    ${oneLine(await marker.innerText())}`);
    await picture('2-problems');
    await page.keyboard.press('Control+Shift+M');
    await marker.waitFor({ state: 'hidden' });
  },

  async 'hovering an event tells its kernel source'() {
    await lineWith('<ProcessCreate')
      .locator('span', { hasText: /^ProcessCreate$/ })
      .first()
      .hover();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'PsSetCreateProcessNotifyRoutine' });
    await hover.first().waitFor();
    console.log(`    ${oneLine(await hover.first().innerText()).slice(0, 200)}`);
    await picture('3-hover');
    await page.keyboard.press('Escape');
  },

  async 'a completion is offered and taken over'() {
    await lineWith('<NetworkConnect').click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('<Dns', { delay: 60 });
    const widget = page.locator('.suggest-widget.visible');
    await widget.locator('.monaco-list-row', { hasText: 'DnsQuery' }).first().waitFor();
    // The details, with what the event is, open beside the list.
    await page.keyboard.press('Control+Space');
    console.log(`    ${(await widget.locator('.monaco-list-row').allInnerTexts()).map(oneLine).join(' | ')}`);
    await picture('4-completion');
    await page.keyboard.press('Enter');
    await lineWith('<DnsQuery onmatch=').waitFor();
    await picture('5-accepted');
  },
};

let passed = 0;
let failed = 0;
let current = 'VS Code starts with the packaged extension';
try {
  await installVsix(dataDir, vsixPath);
  server = await startVscodeServer({ dataDir });
  browser = await launchBrowser(chromium.path);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(server.url(folder, [['openFile', server.remote(file)]]));
  for (const [name, step] of Object.entries(steps)) {
    current = name;
    await step();
    passed++;
    console.log(`  ok: ${name}`);
  }
} catch (error) {
  failed = 1;
  console.error(`  failed: ${current}: ${error.message}`);
  await page?.screenshot({ path: path.join(resultsDir, 'ui-failure.png') }).catch(() => {});
}
await stop();
const skipped = failed ? Object.keys(steps).length - passed - 1 : 0;
writeResults('ui', { passed, failed, skipped });
console.log(summaryOf({ passed, failed, skipped }));
process.exit(failed);
