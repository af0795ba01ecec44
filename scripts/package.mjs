// Builds the extension for release and writes sysmon-config-<version>.vsix: npm run package
import path from 'node:path';
import { run } from './lib/processes.mjs';
import { root, vsixPath } from './lib/project.mjs';

const node = async (...args) => {
  const code = await run(process.execPath, args, { cwd: root });
  if (code !== 0) process.exit(code);
};

await node('esbuild.mjs', '--release');
await node(
  'node_modules/@vscode/vsce/vsce',
  ...['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
  ...['--out', vsixPath],
);
console.log(`Install it with: code --install-extension ${path.basename(vsixPath)}`);
