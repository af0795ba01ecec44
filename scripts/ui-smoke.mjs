// Installs the packaged extension into a real VS Code and uses it as a person would: sees the mistake, hovers an
// event, takes a completion over. Every step leaves a picture in test-results/. Run `npm run test:ui`.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { runUiTest } from './lib/uiTest.mjs';

const oneLine = text => text.replace(/\s+/g, ' ').trim();

/** No event has all fields of the first block, so that Sysmon loads neither of the two. */
const dropped = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RegistryEvent onmatch="include">
      <TargetObject condition="contains">\\CurrentVersion\\Run</TargetObject>
      <NewName condition="contains">service</NewName>
      <Details condition="contains">powershell</Details>
    </RegistryEvent>
    <RegistryEvent onmatch="exclude">
      <Image condition="is">C:\\Windows\\explorer.exe</Image>
    </RegistryEvent>
  </EventFiltering>
</Sysmon>
`;

/** A comment stands in what is made a comment, where no `--` may be. */
const open = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <DnsQuery onmatch="include">
      <QueryName condition="is">x</QueryName> <!-- why -->
      <QueryName condition="is">y</QueryName>
    </DnsQuery>
  </EventFiltering>
</Sysmon>
`;
const commentedLine = open.replace(
  '<QueryName condition="is">x</QueryName> <!-- why -->',
  '<!-- <QueryName condition="is">x</QueryName> <!-~- why -~-> -->',
);
const commentedBlock = open
  .replace('<!-- why -->', '<!-~- why -~->')
  .replace('<DnsQuery', '<!-- <DnsQuery')
  .replace('</DnsQuery>', '</DnsQuery> -->');

const stepsOf = ({ page, command, folder, goTo, openFile, picture, lineWith }) => ({
  async 'the file opens as plain XML'() {
    await page.waitForSelector('.monaco-workbench .tab[aria-label*="sysmonconfig.xml"]');
    await page.locator('.statusbar-item', { hasText: /^XML$/ }).waitFor();
  },

  async 'the mistake is underlined'() {
    const squiggle = page.locator('.monaco-editor .squiggly-error').first();
    await squiggle.waitFor();
    // Lines are drawn anew while colours and lenses come in, so both are looked at until they agree.
    for (let attempt = 1; ; attempt++) {
      const mark = await squiggle.boundingBox();
      const line = await lineWith('ends with').boundingBox();
      const middle = mark && mark.y + mark.height / 2;
      if (mark && line && middle > line.y && middle < line.y + line.height) break;
      if (attempt === 50) throw new Error('The squiggle is on another line.');
      await page.waitForTimeout(100);
    }
    await picture('1-problem');
  },

  async 'the views are offered in the title bar of a configuration, and not of other XML'() {
    const offered = label => page.locator(`.editor-actions [aria-label^="${label}"]`);
    await offered('Show Coverage').waitFor();
    await offered('Event Atlas').waitFor();
    await openFile('pom.xml');
    await offered('Show Coverage').waitFor({ state: 'detached' });
    await command('View: Close Editor');
    await offered('Event Atlas').waitFor();
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

  async 'a block that Sysmon drops is explained, with what goes with it, and taken apart by the light bulb'() {
    await openFile('dropped.xml');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await page.keyboard.press('Control+Shift+M');
    const marker = text => page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
    await marker('Details').waitFor();
    await marker('line 3').waitFor();
    console.log(`    ${oneLine(await marker('Details').innerText())}`);
    await picture('2-dropped');
    await page.keyboard.press('Control+Shift+M');
    await lineWith('<Details')
      .locator('span', { hasText: /^Details$/ })
      .first()
      .click();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'block of its own' }).first().waitFor();
    await picture('2-dropped-fix');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    await command('File: Revert File');
    await command('View: Close Editor');
  },

  async 'hovering an event tells its kernel source'() {
    const name = lineWith('<ProcessCreate')
      .locator('span', { hasText: /^ProcessCreate$/ })
      .first();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'PsSetCreateProcessNotifyRoutine' });
    // A lens that comes in moves the lines away from under the mouse.
    for (let attempt = 1; ; attempt++) {
      await name.hover();
      try {
        await hover.first().waitFor({ timeout: 10_000 });
        break;
      } catch (error) {
        if (attempt === 4) throw error;
        await page.mouse.move(0, 0);
      }
    }
    console.log(`    ${oneLine(await hover.first().innerText()).slice(0, 200)}`);
    await picture('3-hover', { keepMouse: true });
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

  async 'keys make comments of lines and elements, take them back, and go to the other tag'() {
    await openFile('comments.xml');
    // The keys are ours once it is known to be a configuration, as this button is.
    await page.locator('.editor-actions [aria-label^="Show Coverage"]').waitFor();
    /** Saves until the file holds a text: what a key does takes a moment. */
    const holds = async expected => {
      for (let attempt = 1; ; attempt++) {
        await page.keyboard.press('Control+S');
        await page.waitForTimeout(100);
        const text = readFileSync(path.join(folder, 'comments.xml'), 'utf8');
        if (text === expected) return;
        if (attempt === 50) throw new Error(`comments.xml holds ${text}`);
      }
    };
    const cursorAt = (line, column) =>
      page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${line}, Col ${column}$`) }).waitFor();

    await goTo(4);
    await cursorAt(4, 1);
    await page.keyboard.press('Control+Slash');
    await holds(commentedLine);
    await picture('6-line-comment');
    await page.keyboard.press('Control+Slash');
    await holds(open);

    await goTo(3);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await cursorAt(3, 7);
    // Shift+Alt+A on Windows and macOS.
    await page.keyboard.press('Control+Shift+A');
    await holds(commentedBlock);
    await picture('6-block-comment');
    await page.keyboard.press('Control+Shift+A');
    await holds(open);

    await goTo(3);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+Shift+Backslash');
    await cursorAt(6, 7);
    await picture('6-matching-tag');
    await page.keyboard.press('Control+Shift+Backslash');
    await cursorAt(3, 6);
    await command('View: Close Editor');
  },
});

await runUiTest({
  name: 'ui',
  settings: { 'editor.hover.delay': 50, 'workbench.colorTheme': 'Default Dark Modern' },
  prepare(folder) {
    cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'dropped.xml'), dropped);
    writeFileSync(path.join(folder, 'comments.xml'), open);
  },
  instructions: (server, folder) => [['openFile', server.remote(path.join(folder, 'sysmonconfig.xml'))]],
  steps: stepsOf,
});
