// Puts a VS Code server into the cache folder from the npm package `code-server`: no install script, no native
// build, and no download but from the configured npm registry. It is the way to a real VS Code on a machine
// that has only Node and npm.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { cacheDir } from './project.mjs';

// 4.100.3 carries VS Code 1.100.3 and is the last release that runs on Node 20.
const VERSION = '4.100.3';
const INTEGRITY =
  'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==';

// The server asks for a ripgrep whose install script downloads a binary; this release has it in npm packages.
const RIPGREP_VERSION = '1.18.0';

export const vscodeServerDir = path.join(cacheDir, 'vscode-server');
const stamp = `${VERSION} ripgrep ${RIPGREP_VERSION}`;

/**
 * Stands in for the native logger `@vscode/spdlog`, which would need a compiler. It appends to the same files.
 * The exports are plain assignments so that an ES import sees their names.
 */
const SPDLOG_STAND_IN = `'use strict';
const fs = require('fs');
const path = require('path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
let commonLevel = 2;
class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = commonLevel;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : new Date().toISOString() + ' [' + names[level] + '] ' + message + '\\n';
    try {
      fs.appendFileSync(this.file, line);
    } catch {}
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() {}
}
const create = async (name, file) => new Logger('rotating', name, file);
exports.version = 11000;
exports.setLevel = level => { commonLevel = level; };
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

function npm(cwd, ...args) {
  return execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  });
}

function unpackServer(work) {
  const [pack] = JSON.parse(npm(work, 'pack', `code-server@${VERSION}`, '--json', '--ignore-scripts'));
  if (pack.integrity !== INTEGRITY) {
    throw new Error(`code-server ${VERSION} does not have the expected checksum (got ${pack.integrity}).`);
  }
  const onlyVscode = [
    '--strip-components=3',
    '--exclude=*.js.map',
    '--exclude=*.css.map',
    'package/lib/vscode',
  ];
  execFileSync('tar', ['xzf', pack.filename, ...onlyVscode], { cwd: work });
  rmSync(path.join(work, pack.filename));
}

function installDependencies(work) {
  // Both folders have their own shrinkwrap file, which pins versions and checksums.
  const quiet = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  npm(work, 'ci', '--legacy-peer-deps', ...quiet);
  npm(path.join(work, 'extensions'), 'ci', ...quiet);
}

function installRipgrep(work) {
  const target = path.join(work, 'node_modules/@vscode/ripgrep/bin');
  const temporary = path.join(work, 'ripgrep-package');
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  mkdirSync(temporary);
  writeFileSync(path.join(temporary, 'package.json'), '{"private":true}');
  npm(temporary, 'install', '--ignore-scripts', '--no-save', '--force', `${name}@${RIPGREP_VERSION}`);
  mkdirSync(target, { recursive: true });
  const source = path.join(temporary, 'node_modules', name, 'bin');
  for (const file of readdirSync(source)) copyFileSync(path.join(source, file), path.join(target, file));
  rmSync(temporary, { recursive: true, force: true });
}

/** Native modules that are not built here: stand-ins keep the server's log clean. */
function replaceNativeModules(work) {
  const entry = name => path.join(work, 'node_modules', name, 'index.js');
  for (const name of ['native-watchdog', '@vscode/native-watchdog']) {
    if (existsSync(entry(name))) writeFileSync(entry(name), 'exports.start = () => {};\n');
  }
  writeFileSync(entry('@vscode/spdlog'), SPDLOG_STAND_IN);
}

/** The line in which npm says what went wrong; around it are codes and where its log is. */
function npmReason(error) {
  const lines = String(error.stderr ?? '').matchAll(
    /^npm (?:error|ERR!) (?!code|errno|syscall|A complete log)(\S.*)$/gm,
  );
  return [...lines][0]?.[1];
}

/** Installs the server unless it is there already; returns its folder and whether anything had to be done. */
export function installVscodeServer() {
  const stampFile = path.join(vscodeServerDir, '.complete');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return { dir: vscodeServerDir, installed: false };
  }
  mkdirSync(cacheDir, { recursive: true });
  const work = mkdtempSync(`${vscodeServerDir}-tmp-`);
  try {
    unpackServer(work);
    installDependencies(work);
    installRipgrep(work);
    replaceNativeModules(work);
    writeFileSync(path.join(work, '.complete'), stamp);
    rmSync(vscodeServerDir, { recursive: true, force: true });
    renameSync(work, vscodeServerDir);
    return { dir: vscodeServerDir, installed: true };
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw new Error(npmReason(error) ?? error.message, { cause: error });
  }
}
