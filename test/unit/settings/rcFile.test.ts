import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRcFile, type RcSettings } from '../../../server/src/rcFile.ts';
import { nearestRcFile, rcFileAt, type RcRuntime } from '../../../server/src/rcFiles.ts';

const read = (value: unknown): ReturnType<typeof readRcFile> => readRcFile(JSON.stringify(value), 'rc');

describe('a settings file', () => {
  it('sets everything', () => {
    const levels = { 'missing-onmatch': 'off', 'option-repeated': 'hint' };
    assert.deepEqual(
      read({ $schema: 'x', target: '4.81', platform: 'linux', checks: levels, schemaFiles: ['own.xml'] }),
      { settings: { target: '4.81', platform: 'linux', levels, schemaFiles: ['own.xml'] }, problems: [] },
    );
  });

  it('sets nothing where it says nothing', () => {
    assert.deepEqual(read({}), { settings: { levels: {} }, problems: [] });
  });

  /** What cannot be used, and the sentence about it. */
  const PROBLEMS: readonly (readonly [value: unknown, problem: RegExp])[] = [
    [[], /^rc is not used, as it holds no object\. Write one such as/],
    [null, /^rc is not used, as it holds no object\./],
    [{ tarjet: '4.81' }, /^In rc there is no setting “tarjet”\. Did you mean “target”\?$/],
    [{ zzz: 1 }, /^In rc there is no setting “zzz”\. It can set target, platform, checks, schemaFiles\.$/],
    [{ target: 4.81 }, /^In rc the “target” 4\.81 is no schema version\. Write one such as "4\.90"\.$/],
    [{ target: '3.4' }, /“target” "3\.4" is no schema version/],
    [{ target: 'newest' }, /“target” "newest" is no schema version/],
    [{ platform: 'Windows' }, /the “platform” "Windows" is not known\. Write "windows" or "linux"\.$/],
    [{ schemaFiles: 'a.xml' }, /“schemaFiles” is no list/],
    [{ schemaFiles: [1] }, /the schema file 1 is not used\. Write its path relative to that file\.$/],
    [{ schemaFiles: ['\\\\host\\share\\a.xml'] }, /relative to that file/],
    [{ schemaFiles: ['//host/a.xml'] }, /relative to that file/],
    [{ schemaFiles: ['/etc/a.xml'] }, /relative to that file/],
    [{ schemaFiles: ['C:\\a.xml'] }, /relative to that file/],
    [{ schemaFiles: ['file:a.xml'] }, /relative to that file/],
    [{ schemaFiles: ['~/a.xml'] }, /relative to that file/],
    [{ checks: [] }, /^In rc the levels of checks are no object\./],
    [
      { checks: { 'mising-onmatch': 'off' } },
      /“mising-onmatch” is not the code of a check\. Did you mean “missing-onmatch”\?$/,
    ],
    [{ checks: { zzz: 'off' } }, /“zzz” is not the code of a check\. “sysmon-config explain” lists them\.$/],
    [
      { checks: { 'missing-onmatch': 'on' } },
      /the level "on" of missing-onmatch is not known\. Write one of off, hint, information, warning, error\.$/,
    ],
    [
      { checks: { 'unknown-event': 'warning' } },
      /unknown-event cannot be set to warning: Sysmon refuses a file .* it stays an error\. Remove this entry\.$/,
    ],
  ];
  for (const [value, problem] of PROBLEMS) {
    it(`says what is wrong with ${JSON.stringify(value)}`, () => {
      const { problems } = read(value);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', problem);
      assert.ok(!/[^.]$/.test(problems[0]?.replace(/\?$/, '.') ?? ''), 'it is a sentence');
    });
  }

  it('is used as far as it can be', () => {
    const { settings, problems } = read({
      target: 'x',
      platform: 'linux',
      checks: { 'unknown-event': 'off', 'missing-onmatch': 'hint' },
      schemaFiles: ['/a', 'b'],
    });
    const expected: RcSettings = {
      platform: 'linux',
      levels: { 'missing-onmatch': 'hint' },
      schemaFiles: ['b'],
    };
    assert.deepEqual(settings, expected);
    assert.equal(problems.length, 3);
  });

  it('that is no JSON says the line and the column', () => {
    const { settings, problems } = readRcFile('{\r\n  "target": "4.90"\r\n  "platform": "linux"\r\n}', 'rc');
    assert.deepEqual(settings, { levels: {} });
    assert.deepEqual(problems, [
      'rc is not used, as it is no JSON (line 3, column 3). A comma or the closing “}” has to stand here.',
    ]);
  });

  it('may say what is so anyway', () => {
    assert.deepEqual(read({ checks: { 'unknown-event': 'error' } }).problems, []);
  });
});

/** A file system of a few files, in which `/locked` cannot be read. */
function runtimeOf(files: Readonly<Record<string, string>>): RcRuntime {
  return {
    readFile(path) {
      const text = files[path];
      const code = path.startsWith('/locked') ? 'EACCES' : 'ENOENT';
      if (text === undefined) return Promise.reject(Object.assign(new Error(code), { code }));
      return Promise.resolve(new TextEncoder().encode(text));
    },
    resolvePath: (path, base) => (base === '/' ? `/${path}` : `${base ?? ''}/${path}`),
    parentFolder: path => (path === '/' ? null : path.replace(/\/[^/]*$/, '') || '/'),
  };
}

describe('the nearest settings file', () => {
  const runtime = runtimeOf({
    '/.sysmonrc.json': '{"target":"4.50"}',
    '/a/b/.sysmonrc.json': '\ufeff{"schemaFiles":["own.xml"]}',
  });

  it('is that of the folder or of one above it, up to the root', async () => {
    const found = await nearestRcFile('/a/b/c', runtime);
    assert.equal(found?.path, '/a/b/.sysmonrc.json');
    assert.deepEqual(found.settings.schemaFiles, ['/a/b/own.xml']);
    assert.equal((await nearestRcFile('/a', runtime))?.settings.target, '4.50');
    assert.equal(await nearestRcFile('/a/b', runtimeOf({})), null);
  });

  it('counts also when it cannot be read', async () => {
    const found = await nearestRcFile('/locked/folder', runtime);
    assert.deepEqual(found?.problems, [
      'The settings file /locked/folder/.sysmonrc.json is not used: reading it is not allowed.',
    ]);
  });

  it('has to be there when it is named', async () => {
    const found = await rcFileAt('/none.json', runtime);
    assert.deepEqual(found.problems, ['The settings file /none.json is not used: there is no such file.']);
  });
});
