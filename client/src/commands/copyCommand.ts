import * as vscode from 'vscode';
import {
  commandLines,
  isForThisMachine,
  shellOf,
  whyNotApplicable,
  type CommandLine,
  type CommandPlace,
} from '../commandLines.ts';
import { pickOne } from '../picks.ts';
import type { DocumentInfo } from '../protocol.ts';
import type { LanguageService } from '../service.ts';
import type { ShippedData } from '../shippedData.ts';

/** Answers that are known already, from another command or a test. */
interface CopyArguments {
  /** The id of a command in `snippets/commands.json`. */
  readonly command?: string;
}

export function registerCopyCommand(service: LanguageService, data: ShippedData): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('sysmon.copyCommand', (args: unknown) =>
      copyCommand(service, data, commandOf(args)),
    ),
    vscode.commands.registerCommand('sysmon.applyToThisMachine', () => applyToThisMachine(service, data)),
  );
}

function commandOf(args: unknown): string | undefined {
  if (typeof args !== 'object' || args === null || args instanceof vscode.Uri) return undefined;
  const { command } = args as CopyArguments;
  return command;
}

async function copyCommand(
  service: LanguageService,
  data: ShippedData,
  wanted: string | undefined,
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const place = placeOf(document, await infoOf(service, document));
  const lines = linesOf(await data.commands(), place);
  const chosen =
    wanted === undefined ? await ask(lines, place) : lines.find(({ command }) => command.id === wanted);
  if (!chosen) return;
  if (chosen.line === null) {
    void vscode.window.showWarningMessage('Save the configuration first: the command names its file.');
    return;
  }
  await vscode.env.clipboard.writeText(chosen.line);
  vscode.window.setStatusBarMessage(`Copied: ${chosen.line}`, 5000);
}

function linesOf(commands: Parameters<typeof commandLines>[0], place: CommandPlace): CommandLine[] {
  try {
    return commandLines(commands, place);
  } catch {
    void vscode.window.showWarningMessage(
      'The name of the file holds a control character: no shell can be trusted with it.',
    );
    return [];
  }
}

async function ask(lines: readonly CommandLine[], place: CommandPlace): Promise<CommandLine | undefined> {
  if (lines.length === 0) return undefined;
  const where = place.platform === 'windows' ? 'an elevated prompt' : 'a terminal';
  const elsewhere = isForThisMachine(place) ? '' : ' The file has to be in the folder where it is run.';
  const picked = await pickOne({
    title: 'Copy a Sysmon Command',
    placeholder: `For ${where}.${elsewhere}`,
    items: lines.map(each => ({
      label: each.command.title,
      description: each.line ?? 'Save the file first',
      detail: each.command.detail,
      each,
    })),
  });
  return picked?.each;
}

/** Types the command into a terminal and leaves running it, with the rights that it needs, to the user. */
async function applyToThisMachine(service: LanguageService, data: ShippedData): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const info = await infoOf(service, document);
  const reason = whyNotApplicable({
    onWindows: process.platform === 'win32',
    isFile: document?.uri.scheme === 'file',
    isDirty: document?.isDirty ?? false,
    info,
  });
  if (reason !== null) {
    void vscode.window.showWarningMessage(reason);
    return;
  }
  const commands = (await data.commands()).filter(({ id }) => id === 'update' || id === 'install');
  const place = placeOf(document, info);
  const chosen = await ask(linesOf(commands, place), place);
  if (!chosen?.line) return;
  const terminal = vscode.window.createTerminal({ name: 'Sysmon' });
  terminal.show();
  terminal.sendText(chosen.line, false);
  const copy = 'Copy Command';
  const message =
    'The command is typed, not run. Sysmon asks for administrator rights: run it where you have them.';
  if ((await vscode.window.showInformationMessage(message, copy)) === copy) {
    await vscode.env.clipboard.writeText(chosen.line);
  }
}

/** A command can be copied without a server too; whether a file is accepted cannot be said then. */
async function infoOf(
  service: LanguageService,
  document: vscode.TextDocument | undefined,
): Promise<DocumentInfo | null> {
  return document ? service.documentInfo(document.uri).catch(() => null) : null;
}

function placeOf(document: vscode.TextDocument | undefined, info: DocumentInfo | null): CommandPlace {
  const onWindows = process.platform === 'win32';
  const set = vscode.workspace.getConfiguration('sysmon', document?.uri).get<string>('platform');
  const named = document && info?.isSysmon && !document.isUntitled ? document.uri : null;
  return {
    platform: info?.platform ?? (set === 'linux' ? 'linux' : 'windows'),
    machine: onWindows ? 'windows' : process.platform === 'linux' ? 'linux' : 'other',
    shell: shellOf(vscode.env.shell, onWindows),
    path: named?.scheme === 'file' ? named.fsPath : (named?.path ?? null),
  };
}
