/**
 * Command lines for Sysmon, with the file's path quoted so that a shell hands over exactly this path. Knows no
 * editor.
 */

/** An entry of `snippets/commands.json`; `{file}` stands for the path. */
export interface SysmonCommand {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Null where there is no such command. */
  readonly windows: string | null;
  readonly linux: string | null;
  /** It is a command of PowerShell and not a program. */
  readonly powershell?: boolean;
  readonly source: string;
}

export type Shell = 'powershell' | 'cmd' | 'fish' | 'posix';
export type Platform = 'windows' | 'linux';

/** The kind of a shell, by the path of its program. */
export function shellOf(program: string, onWindows: boolean): Shell {
  const name = program
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  if (/^(?:pwsh|powershell)/.test(name)) return 'powershell';
  if (name === 'cmd') return 'cmd';
  if (name === 'fish') return 'fish';
  // Windows without a known shell still has PowerShell, and so do scripts that are run there.
  return name === '' && onWindows ? 'powershell' : 'posix';
}

/**
 * Quotes a path.
 *
 * @throws {RangeError} when no quoting is safe: a line end would start the next command in a terminal
 */
export function quote(path: string, shell: Shell): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) throw new RangeError('The path has a control character.');
  switch (shell) {
    case 'powershell':
      // PowerShell takes the typographic quotes for quotes too.
      return `'${path.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
    case 'cmd':
      // Between quotes a % begins a variable and cannot be escaped, so it stands outside of them. A backslash in
      // front of a quote would escape it for the program, so it is doubled there.
      return `"${path
        .replaceAll('"', '')
        .replace(/(\\*)%/g, '$1$1"^%"')
        .replace(/\\+$/, '$&$&')}"`;
    case 'fish':
      return `'${path.replace(/[\\']/g, '\\$&')}'`;
    case 'posix':
      return `'${path.replaceAll("'", String.raw`'\''`)}'`;
  }
}

export interface CommandPlace {
  /** What the configuration is for. */
  readonly platform: Platform;
  /** What this machine runs. */
  readonly machine: Platform | 'other';
  /** The user's shell. */
  readonly shell: Shell;
  /** Where the file is, null for one that was never saved. */
  readonly path: string | null;
}

/** Whether the commands are for this very machine, and the path of the file here is the one to name. */
export function isForThisMachine({ platform, machine }: CommandPlace): boolean {
  return platform === machine;
}

/** The shell that the commands are written for: the user's own, or the usual one of the other machine. */
export function shellFor(place: CommandPlace): Shell {
  if (isForThisMachine(place)) return place.shell;
  return place.platform === 'windows' ? 'powershell' : 'posix';
}

export interface CommandLine {
  readonly command: SysmonCommand;
  /** Null where the file has to be saved first. */
  readonly line: string | null;
}

/** The commands for a platform, ready to be run. */
export function commandLines(commands: readonly SysmonCommand[], place: CommandPlace): CommandLine[] {
  const shell = shellFor(place);
  return commands.flatMap(command => {
    const template = command[place.platform];
    if (template === null) return [];
    const line = fill(template, place, shell);
    const needsPowerShell = command.powershell === true && shell !== 'powershell';
    return [{ command, line: needsPowerShell && line !== null ? `powershell -Command "${line}"` : line }];
  });
}

function fill(template: string, place: CommandPlace, shell: Shell): string | null {
  if (!template.includes('{file}')) return template;
  if (place.path === null) return null;
  // The path of another machine is not known, the name of the file is.
  const path = isForThisMachine(place) ? place.path : place.path.replace(/^.*[\\/]/, '');
  return template.replace('{file}', () => quote(path, shell));
}

/** Why a configuration cannot be applied, null when it can. */
export function whyNotApplicable(state: {
  readonly onWindows: boolean;
  readonly isFile: boolean;
  readonly isDirty: boolean;
  readonly info: {
    readonly isSysmon: boolean;
    readonly platform: Platform;
    readonly accepted: boolean | null;
  } | null;
}): string | null {
  if (!state.onWindows)
    return 'This machine does not run Windows. Use “Sysmon: Copy Command” for another one.';
  if (state.info === null)
    return 'The Sysmon language server does not answer, so it is not known whether Sysmon takes this file.';
  if (!state.info.isSysmon) return 'This document is no Sysmon configuration.';
  if (state.info.platform !== 'windows')
    return 'This configuration is meant for Linux (the setting sysmon.platform).';
  if (!state.isFile || state.isDirty) return 'Save the configuration first: Sysmon reads the file.';
  if (state.info.accepted === null) return 'It is not known whether Sysmon takes this file.';
  if (!state.info.accepted) return 'Sysmon rejects this file: the problems say why.';
  return null;
}
