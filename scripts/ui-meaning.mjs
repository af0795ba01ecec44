// Opens a well-known configuration in a real VS Code and looks at what stands beside and above its text: lenses, hints
// and the colours of semantic tokens. The pictures in test-results/ are for the README.
//   node scripts/ui-meaning.mjs [--light]
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { runUiTest } from './lib/uiTest.mjs';

const light = process.argv.includes('--light');
const wellKnown = path.join(
  root,
  '../shared/corpus/real/SwiftOnSecurity__sysmon-config__sysmonconfig-export.xml',
);
const source = existsSync(wellKnown) ? wellKnown : path.join(root, 'snippets/baselines/full.xml');

/** The number of the line in which a text first stands. */
const text = readFileSync(source, 'utf8');
const lineOf = part => text.slice(0, text.indexOf(part)).split('\n').length;

const stepsOf = ({ page, picture, lineWith, goTo }) => {
  return {
    async 'a lens above a block says what it does'() {
      await page.locator('.editor-actions [aria-label^="Show Coverage"]').waitFor();
      // Long lines want the room.
      await page.keyboard.press('Control+B');
      await goTo(lineOf('<FileCreateTime onmatch="exclude"'));
      const lenses = page.locator('.codelens-decoration', { hasText: /logs|leaves out/ });
      // Those of blocks that are not in sight stay in the page, hidden.
      await lenses.filter({ visible: true }).first().waitFor();
    },

    async 'hints say what the text does not'() {
      await lineWith('ID 2').waitFor();
    },

    async 'include and exclude have colours of their own'() {
      const colourOf = async onmatch => {
        // The two blocks of an event may be too far apart to be in sight together.
        await goTo(lineOf(`<FileCreateTime onmatch="${onmatch}"`));
        const name = lineWith(`<FileCreateTime.*"${onmatch}"`).locator('span', {
          hasText: /^FileCreateTime$/,
        });
        return name.last().evaluate(element => getComputedStyle(element).color);
      };
      await picture('blocks');
      // The colours of the meaning come after those of the grammar.
      for (let attempt = 0; ; attempt++) {
        const include = await colourOf('include');
        const exclude = await colourOf('exclude');
        if (include !== exclude) break;
        if (attempt === 20) throw new Error(`Both are ${include}.`);
      }
    },

    async 'and further down'() {
      await goTo(lineOf('<ProcessAccess onmatch='));
      await lineWith('ID 10').waitFor();
      await picture('further');
    },
  };
};

await runUiTest({
  name: light ? 'meaning-light' : 'meaning',
  settings: {
    'workbench.colorTheme': light ? 'Default Light Modern' : 'Default Dark Modern',
    'editor.fontSize': 13,
  },
  size: { width: 1340, height: 860 },
  prepare: folder => cpSync(source, path.join(folder, 'sysmonconfig-export.xml')),
  instructions: (server, folder) => [
    ['openFile', server.remote(path.join(folder, 'sysmonconfig-export.xml'))],
  ],
  steps: stepsOf,
});
