// Runs the host suite in a desktop VS Code, which is downloaded from its vendor:
//   npm run test:electron -- [--version oldest|stable|1.91.0]
// On Linux without a display, put xvfb-run -a in front.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { cacheDir, hostSuite, oldestVscode, root } from './lib/project.mjs';
import { run } from './lib/processes.mjs';
import { forgetResults, reportResults, resultsFile } from './lib/results.mjs';

const { values } = parseArgs({ options: { version: { type: 'string', default: 'stable' } } });
const version = values.version === 'oldest' ? oldestVscode : values.version;

for (const args of [['esbuild.mjs'], ['esbuild.mjs', '--host-suite']]) {
  const code = await run(process.execPath, args, { cwd: root });
  if (code !== 0) process.exit(code);
}

const temporary = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-host-'));
const folder = path.join(temporary, 'workspace');
cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
forgetResults('vscode');
try {
  await runTests({
    version,
    cachePath: cacheDir,
    extensionDevelopmentPath: root,
    extensionTestsPath: hostSuite,
    extensionTestsEnv: { SYSMON_TEST_RESULTS: resultsFile('vscode') },
    launchArgs: [
      folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${path.join(temporary, 'user-data')}`,
    ],
  });
  if (!reportResults('vscode')) process.exitCode = 1;
} catch (error) {
  console.error(`The tests in VS Code ${version} failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
