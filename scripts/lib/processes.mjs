// Child processes: found, run, and ended with everything that they started.
import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

const isWindows = process.platform === 'win32';

/** The full path of a program on PATH, or null. */
export function findProgram(name) {
  const suffixes = isWindows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const suffix of suffixes) {
      const file = path.join(folder, name + suffix);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  return null;
}

/** Runs `command` with our own output and resolves with its exit code; a signal counts as 1. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // On Windows npm and code are `.cmd` files, which only a shell can start.
    const shell = isWindows && /\.(cmd|bat)$/i.test(command);
    const child = spawn(command, args, { stdio: 'inherit', shell, ...options });
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** Starts `command` as the leader of its own process group, so that `stopGroup` ends its children too. */
export function spawnGroup(command, args, options = {}) {
  return spawn(command, args, { ...options, detached: !isWindows });
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (isWindows) execFileSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

/** Ends a process group: asks first, and insists after `graceMs`. */
export async function stopGroup(child, graceMs = 5000) {
  const exited =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise(resolve => {
          child.once('exit', resolve);
          setTimeout(resolve, graceMs).unref();
        });
  signalGroup(child, 'SIGTERM');
  await exited;
  signalGroup(child, 'SIGKILL');
}

/**
 * Calls `stop` once, for whichever of SIGINT, SIGTERM and SIGHUP comes first, then exits as a shell reports that
 * signal. When the starting process is gone it stops too: npm runs a script in a shell, which a SIGTERM ends
 * without telling the script. Returns a function that says whether a stop is under way.
 */
export function stopOnSignals(stop) {
  let stopping = false;
  const stopOnce = async number => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(128 + number);
  };
  process.on('SIGINT', () => void stopOnce(2));
  process.on('SIGTERM', () => void stopOnce(15));
  process.on('SIGHUP', () => void stopOnce(1));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stopOnce(15);
  }, 500).unref();
  return () => stopping;
}
