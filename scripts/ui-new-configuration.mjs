// Starts from nothing in a real VS Code as a person would: makes a configuration from a baseline and from what others
// publish, reads what is asked before anything is fetched, and does the same in Restricted Mode. A server on this
// machine stands in for GitHub. Every step leaves a picture in test-results/. Run `npm run test:new`.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { runUiTest } from './lib/uiTest.mjs';

const published = `<?xml version="1.0"?>
<Sysmon schemaversion="4.90">
  <EventFiltering>
    <ProcessCreate onmatch="exclude"/>
  </EventFiltering>
</Sysmon>
`;
const sha256 = text => createHash('sha256').update(text).digest('hex');

/** What the server answers, by the name of the file, and what the editor says then. */
const answers = {
  'good.xml': { send: response => response.end(published) },
  'changed.xml': {
    send: response => response.end(published.replace('exclude', 'include')),
    says: 'The file is not the one that is pinned, so it was not opened. Its SHA-256 is',
  },
  'large.xml': {
    send: response => response.end(published.padEnd(200_000, '\n')),
    says: 'The file is larger than the limit of 100 KB and was not read.',
  },
  'moved.xml': {
    send: response => response.writeHead(302, { location: '/good.xml' }).end(),
    says: 'points to another address, which is not followed.',
  },
  'gone.xml': {
    send: response => response.writeHead(404).end('Not found'),
    says: 'answered with status 404: the file is not there any more.',
  },
  'offline.xml': {
    send: response => response.destroy(),
    says: 'The file could not be fetched from 127.0.0.1',
  },
};
const asked = [];
const upstream = createServer((request, response) => {
  asked.push(request.url);
  answers[path.basename(request.url)].send(response);
});
await new Promise(resolve => upstream.listen(0, '127.0.0.1', resolve));

/** Puts files that the server has into the list of the installed extension. */
function listFiles(extension) {
  const list = path.join(extension, 'snippets/upstream.json');
  const [model] = JSON.parse(readFileSync(list, 'utf8'));
  const files = Object.keys(answers).map(name => ({
    ...model,
    id: name,
    title: `Published ${name}`,
    path: name,
    url: `https://raw.githubusercontent.com/someone/sysmon/${model.commit}/${name}`,
    sha256: sha256(published),
    maxBytes: 102_400,
  }));
  writeFileSync(list, JSON.stringify(files));
}

/** A schema that only a workspace setting names. */
function writeOwnSchema(folder) {
  const manifest = readFileSync(path.join(root, 'schemas/windows/4.90.xml'), 'utf8');
  writeFileSync(path.join(folder, 'own.xml'), manifest.replaceAll('"4.90"', '"4.99"'));
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const settings = { 'sysmon.schemaFiles': ['${workspaceFolder}/own.xml'] };
  writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

const stepsOf = ({
  page,
  command,
  folder,
  lineWith,
  openFile,
  openFolder,
  picture,
  quickInput,
  quickRow,
}) => {
  const dialog = page.locator('.monaco-dialog-box');
  const dialogButton = name => dialog.getByRole('button', { name, exact: true });
  const notification = text =>
    page.locator('.notifications-toasts .notification-list-item', { hasText: text });

  const offerUpstream = async name => {
    await command('Sysmon: New Configuration');
    await quickRow('Minimal').waitFor();
    await quickInput.first().fill(name);
    await quickRow(`Published ${name}`).waitFor();
  };

  const dismissNotifications = async () => {
    await command('Notifications: Clear All Notifications');
    await page
      .locator('.notifications-toasts .notification-list-item')
      .first()
      .waitFor({ state: 'detached' });
  };

  /** The trust of the folder, which the editor asks for at the start. */
  const answerTrust = async answer => {
    await dialog.waitFor();
    await dialog.getByRole('button', { name: answer }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  /** The newest schema version that the server knows, as the status item tells it. */
  const statusItem = async text => {
    const entry = page.locator('.statusbar-item [aria-label*="Editor Language Status"]').first();
    await entry.waitFor();
    await page.waitForFunction(
      wanted => document.querySelector(`.statusbar-item [aria-label*="${wanted}"]`) !== null,
      text,
    );
  };

  return {
    async 'the folder is trusted when the user says so'() {
      await answerTrust(/^Yes/);
      await openFile('module.smc');
    },

    async 'a schema that the folder names is read in a trusted folder'() {
      await statusItem('for Sysmon schema 4.99');
    },

    async 'the baselines are offered, with what they are for and how loud they are'() {
      await command('Sysmon: New Configuration');
      await quickRow('Minimal').waitFor();
      await picture('1-baselines');
      await quickRow('Minimal').click();
    },
    async 'the schema is asked'() {
      await quickRow('Sysmon 15.0').waitFor();
      await picture('2-schema');
      await page.keyboard.press('Enter');
    },
    async 'the hashes are asked'() {
      await quickRow('IMPHASH').waitFor();
      await picture('3-hashes');
      await page.keyboard.press('Enter');
    },
    async 'the configuration opens'() {
      await page.waitForSelector('.monaco-workbench .tab[aria-label*="Untitled-1"]');
      await lineWith('<Sysmon schemaversion=').waitFor();
      await picture('4-document');
    },

    async 'a file from upstream is offered, and nothing is fetched before the user agrees'() {
      await offerUpstream('good.xml');
      await picture('5-upstream');
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      const text = await dialog.innerText();
      for (const said of [
        sha256(published),
        'Commit: ',
        'At most: 100 KB',
        'Licence: ',
        'Credit: ',
        '127.0.0.1',
      ]) {
        if (!text.includes(said)) throw new Error(`The dialog does not say ${said}:\n${text}`);
      }
      await picture('6-question');
      await dialogButton('Cancel').click();
      await dialog.waitFor({ state: 'detached' });
      if (asked.length > 0) throw new Error(`It was fetched nevertheless: ${asked}`);
    },
    async 'it opens when the user agrees, with whose work it is'() {
      await offerUpstream('good.xml');
      await page.keyboard.press('Enter');
      await dialogButton('Fetch').click();
      await page.waitForSelector('.monaco-workbench .tab.active[aria-label*="Untitled-2"]');
      await lineWith('The text below this comment is as published.').waitFor();
      if (asked.length !== 1) throw new Error(`Fetched: ${asked}`);
      await picture('7-fetched');
    },
    ...Object.fromEntries(
      Object.entries(answers)
        .filter(([, { says }]) => says !== undefined)
        .map(([name, { says }]) => [
          `a fetch that fails is explained: ${name}`,
          async () => {
            await offerUpstream(name);
            await page.keyboard.press('Enter');
            await dialogButton('Fetch').click();
            await notification(says).waitFor();
            console.log(
              `    ${(await notification(says).locator('.notification-list-item-message').innerText()).replace(/\s+/g, ' ').trim()}`,
            );
            if (name === 'changed.xml') await picture('8-refused');
            await dismissNotifications();
            if (asked.at(-1)?.endsWith('good.xml')) throw new Error('The redirect was followed.');
          },
        ]),
    ),
    async 'no failure opened a document'() {
      const labels = await page.locator('.tabs-container .tab').allInnerTexts();
      if (labels.some(label => label.includes('Untitled-3'))) throw new Error(labels.join(', '));
    },

    async 'commands are offered'() {
      await openFile('module.smc');
      await command('Sysmon: Copy Command');
      await quickRow('Uninstall').waitFor();
      await picture('9-commands');
      await page.keyboard.press('Escape');
    },
    async 'the target is offered'() {
      await command('Sysmon: Choose Target');
      await quickRow('Newest').waitFor();
      await picture('10-target');
      await page.keyboard.press('Escape');
    },
    async 'the walkthrough opens, with each of its steps'() {
      await command('Welcome: Open Walkthrough');
      await quickInput.first().fill('Sysmon');
      await quickRow('Get Started with Sysmon Config').click();
      const titles = [
        ['Begin with a baseline', 'new'],
        ['Say which Sysmon you have', 'target'],
        ['See what Sysmon will do with it', 'understand'],
        ['Give it to Sysmon', 'deploy'],
      ];
      for (const [title, id] of titles) {
        await page.locator('.getting-started-step', { hasText: title }).first().click();
        await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
        await picture(`11-walkthrough-${id}`);
      }
    },

    async 'in Restricted Mode configurations are served'() {
      asked.length = 0;
      const stranger = path.join(path.dirname(folder), 'stranger');
      cpSync(folder, stranger, { recursive: true });
      await openFolder(stranger);
      await answerTrust(/^No/);
      await openFile('sysmonconfig.xml');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor();
      await lineWith('<ProcessCreate')
        .locator('span', { hasText: /^ProcessCreate$/ })
        .first()
        .hover();
      await page
        .locator('.monaco-hover:not(.hidden)', { hasText: 'PsSetCreateProcessNotifyRoutine' })
        .first()
        .waitFor();
      await picture('12-restricted', { keepMouse: true });
      await page.keyboard.press('Escape');
    },
    async 'in Restricted Mode a schema that the folder names is not read'() {
      await openFile('module.smc');
      await statusItem('for Sysmon schema 4.91');
    },
    async 'in Restricted Mode nothing is fetched, and it is said'() {
      await offerUpstream('good.xml');
      await quickRow('Not in Restricted Mode').waitFor();
      await picture('13-restricted-upstream');
      await page.keyboard.press('Enter');
      const said = notification('Nothing is fetched from the network in Restricted Mode.');
      await said.waitFor();
      await said.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
      await picture('14-restricted-refused');
      if (asked.length > 0) throw new Error(`It was fetched nevertheless: ${asked}`);
      await dismissNotifications();
    },
    async 'in Restricted Mode the extension says what is withheld'() {
      await page.keyboard.press('Control+Shift+X');
      await page
        .locator('.extensions-viewlet .monaco-list-row', { hasText: 'Sysmon Config' })
        .first()
        .click();
      await page.locator('.extension-editor', { hasText: 'counts only in your user settings' }).waitFor();
      await picture('15-restricted-extension');
    },
  };
};

await runUiTest({
  name: 'new',
  settings: {
    'editor.hover.delay': 50,
    'security.workspace.trust.enabled': true,
    'workbench.colorTheme': 'Default Dark Modern',
  },
  prepare(folder) {
    cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
    writeOwnSchema(folder);
  },
  installed: listFiles,
  server: {
    asksPeople: true,
    env: { SYSMON_CONFIG_UPSTREAM: `http://127.0.0.1:${upstream.address().port}/` },
  },
  steps: stepsOf,
});
