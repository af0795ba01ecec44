// Builds the extension for release and writes sysmon-config-<version>.vsix: npm run package
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './lib/processes.mjs';
import { packagedReadmePath, readmePath, root, vsixPath } from './lib/project.mjs';
import { packagedReadme } from './lib/readme.mjs';

const node = async (...args) => {
  const code = await run(process.execPath, args, { cwd: root });
  if (code !== 0) process.exit(code);
};

await node('esbuild.mjs', '--release');
writeFileSync(packagedReadmePath, packagedReadme(readFileSync(readmePath, 'utf8')));
await node(
  'node_modules/@vscode/vsce/vsce',
  ...['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
  ...['--readme-path', path.relative(root, packagedReadmePath).replaceAll(path.sep, '/')],
  ...['--out', vsixPath],
);
console.log(`Install it with: code --install-extension ${path.basename(vsixPath)}`);
