// Fails when the package is too large or holds a file that a user does not need: npm run check:package
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { packagedReadmePath, root, vsixPath } from './lib/project.mjs';
import { relativeTargets } from './lib/readme.mjs';
import { zipEntries } from './lib/zip.mjs';

const maxBytes = 1_000_000;

/** The pages that diagnostics link to. */
const pages = path.join(root, 'docs/checks');
const pageFiles = existsSync(pages) ? readdirSync(pages).filter(file => file.endsWith('.md')) : [];

/** What a new configuration begins with. */
const baselines = path.join(root, 'snippets/baselines');
const baselineFiles = existsSync(baselines)
  ? readdirSync(baselines).filter(file => /\.(json|xml)$/.test(file))
  : [];

/** Exactly these files make up a package. */
const expected = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/client/language-configuration.json',
  ...['deploy', 'new', 'target', 'understand'].map(step => `extension/client/media/walkthrough/${step}.md`),
  'extension/client/syntaxes/sysmon-injection.tmLanguage.json',
  'extension/client/syntaxes/sysmon.tmLanguage.json',
  'extension/dist/THIRD-PARTY-NOTICES.txt',
  'extension/dist/cli.js',
  'extension/dist/client.js',
  'extension/dist/library.js',
  'extension/dist/package.json',
  'extension/dist/server.js',
  'extension/dist/webview/atlas.js',
  'extension/dist/webview/coverage.js',
  'extension/dist/webview/replay.js',
  'extension/dist/webview/style.css',
  'extension/icon.png',
  'extension/package.json',
  'extension/readme.md',
  'extension/schemas/sysmon-test.schema.json',
  'extension/schemas/sysmonrc.schema.json',
  ...['commands', 'detections', 'generated', 'structure', 'upstream', 'xml'].map(
    name => `extension/snippets/${name}.json`,
  ),
  ...baselineFiles.map(file => `extension/snippets/baselines/${file}`),
  ...pageFiles.map(file => `extension/docs/checks/${file}`),
];

if (!existsSync(vsixPath)) {
  console.error(`${path.basename(vsixPath)} is missing: run npm run package.`);
  process.exit(2);
}
const entries = zipEntries(vsixPath);
const names = entries.map(({ name }) => name);
const readmeTargets = relativeTargets(readFileSync(packagedReadmePath, 'utf8'));
const complaints = [
  ...readmeTargets
    .filter(target => !names.includes(`extension/${target}`))
    .map(target => `the packaged readme leads to ${target}, which is not in the package`),
  ...names.filter(name => !expected.includes(name)).map(name => `${name} does not belong into the package`),
  ...expected.filter(name => !names.includes(name)).map(name => `${name} is missing from the package`),
];
const { size } = statSync(vsixPath);
if (size > maxBytes) complaints.push(`the package has ${size} bytes, more than ${maxBytes}`);

for (const { name, compressed } of entries) console.log(`${String(compressed).padStart(8)}  ${name}`);
console.log(`${String(size).padStart(8)}  ${path.basename(vsixPath)}`);
for (const complaint of complaints) console.error(`Error: ${complaint}.`);
process.exitCode = complaints.length > 0 ? 1 : 0;
