// Where things are, and the few facts of the project that several scripts share.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
export const cacheDir = path.join(root, '.vscode-test');
export const resultsDir = path.join(root, 'test-results');
export const readmePath = path.join(root, 'README.md');

/** The README as the package carries it. */
export const packagedReadmePath = path.join(root, 'dist/README.md');
export const vsixPath = path.join(root, `${manifest.name}-${manifest.version}.vsix`);

/** The bundled host suite, written by `node esbuild.mjs --host-suite`. */
export const hostSuite = path.join(cacheDir, 'host-suite/index.js');

/** The oldest VS Code that the manifest promises to run in, such as `1.91.0`. */
export const oldestVscode = manifest.engines.vscode.replace(/^\^/, '');
