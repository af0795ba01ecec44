// Explains an event and runs tests in a real VS Code as a person would: reads the tree, jumps to a condition, makes a
// test of it, and sees one fail. Every step leaves a picture in test-results/. Run `npm run test:judging`.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { runUiTest } from './lib/uiTest.mjs';

/** A log as Event Viewer exports it; the second event is explained. */
const log = `<Events>
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
`;

const stepsOf = ({ page, command, openFile, picture, quickRow, goTo, folder }) => {
  const tests = path.join(folder, 'minimal.sysmon-test.yaml');
  /** A row of the tree, by what a screen reader says of it. */
  const treeRow = label => page.locator(`.monaco-list-row[aria-label*="${label}"]`).first();

  return {
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
      if (readFileSync(tests, 'utf8').includes('dump.exe is logged'))
        throw new Error('It was saved unasked.');
      await picture('4-added');
    },

    async 'the tests run when the file is saved'() {
      await command('Testing: Focus on Test Explorer View');
      await treeRow('minimal.sysmon-test.yaml').waitFor();
      await page.locator('.tab.active[aria-label*="minimal.sysmon-test.yaml"]').click();
      await command('File: Save');
      await page
        .locator('.monaco-list-row[aria-label*="minimal.sysmon-test.yaml (Passed)"]')
        .first()
        .waitFor();
      // What was said when the case was added is still there, and must not have become wrong.
      await command('Notifications: Show Notifications');
      const said = page.locator('.notification-list-item', { hasText: 'The case was added to' }).first();
      await said.waitFor();
      const sentence = (await said.locator('.notification-list-item-message').innerText()).trim();
      if (sentence !== 'The case was added to minimal.sysmon-test.yaml.') throw new Error(sentence);
      await picture('5-passed');
      await command('Notifications: Clear All Notifications');
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
      await page
        .locator('.monaco-list-row[aria-label*="minimal.sysmon-test.yaml (Failed)"]')
        .first()
        .waitFor();
      await picture('6-failed');
      await treeRow('minimal.sysmon-test.yaml (Failed)').click();
      await page.keyboard.press('ArrowRight');
      await treeRow('Reading the memory of LSASS is named (Failed)').click();
      await page.locator('.tab[aria-label*="minimal.sysmon-test.yaml"]').click();
      await command('Test: Peek Output');
      await picture('7-output');
    },
  };
};

await runUiTest({
  name: 'judging',
  settings: { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.editor.enablePreview': false },
  size: { width: 1440, height: 900 },
  prepare(folder) {
    cpSync(path.join(root, 'snippets/baselines/minimal.xml'), path.join(folder, 'minimal.xml'));
    const sample = readFileSync(path.join(root, 'samples/minimal.sysmon-test.yaml'), 'utf8');
    const tests = sample.replace('../snippets/baselines/', '');
    writeFileSync(path.join(folder, 'minimal.sysmon-test.yaml'), tests);
    writeFileSync(path.join(folder, 'events.xml'), log);
  },
  steps: stepsOf,
});
