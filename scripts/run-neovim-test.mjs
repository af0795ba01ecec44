// Uses the language server from Neovim, an editor that shares no code with VS Code: npm run test:neovim
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './lib/processes.mjs';
import { root } from './lib/project.mjs';
import { forgetResults, reportResults, resultsFile } from './lib/results.mjs';
import { ensurePrograms } from './lib/systemPackages.mjs';

const { neovim } = ensurePrograms(['neovim']);
if (neovim.path === null) {
  console.error(`The test needs Neovim: ${neovim.help}.`);
  process.exit(2);
}
const temporary = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-neovim-'));
const file = path.join(temporary, 'sysmonconfig.xml');
cpSync(path.join(root, 'test/vscode/workspace/sysmonconfig.xml'), file);
forgetResults('neovim');

const script = path.join(root, 'test/clients/neovim.lua');
const code = await run(neovim.path, ['--headless', '--clean', '-c', `luafile ${script}`], {
  timeout: 120_000,
  env: {
    ...process.env,
    // Its log and state would otherwise go to the user's home folder.
    XDG_STATE_HOME: temporary,
    XDG_CACHE_HOME: temporary,
    XDG_DATA_HOME: temporary,
    SYSMON_NODE: process.execPath,
    SYSMON_SERVER: path.join(root, 'dist/server.js'),
    SYSMON_FILE: file,
    SYSMON_TEST_RESULTS: resultsFile('neovim'),
  },
});
rmSync(temporary, { recursive: true, force: true });
process.exit(reportResults('neovim') && code === 0 ? 0 : 1);
