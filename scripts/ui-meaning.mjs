// Opens a well-known configuration in a real VS Code and looks at what stands beside and above its text: lenses, hints
// and the colours of semantic tokens. The pictures in test-results/ are for the README.
//   node scripts/ui-meaning.mjs [--light]    takes the extension from this folder as it was built last
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { runUiTest } from './lib/uiTest.mjs';

const light = process.argv.includes('--light');
const wellKnown = path.join(
  root,
  '../shared/corpus/real/SwiftOnSecurity__sysmon-config__sysmonconfig-export.xml',
);
const source = existsSync(wellKnown) ? wellKnown : path.join(root, 'snippets/baselines/full.xml');

const stepsOf = ({ page, picture, lineWith }) => {
  const goTo = async line => {
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+G');
    await page.locator('.quick-input-widget input').first().fill(String(line));
    await page.keyboard.press('Enter');
  };
  return {
    async 'a lens above a block says what it does'() {
      await page.locator('.editor-actions [aria-label^="Show Coverage"]').waitFor();
      // Long lines want the room.
      await page.keyboard.press('Control+B');
      await goTo(262);
      const lenses = page.locator('.codelens-decoration', { hasText: /logs|leaves out/ });
      // Those of blocks that are not in sight stay in the page, hidden.
      await lenses.filter({ visible: true }).first().waitFor();
    },

    async 'hints say what the text does not'() {
      await lineWith('ID 2').waitFor();
    },

    async 'include and exclude have colours of their own'() {
      const colourOf = async (line, text) => {
        const name = lineWith(line).locator('span', { hasText: text }).last();
        return name.evaluate(element => getComputedStyle(element).color);
      };
      await picture('blocks');
      const include = await colourOf('<FileCreateTime.*"include"', /^FileCreateTime$/);
      const exclude = await colourOf('<FileCreateTime.*"exclude"', /^FileCreateTime$/);
      if (include === exclude) throw new Error(`Both are ${include}.`);
    },

    async 'and further down'() {
      await goTo(489);
      await lineWith('ID 10').waitFor();
      await picture('further');
    },
  };
};

await runUiTest({
  name: light ? 'meaning-light' : 'meaning-dark',
  settings: {
    'workbench.colorTheme': light ? 'Light Modern' : 'Dark Modern',
    'editor.fontSize': 13,
  },
  size: { width: 1340, height: 860 },
  developed: true,
  prepare: folder => cpSync(source, path.join(folder, 'sysmonconfig-export.xml')),
  instructions: (server, folder) => [
    ['openFile', server.remote(path.join(folder, 'sysmonconfig-export.xml'))],
  ],
  steps: stepsOf,
});
