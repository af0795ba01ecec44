/**
 * `npm run bench`: how long the language service takes, beside what saxes takes only to parse the same
 * text in the same run. What is shipped is a bundle, and code that was compiled on the fly is measurably
 * slower, so the measures are bundled first and run in a process of their own, which is started as the server is.
 *
 *   npm run bench -- --quick        fewer rounds, for a first look
 *   npm run bench -- --engine       only how fast events are judged
 *   npm run bench -- --keep         prints where the bundle is, to profile it: node --cpu-prof <bundle>
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { SERVER_ARGUMENTS } from '../../client/src/serverProcess.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function run(...args: string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

if (!existsSync(path.join(root, 'server/src/schema/compiled.json')))
  run('--import', 'tsx', 'scripts/compile-schemas.ts');

const folder = mkdtempSync(path.join(os.tmpdir(), 'sysmon-config-bench-'));
const bundle = path.join(folder, 'measure.cjs');
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/bench/measure.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Names are kept readable for a profile; what is minified runs no faster.
  sourcemap: 'inline',
  // A bundle in CommonJS has no URL; `test/shared.ts` is who asks for one.
  define: { 'import.meta.url': JSON.stringify(new URL('../shared.ts', import.meta.url).href) },
  logLevel: 'error',
});

const args = process.argv.slice(2);
run(...SERVER_ARGUMENTS, bundle, ...args);
if (args.includes('--keep')) console.log(`\nThe bundle is ${bundle}.`);
else rmSync(folder, { recursive: true });
// A benchmark is never a test: a busy machine must not make anything fail.
process.exitCode = 0;
