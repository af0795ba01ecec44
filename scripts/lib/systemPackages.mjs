// Programs that npm cannot bring: found where they are, and installed with apt-get where that is allowed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findProgram } from './processes.mjs';

const browserNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
];

function findBrowser() {
  if (process.env.CHROMIUM && existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
  for (const name of browserNames) {
    const file = findProgram(name);
    if (file) return file;
  }
  return null;
}

const programs = {
  chromium: { find: findBrowser, byHand: 'install Chromium or Chrome, or set CHROMIUM to its path' },
  neovim: { find: () => findProgram('nvim'), byHand: 'install Neovim so that nvim is on PATH' },
};

/** What to put in front of apt-get, or null when it must not or cannot be used. */
function aptPrefix() {
  if (!findProgram('apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  if (!findProgram('sudo')) return null;
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return ['sudo', '-n'];
  } catch {
    // sudo would ask for a password, which a test run must not wait for.
    return null;
  }
}

/** What apt-get said when it failed, by program: it is not asked twice. */
const failures = new Map();

function install(prefix, names) {
  console.log(`Installing ${names.join(' and ')} with apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args];
    execFileSync(command, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...names);
  } catch (error) {
    const said = String(error.stderr ?? error.message)
      .trim()
      .split('\n')
      .at(-1);
    for (const name of names) failures.set(name, said);
  }
}

/**
 * Finds the named programs, first installing those that are missing. Returns for each its path or, when it
 * cannot be had, what the user can do.
 */
export function ensurePrograms(names) {
  const missing = names.filter(name => programs[name].find() === null && !failures.has(name));
  const prefix = missing.length > 0 ? aptPrefix() : null;
  if (prefix) install(prefix, missing);
  return Object.fromEntries(
    names.map(name => {
      const file = programs[name].find();
      const failure = failures.has(name) ? ` (apt-get: ${failures.get(name)})` : '';
      return [name, file ? { path: file } : { path: null, help: programs[name].byHand + failure }];
    }),
  );
}
