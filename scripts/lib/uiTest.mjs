// The frame of the tests that use the extension in a real VS Code as a person would: a server with the packaged
// extension, its page in a headless browser, steps that leave pictures in test-results/, and counts for `npm test`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installVscodeServer } from './installVscodeServer.mjs';
import { stopOnSignals } from './processes.mjs';
import { manifest, resultsDir, root, vsixPath } from './project.mjs';
import { forgetResults, summaryOf, writeResults } from './results.mjs';
import { ensurePrograms } from './systemPackages.mjs';
import { installVsix, launchBrowser, startVscodeServer, writeSettings } from './vscodeServer.mjs';

/** What every test wants of the editor. */
const commonSettings = { 'editor.minimap.enabled': false };

/** Where VS Code has put the package. */
const extensionFolder = dataDir =>
  path.join(dataDir, 'extensions', `${manifest.publisher}.${manifest.name}-${manifest.version}`);

/** What people do with the page of VS Code, in the words of the tests. */
function uiOf(page, name) {
  const quickInput = page.locator('.quick-input-widget input[type="text"], .quick-input-widget input.input');
  const quickRow = text => page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();

  /**
   * Opens the quick input with a key, fills it in, and goes on with what it offers. One that is still closing takes
   * the key with it, and a page that opens takes the focus, which closes it; so all is tried again. What is filled in
   * stays while the editor starts and takes the focus away; what is typed would not.
   */
  const ask = async (key, text, goOn) => {
    for (let attempt = 1; ; attempt++) {
      await page.keyboard.press(key);
      try {
        await quickInput.first().fill(text, { timeout: 5_000 });
        await goOn({ timeout: 10_000 });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  };

  return {
    page,
    quickInput,
    quickRow,

    /** Runs a command from the palette. */
    async command(title) {
      await ask('F1', `>${title}`, limit => quickRow(title).click(limit));
    },

    /** Opens a file of the folder by its name. */
    async openFile(file) {
      // The first row may still be that of a file that was open before.
      await ask('Control+P', file, limit => quickRow(file).click(limit));
      await page.locator(`.tab.active[aria-label*="${file}"]`).first().waitFor();
    },

    /** Moves the cursor to a line, which counts from 1. */
    async goTo(line) {
      await ask('Control+G', `:${line}`, limit => quickInput.first().press('Enter', limit));
    },

    /** Leaves a picture of the window in test-results/. The mouse is moved away, unless it holds what is to be seen. */
    async picture(what, { keepMouse = false } = {}) {
      const { width, height } = page.viewportSize();
      if (!keepMouse) await page.mouse.move(width - 4, height - 60);
      // Widgets, scroll bars and notifications fade in and out, and a picture of that cannot be read.
      await page.waitForTimeout(700);
      await page.screenshot({ path: path.join(resultsDir, `${name}-${what}.png`) });
    },

    /** The line of the editor with a text. */
    lineWith(text) {
      // The editor renders a blank as a no-break space.
      const pattern = new RegExp(text.replaceAll(' ', '\\s'));
      return page.locator('.monaco-editor .view-line').filter({ hasText: pattern }).first();
    },
  };
}

/**
 * Runs the steps in their order, up to the first that fails, and ends the process with 0 or 1.
 *
 * - `name`: that of the results, and what the names of the pictures begin with
 * - `settings`: of the user
 * - `size`: of the window, in pixels
 * - `prepare(folder)`: fills the folder that is opened
 * - `installed(folder)`: gets the folder of the installed extension, before VS Code starts
 * - `developed`: takes the extension from the project as it was built last, not from the package
 * - `server`: more for `startVscodeServer`
 * - `instructions(server, folder)`: what the page is told beside the folder
 * - `steps(ui)`: gives the steps, by what they show; `ui` is what `uiOf` gives, and `openFolder(folder)`
 */
export async function runUiTest({
  name,
  settings = {},
  size = { width: 1280, height: 800 },
  prepare,
  installed = () => {},
  developed = false,
  server: serverOptions = {},
  instructions = () => [],
  steps: stepsOf,
}) {
  const { chromium } = ensurePrograms(['chromium']);
  if (chromium.path === null) {
    console.error(`This test needs a browser: ${chromium.help}.`);
    process.exit(2);
  }
  installVscodeServer();

  const dataDir = mkdtempSync(path.join(os.tmpdir(), `sysmon-config-${name}-`));
  const folder = path.join(dataDir, 'workspace');
  mkdirSync(folder);
  prepare(folder);
  writeSettings(dataDir, { ...commonSettings, ...settings });
  forgetResults(name);

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

  const failure = path.join(resultsDir, `${name}-failure.png`);
  rmSync(failure, { force: true });
  let ui;
  let steps = {};
  let passed = 0;
  let failed = 0;
  let current = 'VS Code starts with the extension';
  try {
    if (!developed) {
      await installVsix(dataDir, vsixPath);
      installed(extensionFolder(dataDir));
    }
    server = await startVscodeServer({ dataDir, ...serverOptions });
    browser = await launchBrowser(chromium.path);
    const page = await (await browser.newContext({ viewport: size })).newPage();
    page.setDefaultTimeout(60_000);
    const extension = developed ? [['extensionDevelopmentPath', server.remote(root)]] : [];
    const openFolder = (which, more = []) => page.goto(server.url(which, [...extension, ...more]));
    ui = { ...uiOf(page, name), folder, openFolder };
    steps = stepsOf(ui);
    await openFolder(folder, instructions(server, folder));
    for (const [title, step] of Object.entries(steps)) {
      current = title;
      await step();
      passed++;
      console.log(`  ok: ${title}`);
    }
  } catch (error) {
    failed = 1;
    console.error(`  failed: ${current}: ${error.message}`);
    await ui?.page.screenshot({ path: failure }).catch(() => {});
  }
  await stop();
  const skipped = failed ? Math.max(0, Object.keys(steps).length - passed - 1) : 0;
  writeResults(name, { passed, failed, skipped });
  console.log(summaryOf({ passed, failed, skipped }));
  process.exit(failed);
}
