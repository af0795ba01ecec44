// Builds everything that runs: the extension, the language server and the command line.
//   node esbuild.mjs               with source maps, for development
//   node esbuild.mjs --release     minified, without source maps, with the licences of what is bundled
//   node esbuild.mjs --watch       builds again when a source changes
//   node esbuild.mjs --host-suite  only the tests that run inside VS Code, into .vscode-test/host-suite
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const release = process.argv.includes('--release');
const watch = process.argv.includes('--watch');
const suite = process.argv.includes('--host-suite');
const outdir = path.join(root, suite ? '.vscode-test/host-suite' : 'dist');

let running = 0;

/** Prints one line an error, which the problem matcher of `.vscode/tasks.json` reads. */
const report = {
  name: 'report',
  setup(build) {
    build.onStart(() => {
      // Several builds run at once, but the matcher has to see one beginning and one end.
      if (running++ === 0 && watch) console.log('[watch] build started');
    });
    build.onEnd(({ errors, warnings }) => {
      for (const [kind, messages] of Object.entries({ error: errors, warning: warnings })) {
        for (const { text, location } of messages) {
          const place = location
            ? `${location.file}:${location.line}:${location.column + 1}`
            : 'esbuild.mjs:1:1';
          console.error(`${place}: ${kind}: ${text}`);
        }
      }
      if (--running === 0 && watch) console.log('[watch] build finished');
    });
  },
};

/** Makes the command line a program that a shell can start. */
const executable = {
  name: 'executable',
  setup(build) {
    build.onEnd(({ errors }) => {
      if (errors.length === 0) chmodSync(path.join(outdir, 'cli.js'), 0o755);
    });
  },
};

/** Leaves what the server and the command line share in a bundle of its own, which each of them loads. */
const shareLibrary = {
  name: 'share-library',
  setup(build) {
    build.onResolve({ filter: /^\.\/library\.ts$/ }, () => ({ path: './library.js', external: true }));
  },
};

/** The packages that ended up in a bundle, by name. */
function bundledPackages(metafiles) {
  const packages = new Map();
  for (const input of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input);
    if (match) packages.set(match[2], path.join(root, match[1]));
  }
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What is bundled is redistributed, so its licences have to travel with it. */
function writeNotices(metafiles) {
  const parts = ['Sysmon Config contains the following packages.\n'];
  for (const [name, folder] of bundledPackages(metafiles)) {
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : `Licence: ${license}`;
    parts.push(`${name} ${version}\n\n${text}\n`);
  }
  writeFileSync(path.join(outdir, 'THIRD-PARTY-NOTICES.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The entry of the host suite and its test files, which the entry finds beside itself. */
function hostSuiteFiles() {
  const folder = path.join(root, 'test/vscode');
  const files = readdirSync(folder).filter(file => file === 'index.ts' || file.endsWith('.test.ts'));
  return files.map(file => path.join(folder, file));
}

const common = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // `vscode` exists in the editor only; the others are for the host suite, which finds them in node_modules.
  external: ['vscode', 'mocha', 'vscode-textmate', 'vscode-oniguruma'],
  // Some packages have a UMD build as `main`, whose requires cannot be followed.
  mainFields: ['module', 'main'],
  minify: release,
  sourcemap: !release,
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
  plugins: [report],
};

const builds = suite
  ? [{ ...common, entryPoints: hostSuiteFiles() }]
  : [
      {
        ...common,
        entryPoints: { client: 'client/src/extension.node.ts', library: 'server/src/library.ts' },
      },
      {
        ...common,
        entryPoints: { server: 'server/src/main.node.ts' },
        plugins: [shareLibrary, report],
      },
      {
        ...common,
        entryPoints: { cli: 'server/src/cli.ts' },
        banner: { js: '#!/usr/bin/env node' },
        plugins: [shareLibrary, executable, report],
      },
      {
        ...common,
        entryPoints: {
          'webview/atlas': 'client/src/webview/atlas.ts',
          'webview/coverage': 'client/src/webview/coverage.ts',
          'webview/replay': 'client/src/webview/replay.ts',
          'webview/style': 'client/src/webview/style.css',
        },
        platform: 'browser',
        format: 'iife',
        // The browser in the oldest VS Code that the manifest promises to run in.
        target: 'chrome122',
      },
    ];

if (!suite) {
  const compile = ['--import', 'tsx', path.join(root, 'scripts/compile-schemas.ts')];
  try {
    execFileSync(process.execPath, compile, { cwd: root, stdio: 'inherit' });
  } catch {
    // The step has said on standard error what is wrong with the schemas.
    process.exit(1);
  }
}
// A release must not carry the source maps of an earlier build, nor a file that is no longer written.
if (existsSync(outdir) && release) rmSync(outdir, { recursive: true });
mkdirSync(outdir, { recursive: true });
// The sources are ES modules, but VS Code before 1.100 can load CommonJS only, so that is what is built. This file
// says so to Node, which would otherwise go by the "type" of the project's own package.json.
writeFileSync(path.join(outdir, 'package.json'), '{ "type": "commonjs" }\n');

if (watch) {
  for (const context of await Promise.all(builds.map(options => esbuild.context(options))))
    await context.watch();
} else {
  const results = await Promise.allSettled(builds.map(options => esbuild.build(options)));
  for (const { reason } of results) {
    // Errors of the sources have been printed by the plugin; anything else is a fault of the build itself.
    if (reason && !reason.errors) throw reason;
    if (reason) process.exitCode = 1;
  }
  if (release && !process.exitCode) writeNotices(results.map(({ value }) => value.metafile));
}
