import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  commandLines,
  quote,
  shellOf,
  whyNotApplicable,
  type CommandPlace,
  type SysmonCommand,
} from '../../../client/src/commandLines.ts';
import { scopeFor } from '../../../client/src/targetSetting.ts';

const commands = JSON.parse(
  readFileSync(new URL('../../../snippets/commands.json', import.meta.url), 'utf8'),
) as SysmonCommand[];

function lines(place: Partial<CommandPlace>): Record<string, string | null> {
  const all: CommandPlace = {
    platform: 'windows',
    machine: 'windows',
    shell: 'powershell',
    path: String.raw`C:\my files\sysmon.xml`,
    ...place,
  };
  return Object.fromEntries(commandLines(commands, all).map(({ command, line }) => [command.id, line]));
}

describe('shells', () => {
  for (const [program, onWindows, expected] of [
    [String.raw`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`, true, 'powershell'],
    [String.raw`C:\Program Files\PowerShell\7\pwsh.exe`, true, 'powershell'],
    ['/usr/bin/pwsh-preview', false, 'powershell'],
    [String.raw`C:\WINDOWS\System32\CMD.EXE`, true, 'cmd'],
    [String.raw`C:\Program Files\Git\bin\bash.exe`, true, 'posix'],
    ['/usr/bin/zsh', false, 'posix'],
    ['/usr/bin/fish', false, 'fish'],
    ['', true, 'powershell'],
    ['', false, 'posix'],
  ] as const) {
    it(`${program || 'none'} is ${expected}`, () => assert.equal(shellOf(program, onWindows), expected));
  }
});

describe('quoting', () => {
  for (const [shell, path, expected] of [
    ['powershell', String.raw`C:\a b\$x;(y)&z.xml`, String.raw`'C:\a b\$x;(y)&z.xml'`],
    ['powershell', "C:\\it's.xml", "'C:\\it''s.xml'"],
    ['powershell', 'C:\\it\u2019s.xml', "'C:\\it\u2019\u2019s.xml'"],
    ['cmd', String.raw`C:\a b & c\x.xml`, String.raw`"C:\a b & c\x.xml"`],
    ['cmd', String.raw`C:\%TEMP%\x.xml`, String.raw`"C:\\"^%"TEMP"^%"\x.xml"`],
    ['posix', '/a b/$(id).xml', "'/a b/$(id).xml'"],
    ['posix', "/it's.xml", String.raw`'/it'\''s.xml'`],
    ['fish', String.raw`/it's\x.xml`, String.raw`'/it\'s\\x.xml'`],
  ] as const) {
    it(`${path} for ${shell}`, () => assert.equal(quote(path, shell), expected));
  }

  it('refuses what would start another command in a terminal', () => {
    for (const shell of ['powershell', 'cmd', 'posix', 'fish'] as const) {
      assert.throws(() => quote('/a\nrm', shell), RangeError);
    }
  });

  it('gives a real shell exactly the path', { skip: !existsSync('/bin/sh') && 'there is no /bin/sh' }, () => {
    const path = String.raw`/a 'b' "c" $HOME \$x ;&|<>()*?` + '`id`!#~';
    assert.equal(
      execFileSync('/bin/sh', ['-c', `printf %s ${quote(path, 'posix')}`], { encoding: 'utf8' }),
      path,
    );
  });
});

describe('commands', () => {
  it('name the file where it is, on this machine', () => {
    const windows = lines({});
    assert.equal(windows['install'], String.raw`sysmon -accepteula -i 'C:\my files\sysmon.xml'`);
    assert.equal(windows['update'], String.raw`sysmon -c 'C:\my files\sysmon.xml'`);
    assert.equal(windows['show'], 'sysmon -c');
    assert.equal(windows['schema'], 'sysmon -s');
    assert.equal(windows['uninstall'], 'sysmon -u');
    assert.equal(windows['install-feature'], String.raw`sysmon -i 'C:\my files\sysmon.xml'`);
    assert.equal(windows['enable-feature'], 'Enable-WindowsOptionalFeature -Online -FeatureName Sysmon');
  });

  it('start PowerShell from another shell for what only PowerShell has', () => {
    assert.equal(
      lines({ shell: 'cmd' })['enable-feature'],
      'powershell -Command "Enable-WindowsOptionalFeature -Online -FeatureName Sysmon"',
    );
  });

  it('for Linux ask for the rights that they need, and know no Windows feature', () => {
    const linux = lines({ platform: 'linux', machine: 'linux', shell: 'posix', path: "/etc/it's.xml" });
    assert.equal(linux['install'], String.raw`sudo sysmon -accepteula -i '/etc/it'\''s.xml'`);
    assert.equal(linux['update'], String.raw`sudo sysmon -c '/etc/it'\''s.xml'`);
    assert.equal(linux['uninstall'], 'sudo sysmon -u');
    assert.equal(linux['enable-feature'], undefined);
  });

  it('for another machine name the file only, in the shell that is usual there', () => {
    const from = { machine: 'linux', shell: 'fish', path: '/home/me/my sysmon.xml' } as const;
    assert.equal(lines(from)['update'], "sysmon -c 'my sysmon.xml'");
    assert.equal(
      lines({ platform: 'linux', path: String.raw`C:\a\b.xml` })['update'],
      "sudo sysmon -c 'b.xml'",
    );
  });

  it('that name no file need none', () => {
    const unsaved = lines({ path: null });
    assert.equal(unsaved['install'], null);
    assert.equal(unsaved['show'], 'sysmon -c');
  });

  it('say where they are from', () => {
    for (const { id, title, detail, source } of commands) {
      assert.ok(title.length > 5 && detail.length > 10 && source.length > 5, id);
    }
  });
});

describe('applying to this machine', () => {
  const info = { isSysmon: true, platform: 'windows', accepted: true } as const;
  const fine = { onWindows: true, isFile: true, isDirty: false, info } as const;

  it('is possible for a saved file that Sysmon takes', () => assert.equal(whyNotApplicable(fine), null));

  for (const [name, state, reason] of [
    ['another system', { onWindows: false }, /does not run Windows/],
    ['no server', { info: null }, /server does not answer/],
    ['another document', { info: { ...info, isSysmon: false } }, /no Sysmon configuration/],
    ['a configuration for Linux', { info: { ...info, platform: 'linux' } }, /for Linux/],
    ['an untitled document', { isFile: false }, /Save/],
    ['unsaved changes', { isDirty: true }, /Save/],
    ['a rejected file', { info: { ...info, accepted: false } }, /rejects/],
    ['a file that nobody judged', { info: { ...info, accepted: null } }, /not known/],
  ] as const) {
    it(`says why not: ${name}`, () => assert.match(whyNotApplicable({ ...fine, ...state }) ?? '', reason));
  }
});

describe('the scope of the target setting', () => {
  const open = { workspace: true, severalFolders: false, inFolder: true };
  for (const [name, inspected, where, expected] of [
    ['nothing set, a folder open', {}, open, 'workspace'],
    ['nothing set, several folders open', {}, { ...open, severalFolders: true }, 'folder'],
    ['several folders, a file outside', {}, { ...open, severalFolders: true, inFolder: false }, 'workspace'],
    ['nothing open', {}, { workspace: false, severalFolders: false, inFolder: false }, 'user'],
    ['set by the user', { globalValue: '4.50' }, open, 'user'],
    ['set in the workspace too', { globalValue: '4.50', workspaceValue: '4.60' }, open, 'workspace'],
    ['set in the folder', { workspaceValue: '4.60', workspaceFolderValue: '4.70' }, open, 'folder'],
  ] as const) {
    it(name, () => assert.equal(scopeFor(inspected, where), expected));
  }
});
