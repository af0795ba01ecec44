import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * VS Code calls this inside its extension host. The counts go to the file that SYSMON_TEST_RESULTS names, because
 * an exit code alone does not say how many tests there were.
 */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: true, timeout: 30_000, slow: 2_000 });
  // The suite is built to CommonJS, where this is the folder of the built files.
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return new Promise((resolve, reject) => {
    const runner = mocha.run(failures => {
      const file = process.env['SYSMON_TEST_RESULTS'];
      if (file) writeFileSync(file, JSON.stringify(counts));
      if (failures > 0) reject(new Error(`${failures} tests failed.`));
      else resolve();
    });
    runner.on('pass', () => counts.passed++);
    runner.on('fail', () => counts.failed++);
    runner.on('pending', () => counts.skipped++);
  });
}
