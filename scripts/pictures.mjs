// Renews the pictures of the README from what the tests in the editor photograph: npm run pictures
//   npm run pictures -- --taken   from the screenshots that are in test-results/ already
// A picture is a row in the table below; `npm test` fails when one is unused, missing or too large.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './lib/processes.mjs';
import { resultsDir, root } from './lib/project.mjs';
import { ensurePrograms } from './lib/systemPackages.mjs';
import { launchBrowser } from './lib/vscodeServer.mjs';

const imagesDir = path.join(root, 'docs/images');

/** The screenshot of each picture, what is cut out of it (x, y, width, height), and its width when that is another. */
const pictures = {
  problems: { from: 'ui-2-problems', cut: [348, 35, 932, 570] },
  hover: { from: 'ui-3-hover', cut: [348, 35, 932, 470] },
  blocks: { from: 'meaning-blocks', cut: [48, 222, 1080, 480] },
  tests: { from: 'judging-7-output', cut: [48, 34, 1392, 500], width: 1080 },
  // Below stand names that only a test has.
  replay: { from: 'views-replay-dark', cut: [0, 34, 1340, 578], width: 1080 },
  // The list goes on with files of the test, which stand in for those from upstream.
  baselines: { from: 'new-1-baselines', cut: [340, 6, 602, 323] },
  atlas: { from: 'views-atlas-dark', cut: [0, 34, 1340, 1256], width: 1000 },
  coverage: { from: 'views-coverage-dark', cut: [0, 34, 1340, 820], width: 1000 },
};

if (!process.argv.includes('--taken')) {
  const code = await run(
    process.execPath,
    ['scripts/test.mjs', 'package', 'ui', 'new', 'views', 'judging', 'meaning'],
    {
      cwd: root,
    },
  );
  if (code !== 0) process.exit(code);
}
const sourceOf = ({ from }) => path.join(resultsDir, `${from}.png`);
const missing = Object.values(pictures).filter(picture => !existsSync(sourceOf(picture)));
if (missing.length > 0) {
  console.error(`There is no screenshot ${missing.map(({ from }) => from).join(', ')} in test-results/.`);
  process.exit(2);
}
const { chromium } = ensurePrograms(['chromium']);
if (chromium.path === null) {
  console.error(`The pictures need a browser: ${chromium.help}.`);
  process.exit(2);
}

/** Runs in the browser, which can cut, scale and write WebP. */
async function draw({ source, cut, width }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const [x, y, w, h] = cut ?? [0, 0, image.width, image.height];
  const canvas = document.createElement('canvas');
  canvas.width = width ?? w;
  canvas.height = Math.round((h * canvas.width) / w);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, w, h, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/webp', 0.88);
}

mkdirSync(imagesDir, { recursive: true });
for (const file of readdirSync(imagesDir)) {
  if (!Object.hasOwn(pictures, path.parse(file).name)) rmSync(path.join(imagesDir, file));
}
const browser = await launchBrowser(chromium.path);
try {
  const page = await browser.newPage();
  for (const [name, picture] of Object.entries(pictures)) {
    const source = `data:image/png;base64,${readFileSync(sourceOf(picture), 'base64')}`;
    const url = await page.evaluate(draw, { ...picture, source });
    const bytes = Buffer.from(url.replace(/^data:image\/webp;base64,/, ''), 'base64');
    writeFileSync(path.join(imagesDir, `${name}.webp`), bytes);
    console.log(`${String(bytes.length).padStart(8)}  docs/images/${name}.webp`);
  }
} finally {
  await browser.close();
}
