import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { replaceFile } from '../../../server/src/cli/replaceFile.ts';
import { createCliFolder, type CliFolder } from './kit.ts';

const document = (condition: string, more = ''): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include"><Image condition="${condition}">x</Image></DnsQuery>${more}</EventFiltering></Sysmon>\n`;
const BROKEN = document('ends with');
const FIXED = document('end with');
const declared = (text: string): string => `<?xml version="1.0" encoding="ISO-8859-1"?>${text}<!-- é -->`;

const folders: CliFolder[] = [];
let folder: CliFolder;

beforeEach(() => {
  folder = createCliFolder();
  folders.push(folder);
});
after(() => folders.forEach(each => each.remove()));

const read = (name: string): Buffer => readFileSync(join(folder.path, name));
const text = (name: string): string => read(name).toString();

describe('sysmon-config check --fix', () => {
  it('puts files right, says so, and reports what is left', () => {
    folder.write('a.xml', BROKEN);
    folder.write('b.xml', document('ends with', '<FileCreate/><DnsQry onmatch="include"/>'));
    folder.write('good.xml', FIXED);
    folder.write('pom.xml', '<project><a>&</a></project>');
    const { code, out, err } = folder.run(['check', '--fix', '--format', 'json', '.']);
    assert.equal(
      err,
      'a.xml: fixed 1 problem\nb.xml: fixed 1 problem\ngood.xml: nothing to fix\npom.xml: it is no Sysmon configuration, so it is left alone\n',
    );
    assert.equal(code, 1);
    assert.equal(text('a.xml'), FIXED);
    assert.equal(text('b.xml'), document('end with', '<FileCreate/><DnsQry onmatch="include"/>'));
    assert.equal(text('pom.xml'), '<project><a>&</a></project>');
    const results = JSON.parse(out) as { diagnostics: { code: string }[] }[];
    assert.deepEqual(
      results.slice(0, 3).map(({ diagnostics }) => diagnostics.map(each => each.code)),
      [[], ['missing-onmatch', 'unknown-event'], []],
    );
    assert.deepEqual(readdirSync(folder.path).sort(), ['a.xml', 'b.xml', 'good.xml', 'pom.xml']);
  });

  it('keeps the encoding and the mode', () => {
    const files: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
      ['bom.xml', each => Buffer.from(`\ufeff${each}`)],
      ['utf16.xml', each => Buffer.from(`\ufeff${each}`, 'utf16le')],
      ['utf16-bare.xml', each => Buffer.from(each, 'utf16le')],
      ['latin1.xml', each => Buffer.from(declared(each), 'latin1')],
      ['crlf.xml', each => Buffer.from(each.replace('\n', '\r\n'))],
    ];
    for (const [name, encode] of files) chmodSync(folder.write(name, encode(BROKEN)), 0o640);
    assert.equal(folder.run(['check', '--fix', '.']).code, 0);
    for (const [name, encode] of files) {
      assert.deepEqual(read(name), encode(FIXED), name);
      assert.equal(statSync(join(folder.path, name)).mode & 0o777, 0o640, name);
    }
  });

  it('leaves a file alone that it cannot write as it was', () => {
    const bare = Buffer.from(`${BROKEN}<!-- é -->`, 'latin1');
    const half = Buffer.concat([
      Buffer.from(`\ufeff${BROKEN}<!-- `, 'utf16le'),
      Buffer.from([0, 0xd8, 0x20]),
    ]);
    folder.write('bare.xml', bare);
    folder.write('half.xml', half);
    const { code, err } = folder.run(['check', '--fix', 'bare.xml', 'half.xml']);
    assert.equal(code, 2);
    assert.match(
      err,
      /^sysmon-config: bare\.xml: not changed: it is written in .* save it as UTF-8 first\.$/m,
    );
    assert.match(
      err,
      /^sysmon-config: half\.xml: not changed: it has bytes that are no UTF-16, which would be lost\.$/m,
    );
    assert.deepEqual(read('bare.xml'), bare);
    assert.deepEqual(read('half.xml'), half);
  });

  it('writes to the target of a link, but never into node_modules', t => {
    if (process.platform === 'win32') return t.skip('links need a privilege on Windows');
    folder.write('real/a.xml', BROKEN);
    folder.write('node_modules/b.xml', BROKEN);
    symlinkSync('real/a.xml', join(folder.path, 'link.xml'));
    symlinkSync('node_modules/b.xml', join(folder.path, 'other.xml'));
    const { code, err } = folder.run(['check', '--fix', 'link.xml', 'other.xml']);
    assert.equal(code, 2);
    assert.match(err, /^link\.xml: fixed 1 problem$/m);
    assert.match(err, /^sysmon-config: other\.xml: not changed, as it lies in node_modules\.$/m);
    assert.ok(lstatSync(join(folder.path, 'link.xml')).isSymbolicLink());
    assert.equal(text('real/a.xml'), FIXED);
    assert.equal(text('node_modules/b.xml'), BROKEN);
  });

  it('gives standard input back as it should be, and reports beside it', () => {
    const bytes = Buffer.from(`\ufeff${BROKEN}`, 'utf16le');
    const { code, out, err } = folder.run(['check', '--fix', '-'], bytes);
    assert.equal(code, 0);
    assert.equal(out, Buffer.from(`\ufeff${FIXED}`, 'utf16le').toString());
    assert.match(err, /^-: fixed 1 problem\n-\n {2}Sysmon accepts this file\. No problems\.\n/);
    assert.equal(folder.run(['check', '--fix', '-'], FIXED).out, FIXED);
  });

  it('changes nothing where a settings file cannot be used', () => {
    folder.write('.sysmonrc.json', '{');
    folder.write('a.xml', BROKEN);
    assert.equal(folder.run(['check', '--fix', 'a.xml']).code, 2);
    assert.equal(text('a.xml'), BROKEN);
  });

  it('does not go with JSON lines', () => {
    assert.deepEqual(folder.run(['check', '--fix', '--stdin-jsonl']), {
      code: 2,
      out: '',
      err: 'sysmon-config: --fix changes files, so it does not go with --stdin-jsonl.\n',
    });
  });
});

describe('replaceFile', () => {
  it('refuses a file that changed meanwhile, and leaves nothing behind', () => {
    const file = folder.write('a.xml', 'new');
    assert.throws(
      () => replaceFile(file, Buffer.from('old'), Buffer.from('mine')),
      /a\.xml: not changed, as something else changed it meanwhile\. Run it again\.$/,
    );
    assert.equal(text('a.xml'), 'new');
    assert.deepEqual(readdirSync(folder.path), ['a.xml']);
  });

  it('says why it cannot write', () => {
    mkdirSync(join(folder.path, 'folder'));
    assert.throws(
      () => replaceFile(join(folder.path, 'none.xml'), Buffer.of(), Buffer.of()),
      /none\.xml: not changed, as it cannot be written \(.+\)\.$/,
    );
  });

  it('refuses a file that may not be written', t => {
    if (process.getuid?.() === 0) return t.skip('root may write everything');
    const file = folder.write('a.xml', 'old');
    chmodSync(file, 0o444);
    assert.throws(() => replaceFile(file, Buffer.from('old'), Buffer.from('new')), /\(that is not allowed\)/);
  });
});
