// Opens the Event Atlas and the coverage in a real VS Code, in light, dark and high contrast: uses them with the
// keyboard, looks for what a screen reader could not use (axe-core), and leaves pictures in test-results/. These are
// the pictures of the README. Run `npm run test:views`.
//   --only WORDS  runs only the steps whose names hold these words
//   --dev  takes the extension from this folder as it was built last, not from the package
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { runUiTest } from './lib/uiTest.mjs';

const developed = process.argv.includes('--dev');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};
const bodyClasses = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast-light',
};
const size = { width: 1340, height: 1400 };
/** From the command to the finished page, for a file with 50,000 rules; a slow machine gets there too. */
const mostMs = 30_000;

const hostileName = '<img src=x onerror=alert(1)>technique_id=T1059.001';
const hostile = `<Sysmon schemaversion="4.90"><EventFiltering><ProcessCreate onmatch="include">
  <Rule name="${hostileName.replaceAll('<', '&lt;')}" groupRelation="and"><Image condition="is">a</Image></Rule>
  <Image condition="is" name="technique_id=&lt;script>alert(2)&lt;/script>">b</Image>
</ProcessCreate></EventFiltering></Sysmon>\n`;

/** A log of a few programs, and a configuration that it leaves half of unused. */
function writeReplayed(folder) {
  const source = 'Microsoft-Windows-Sysmon';
  const programs = ['chrome.exe', 'svchost.exe', 'svchost.exe', 'powershell.exe', '<b>odd</b>.exe'];
  const events = Array.from({ length: 3000 }, (_, i) => ({
    EventID: [22, 3, 11, 22, 1][i % 5],
    SourceName: source,
    Image: `C:\\Program Files\\${programs[(i >> 2) % programs.length]}`,
    QueryName: i % 3 === 0 ? 'a.example' : 'b.example',
    DestinationPort: '443',
    TargetFilename: `C:\\Users\\alice\\${i % 7}.tmp`,
  }));
  writeFileSync(path.join(folder, 'events.jsonl'), events.map(event => JSON.stringify(event)).join('\n'));
  writeFileSync(
    path.join(folder, 'replayed.xml'),
    `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RuleGroup name="" groupRelation="or">
      <DnsQuery onmatch="include">
        <QueryName condition="is">a.example</QueryName>
        <QueryName condition="end with">.invalid</QueryName>
      </DnsQuery>
      <FileCreate onmatch="exclude">
        <TargetFilename condition="end with">1.tmp</TargetFilename>
        <Rule name="downloads" groupRelation="and">
          <TargetFilename condition="contains">Downloads</TargetFilename>
          <Image condition="image">chrome.exe</Image>
        </Rule>
      </FileCreate>
      <NetworkConnect onmatch="include">
        <Image condition="image" name="technique_id=T1059.001,technique_name=PowerShell">powershell.exe</Image>
      </NetworkConnect>
    </RuleGroup>
  </EventFiltering>
</Sysmon>
`,
  );
}
/** 50,000 rules with techniques of all kinds. */
function writeLarge(target) {
  const { techniques } = JSON.parse(readFileSync(path.join(root, 'schemas/attack.json'), 'utf8'));
  const lines = ['<Sysmon schemaversion="4.90"><EventFiltering><RuleGroup groupRelation="or">'];
  lines.push('<ProcessCreate onmatch="include">');
  for (let i = 0; i < 50_000; i++) {
    const { id } = techniques[i % techniques.length];
    lines.push(`<Image name="technique_id=${id}" condition="end with">\\program${i}.exe</Image>`);
  }
  lines.push('</ProcessCreate></RuleGroup></EventFiltering></Sysmon>', '');
  writeFileSync(target, lines.join('\n'));
}

let alerts = 0;
const broken = [];

const stepsOf = ({ page, command, folder, openFile, picture, quickInput, quickRow }) => {
  page.on('dialog', dialog => {
    if (dialog.type() === 'beforeunload') {
      void dialog.accept();
      return;
    }
    alerts++;
    void dialog.dismiss();
  });

  const closeAll = async () => {
    await command('View: Close All Editors');
    await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  };

  /** The frame of the visible webview whose body has a class, once it shows something. */
  const view = async kind => {
    const end = Date.now() + 60_000;
    while (Date.now() < end) {
      for (const frame of page.frames()) {
        const ready = await frame
          .evaluate(
            name => document.body?.classList.contains(name) && document.querySelector('#root > *') !== null,
            kind,
          )
          .catch(() => false);
        if (ready) return frame;
      }
      await page.waitForTimeout(100);
    }
    throw new Error(`The page of ${kind} did not appear.`);
  };

  /** Fails on what keeps people from using the page; prints the rest. */
  const accessible = async (frame, what) => {
    await frame.evaluate(axeSource);
    const { violations, passes } = await frame.evaluate(() =>
      window.axe.run(document, { resultTypes: ['violations', 'passes'] }),
    );
    const told = ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes
        .slice(0, 3)
        .map(node => `${node.target.join(' ')} (${node.any[0]?.message ?? node.failureSummary})`)
        .join('; ')}`;
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    for (const violation of violations) console.log(`    ${what}: ${told(violation)}`);
    console.log(`    ${what}: ${passes.length} rules pass, ${violations.length} are broken`);
    broken.push(...serious.map(violation => `${what}: ${told(violation)}`));
  };

  /** Chooses a theme as a user does, and waits until the page has it. */
  const inTheme = async (frame, name) => {
    await command('Preferences: Color Theme');
    await quickInput.first().fill(themes[name]);
    await quickRow(themes[name]).click();
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await frame.waitForFunction(wanted => document.body.classList.contains(wanted), bodyClasses[name], {
      timeout: 30_000,
    });
  };

  const steps = {
    async 'the atlas draws all events of the open configuration'() {
      await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row');
      await openFile('sysmonconfig.xml');
      await page.locator('.monaco-editor .view-line').first().waitFor();
      await page.keyboard.press('Control+B');
      await command('Sysmon: Event Atlas');
      const frame = await view('atlas');
      await frame.locator('.legend .entry').first().waitFor();
      const events = await frame.locator('.stop.event').count();
      if (events !== 30) throw new Error(`The picture has ${events} events.`);
      const label = await frame.locator('[data-key="event-1"]').getAttribute('aria-label');
      console.log(`    ${label}`);
      if (!/Event 1, ProcessCreate: .*sysmonconfig\.xml: include/.test(label)) throw new Error(label);
    },

    async 'the atlas in every theme'() {
      const frame = await view('atlas');
      for (const name of Object.keys(themes)) {
        await inTheme(frame, name);
        await picture(`atlas-${name}`);
        await accessible(frame, `atlas, ${name}`);
      }
    },

    async 'the keyboard goes through the picture, opens an event and comes back'() {
      const frame = await view('atlas');
      await inTheme(frame, 'dark');
      const focused = () => frame.evaluate(() => document.activeElement?.getAttribute('data-key'));
      await frame.locator('[data-key="mechanism-minifilter"]').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const event = await focused();
      if (!/^event-\d+$/.test(event ?? '')) throw new Error(`The focus is on ${event}.`);
      await page.keyboard.press('Tab');
      if ((await focused()) === event) throw new Error('The tabulator does not go on.');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await frame.locator('.page h1').waitFor();
      const title = await frame.evaluate(() => document.activeElement?.tagName);
      if (title !== 'H1') throw new Error(`The focus is on ${title} of the page.`);
      await frame.getByRole('button', { name: '← Picture' }).click();
      await frame.locator('.map').waitFor();
      if ((await focused()) !== event) throw new Error(`Back, the focus is on ${await focused()}.`);
    },

    async 'the page of an event'() {
      const frame = await view('atlas');
      await frame.locator('[data-key="event-11"]').click();
      await frame.locator('.page h1', { hasText: 'FileCreate' }).waitFor();
      for (const text of ['What it misses', 'FltRegisterFilter', 'fltmc filters', 'sysmonconfig.xml']) {
        await frame.locator('.page', { hasText: text }).waitFor();
      }
      for (const name of Object.keys(themes)) {
        await inTheme(frame, name);
        await picture(`event-${name}`);
        await accessible(frame, `event page, ${name}`);
      }
      await inTheme(frame, 'dark');
      await frame.getByRole('button', { name: 'Copy fltmc filters' }).click();
      await frame.getByText('Copied').waitFor();
      await frame.locator('.own .jump').first().click();
      await page.locator('.tab.active[aria-label*="sysmonconfig.xml"]').waitFor();
      const position = await page.locator('.statusbar-item', { hasText: /^Ln \d+/ }).innerText();
      console.log(`    ${position}`);
      if (/^Ln 1,/.test(position)) throw new Error('The jump leads nowhere.');
    },

    async 'the background, and Linux'() {
      await command('Sysmon: Event Atlas');
      const frame = await view('atlas');
      await frame.getByRole('button', { name: 'Background' }).click();
      await frame.locator('.page', { hasText: 'PatchGuard' }).waitFor();
      await accessible(frame, 'background');
      await picture('background-dark');
      await frame.getByRole('button', { name: 'Event Atlas' }).click();
      await frame.getByRole('radio', { name: 'Linux' }).check();
      await frame.locator('.band.ebpf').waitFor();
      const events = await frame.locator('.stop.event').count();
      if (events !== 30) throw new Error(`The picture for Linux has ${events} events.`);
      await picture('atlas-linux-dark');
      await accessible(frame, 'atlas, Linux');
    },

    async 'the coverage in every theme'() {
      await closeAll();
      await openFile('sysmonconfig.xml');
      await command('Sysmon: Show Coverage');
      const frame = await view('coverage');
      await frame.locator('.events tbody tr').first().waitFor();
      // Alone it has the room that its picture needs.
      await command('View: Toggle Maximize Editor Group');
      for (const name of Object.keys(themes)) {
        await inTheme(frame, name);
        await frame.evaluate(() => window.scrollTo(0, 0));
        await picture(`coverage-${name}`);
        await accessible(frame, `coverage, ${name}`);
        // The bar above stays where it is, so the title has to stop below it.
        await frame.evaluate(() => {
          const title = [...document.querySelectorAll('h2')].at(-1);
          window.scrollTo(0, title.getBoundingClientRect().top + window.scrollY - 80);
        });
        await picture(`techniques-${name}`);
      }
      await inTheme(frame, 'dark');
      const rows = await frame.locator('.events tbody tr').count();
      if (rows !== 30) throw new Error(`The table has ${rows} events.`);
    },

    async 'the coverage can be filtered, and leads to the rules'() {
      const frame = await view('coverage');
      await frame.locator('#filter').fill('powershell');
      await frame.locator('#count', { hasText: /technique/ }).waitFor();
      console.log(`    ${await frame.locator('#count').innerText()}`);
      const technique = frame.locator('.technique', { hasText: 'T1059.001' }).first();
      await technique.click();
      await frame.locator('.rules:not([hidden]) .jump').first().waitFor();
      await accessible(frame, 'coverage, filtered');
      await picture('coverage-filtered-dark');
      await frame.locator('#filter').fill('');
      await command('View: Toggle Maximize Editor Group');
      await frame.locator('.events .jump').first().click();
      const status = page.locator('.statusbar-item', { hasText: /^Ln \d+/ });
      await status.waitFor();
      console.log(`    ${await status.innerText()}`);
    },

    async 'the coverage follows the document'() {
      const frame = await view('coverage');
      const state = () =>
        frame.locator('.events tbody tr', { hasText: 'DriverLoad' }).locator('.pill').innerText();
      const before = await state();
      await page.locator('.monaco-editor').first().click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('<Sysmon schemaversion="4.90"/>');
      const row = frame.locator('.events tbody tr', { hasText: 'DriverLoad' });
      await row.locator('.pill', { hasText: 'off' }).waitFor();
      console.log(`    DriverLoad: ${before} → ${await state()}`);
      await command('File: Revert File');
      await row.locator('.pill', { hasText: 'include' }).waitFor();
    },

    async 'a reload of the window brings the coverage and the atlas back'() {
      await command('Sysmon: Event Atlas');
      await (await view('atlas')).locator('[data-key="event-11"]').click();
      // The reload is over when a mark on the old page is gone.
      await page.evaluate(() => void (window.isOld = true));
      await command('Developer: Reload Window');
      await page.waitForFunction(() => window.isOld === undefined);
      await page.locator('.tab[aria-label*="Sysmon Event Atlas"]').first().waitFor();
      await page.locator('.tab[aria-label*="Coverage: sysmonconfig.xml"]').first().click();
      await (await view('coverage')).locator('.events tbody tr').first().waitFor();
      await page.locator('.tab[aria-label*="Sysmon Event Atlas"]').first().click();
      await (await view('atlas')).locator('.page h1', { hasText: 'FileCreate' }).waitFor();
      await picture('reloaded');
      await page.locator('.tab[aria-label*="Coverage: sysmonconfig.xml"]').first().click();
    },

    async 'exports ask where to, and are written'() {
      const frame = await view('coverage');
      for (const [button, ending] of [
        ['Navigator layer', 'layer.json'],
        ['SVG', 'svg'],
        ['PNG', 'png'],
      ]) {
        await frame.getByRole('button', { name: button, exact: true }).click();
        const input = page.locator('.quick-input-widget input');
        await input.waitFor();
        await page.locator('.quick-input-widget', { hasText: 'Export Coverage' }).waitFor();
        const target = path.join(folder, `out.${ending}`);
        await fillFirmly(input, target);
        await page.keyboard.press('Enter');
        await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
        const bytes = await waitForFile(target);
        console.log(`    out.${ending}: ${bytes.length} bytes`);
        if (ending === 'png' && bytes.readUInt32BE(0) !== 0x89504e47) throw new Error('It is no PNG.');
        if (ending === 'layer.json') JSON.parse(bytes.toString());
      }
    },

    async 'a replay marks the configuration and opens its page, in every theme'() {
      await page.waitForSelector('.monaco-workbench .editor-group-container');
      await closeAll();
      await openFile('replayed.xml');
      await page.locator('.monaco-editor .view-line').first().waitFor();
      await command('Sysmon: Replay Events');
      await page.locator('.quick-input-widget', { hasText: 'Replay Events' }).waitFor();
      await fillFirmly(quickInput.first(), path.join(folder, 'events.jsonl'));
      await page.keyboard.press('Enter');
      const frame = await view('replay');
      await frame.locator('h1', { hasText: 'Replay of events.jsonl' }).waitFor();
      await page.locator('.codelens-decoration', { hasText: 'logged · ' }).first().waitFor();
      for (const name of Object.keys(themes)) {
        await inTheme(frame, name);
        await picture(`replay-${name}`);
        await accessible(frame, `replay, ${name}`);
      }
      await inTheme(frame, 'dark');
    },

    async 'a row of a replay is excluded, and all is counted again'() {
      const frame = await view('replay');
      const logged = frame.locator('table.replay tr', { hasText: 'DnsQuery' }).locator('.number').nth(2);
      const before = await logged.innerText();
      const loudest = frame.locator('details', { hasText: 'DnsQuery (22)' });
      await loudest.locator('tr', { hasText: 'chrome.exe' }).getByRole('button').click();
      await page.locator('.view-line', { hasText: 'onmatch="exclude"' }).first().waitFor();
      await frame.locator('p', { hasText: 'counted again after an edit' }).waitFor();
      console.log(`    DnsQuery logged: ${before} → ${await logged.innerText()}`);
      if ((await logged.innerText()) === before) throw new Error('Nothing changed.');
      await picture('replay-excluded-dark');
      await command('File: Revert File');
      await command('Sysmon: Clear Replay');
      const lenses = page.locator('.codelens-decoration', { hasText: 'logged · ' });
      await lenses.first().waitFor({ state: 'detached' });
    },

    async 'names of a stranger are text'() {
      await closeAll();
      await openFile('hostile.xml');
      await command('Sysmon: Show Coverage');
      const frame = await view('coverage');
      for (const technique of await frame.locator('.technique').all()) await technique.click();
      await frame.locator('.rule-name', { hasText: hostileName }).waitFor();
      if ((await frame.locator('img, #root script').count()) > 0)
        throw new Error('A name became an element.');
      if (alerts > 0) throw new Error('A script of the file ran.');
    },

    async 'a configuration with 50,000 rules opens'() {
      await closeAll();
      await openFile('large.xml');
      await page.locator('.monaco-editor .view-line').first().waitFor();
      await page.waitForTimeout(3000);
      const started = Date.now();
      await command('Sysmon: Show Coverage');
      const frame = await view('coverage');
      await frame.locator('.technique').first().waitFor();
      const ms = Date.now() - started;
      console.log(`    ${ms} ms from the command to the page`);
      if (ms > mostMs) throw new Error(`It took ${ms} ms.`);
      await picture('coverage-50000-rules');
    },
  };

  /** The dialog sets its own suggestion once it has read the folder, so the value is written until it stays. */
  async function fillFirmly(input, text) {
    for (let attempt = 0; attempt < 10; attempt++) {
      await input.fill(text);
      await page.waitForTimeout(700);
      if ((await input.inputValue()) === text) return;
    }
    throw new Error(`The dialog does not take ${text}.`);
  }

  async function waitForFile(target) {
    for (let i = 0; i < 100; i++) {
      try {
        const bytes = readFileSync(target);
        if (bytes.length > 0) return bytes;
      } catch {
        // Not written yet.
      }
      await page.waitForTimeout(100);
    }
    throw new Error(`${target} was not written.`);
  }

  // All pages of a step are looked at before it fails.
  const lookedAt = async step => {
    await step();
    if (broken.length > 0) throw new Error(broken.join('\n'));
  };
  const wanted = Object.entries(steps).filter(([name]) => name.includes(only));
  return Object.fromEntries(wanted.map(([name, step]) => [name, () => lookedAt(step)]));
};

await runUiTest({
  name: 'views',
  developed,
  size,
  settings: {
    'window.commandCenter': false,
    'workbench.activityBar.location': 'hidden',
    'workbench.layoutControl.enabled': false,
    'workbench.editor.enablePreview': false,
  },
  prepare(folder) {
    const full = readFileSync(path.join(root, 'snippets/baselines/full.xml'));
    writeFileSync(path.join(folder, 'sysmonconfig.xml'), full);
    writeFileSync(path.join(folder, 'hostile.xml'), hostile);
    writeReplayed(folder);
    writeLarge(path.join(folder, 'large.xml'));
  },
  steps: stepsOf,
});
