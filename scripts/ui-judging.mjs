// Explains an event and runs tests in a real VS Code as a person would: reads the tree, jumps to a condition, makes a
// test of it, and sees one fail. Leaves pictures in test-results/. Run it after a build:
//   node scripts/ui-judging.mjs
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-judging-'));
const folder = path.join(dataDir, 'workspace');
mkdirSync(folder);
cpSync(path.join(root, 'snippets/baselines/minimal.xml'), path.join(folder, 'minimal.xml'));
const sample = readFileSync(path.join(root, 'samples/minimal.sysmon-test.yaml'), 'utf8');
const tests = path.join(folder, 'minimal.sysmon-test.yaml');
writeFileSync(tests, sample.replace('../snippets/baselines/', ''));
// A log as Event Viewer exports it; the second event is explained.
writeFileSync(
  path.join(folder, 'events.xml'),
  `<Events>
  <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
    <System><Provider Name="Microsoft-Windows-Sysmon"/><EventID>6</EventID></System>
    <EventData><Data Name="Signature">Microsoft Windows</Data></EventData>
  </Event>
  <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
    <System><Provider Name="Microsoft-Windows-Sysmon"/><EventID>10</EventID></System>
    <EventData>
      <Data Name="SourceImage">C:\\Users\\anna\\Desktop\\dump.exe</Data>
      <Data Name="TargetImage">C:\\Windows\\System32\\lsass.exe</Data>
      <Data Name="GrantedAccess">0x1410</Data>
    </EventData>
  </Event>
</Events>
`,
);
writeSettings(dataDir, {
  'editor.minimap.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.enablePreview': false,
});

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
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(resultsDir, `ui-judging-${name}.png`) });
};

/** Opens the quick input with a key and types into it; one that is still closing takes the key with it. */
async function quickInput(key, text) {
  const input = page.locator('.quick-input-widget input').first();
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press(key);
    try {
      await input.fill(text, { timeout: 5_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}

const quickRow = text => page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();

async function command(name) {
  await quickInput('F1', `>${name}`);
  await quickRow(name).click();
}

async function openFile(name) {
  await quickInput('Control+P', name);
  await quickRow(name).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[aria-label*="${name}"]`).first().waitFor();
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

async function goTo(line) {
  await quickInput('Control+G', `:${line}`);
  await page.keyboard.press('Enter');
}

/** A row of the tree, by what a screen reader says of it. */
const treeRow = label => page.locator(`.monaco-list-row[aria-label*="${label}"]`).first();

const steps = {
  async 'the explanation of the event at the cursor appears, and leads to the condition'() {
    await openFile('minimal.xml');
    // The block's lens is there once the server answers.
    await page.locator('.monaco-editor .codelens-decoration').first().waitFor();
    await openFile('events.xml');
    await goTo(9);
    await command('Sysmon: Explain Event');
    await treeRow('Logged, line').waitFor();
    const condition = treeRow('decides, TargetImage is');
    await condition.waitFor();
    console.log(`    ${await condition.getAttribute('aria-label')}`);
    await picture('1-explanation');
    await condition.click();
    await page.locator('.tab.active[aria-label*="minimal.xml"]').waitFor();
    const position = page.locator('.statusbar-item', { hasText: /^Ln 1[34]\d/ });
    await position.waitFor();
    console.log(`    ${await position.innerText()}`);
    await picture('2-condition');
  },

  async 'a test is made of it'() {
    await command('Sysmon: Add as Test');
    await quickRow('minimal.sysmon-test.yaml').waitFor();
    await picture('3-add-as-test');
    await page.keyboard.press('Enter');
    const input = page.locator('.quick-input-widget input').first();
    await page.locator('.quick-input-widget', { hasText: 'What the case is about' }).waitFor();
    console.log(`    ${await input.inputValue()}`);
    await page.keyboard.press('Enter');
    await page.locator('.tab.active.dirty[aria-label*="minimal.sysmon-test.yaml"]').waitFor();
    if (readFileSync(tests, 'utf8').includes('dump.exe is logged')) throw new Error('It was saved unasked.');
    await picture('4-added');
  },

  async 'the tests run when the file is saved'() {
    await command('Testing: Focus on Test Explorer View');
    await treeRow('minimal.sysmon-test.yaml').waitFor();
    await page.locator('.tab.active[aria-label*="minimal.sysmon-test.yaml"]').click();
    await command('File: Save');
    await page.locator('.monaco-list-row[aria-label*="minimal.sysmon-test.yaml (Passed)"]').first().waitFor();
    await picture('5-passed');
  },

  async 'a test fails when the configuration no longer does what is expected'() {
    await page.locator('.tab[aria-label*="minimal.xml"]').click();
    const text = readFileSync(path.join(folder, 'minimal.xml'), 'utf8');
    const line = text.slice(0, text.indexOf('<TargetImage')).split('\n').length;
    await goTo(line);
    await page.keyboard.press('End');
    for (let i = 0; i < '</TargetImage>'.length; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('x');
    await command('File: Save');
    await page.locator('.monaco-list-row[aria-label*="minimal.sysmon-test.yaml (Failed)"]').first().waitFor();
    await picture('6-failed');
    await treeRow('Reading the memory of LSASS is named (Failed)').click();
    await page.locator('.tab[aria-label*="minimal.sysmon-test.yaml"]').click();
    await command('Test: Peek Output');
    await picture('7-output');
  },
};

let failed = 0;
let current = 'VS Code starts';
try {
  server = await startVscodeServer({ dataDir });
  browser = await launchBrowser(chromium.path);
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(server.url(folder, [['extensionDevelopmentPath', server.remote(root)]]));
  await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row');
  for (const [name, step] of Object.entries(steps)) {
    current = name;
    await step();
    console.log(`  ok: ${name}`);
  }
} catch (error) {
  failed = 1;
  console.error(`  failed: ${current}: ${error.message}`);
  await page?.screenshot({ path: path.join(resultsDir, 'ui-judging-failure.png') }).catch(() => {});
}
await stop();
process.exit(failed);
