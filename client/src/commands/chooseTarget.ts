import * as vscode from 'vscode';
import { pickOne, separator } from '../picks.ts';
import { releaseOf, schemaVersions, versionNumber } from '../releases.ts';
import type { LanguageService } from '../service.ts';
import { scopeFor, type Scope } from '../targetSetting.ts';

interface TargetItem extends vscode.QuickPickItem {
  readonly set?: { readonly setting: 'target' | 'platform'; readonly value: string };
  /** Settings to open. */
  readonly open?: string;
}

const TARGETS: Readonly<Record<Scope, vscode.ConfigurationTarget>> = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  folder: vscode.ConfigurationTarget.WorkspaceFolder,
};

/** Asks which Sysmon is meant, and writes it where it is decided. */
export function registerChooseTarget(service: LanguageService): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.chooseTarget', () => chooseTarget(service));
}

async function chooseTarget(service: LanguageService): Promise<void> {
  const resource = vscode.window.activeTextEditor?.document.uri;
  const settings = vscode.workspace.getConfiguration('sysmon', resource);
  const items = targetItems(settings.get('target', ''), settings.get('platform', 'windows'));
  const picked = await pickOne<TargetItem>({
    title: 'The Sysmon That Is Meant',
    placeholder: 'Problems, completion and hovers are those of the Sysmon that you choose.',
    items,
    active: items.find(({ iconPath }) => iconPath === CHECKED),
  });
  if (picked?.open) await vscode.commands.executeCommand('workbench.action.openSettings', picked.open);
  if (!picked?.set) return;
  const { setting, value } = picked.set;
  const inspected = settings.inspect<string>(setting);
  const scope = scopeFor(inspected, {
    workspace: vscode.workspace.workspaceFolders !== undefined,
    severalFolders: (vscode.workspace.workspaceFolders?.length ?? 0) > 1,
    inFolder: resource !== undefined && vscode.workspace.getWorkspaceFolder(resource) !== undefined,
  });
  await settings.update(setting, value, TARGETS[scope]);
  await tellWhenOverruled(service, resource, setting, value);
}

const CHECKED = new vscode.ThemeIcon('check');
const UNCHECKED = new vscode.ThemeIcon('blank');

function targetItems(target: string, platform: string): TargetItem[] {
  const mark = (isChosen: boolean): vscode.ThemeIcon => (isChosen ? CHECKED : UNCHECKED);
  const number = versionNumber(target);
  const [newest] = schemaVersions;
  return [
    separator('Schema version'),
    {
      label: 'Newest',
      description: newest ? `now ${newest.version}` : '',
      detail: 'The newest version that this extension or one of your schema files knows.',
      iconPath: mark(Number.isNaN(number)),
      set: { setting: 'target', value: '' },
    },
    ...schemaVersions.map((version): TargetItem => ({
      label: version.version,
      description: releaseOf(version),
      detail: version.note,
      iconPath: mark(versionNumber(version.version) === number),
      set: { setting: 'target', value: version.version },
    })),
    separator('Platform'),
    {
      label: 'Windows',
      description: 'Sysmon for Windows',
      iconPath: mark(platform === 'windows'),
      set: { setting: 'platform', value: 'windows' },
    },
    {
      label: 'Linux',
      description: 'Sysmon for Linux, which knows fewer events and options',
      iconPath: mark(platform === 'linux'),
      set: { setting: 'platform', value: 'linux' },
    },
    separator('Schema and more'),
    {
      label: 'Use the Schema of My Sysmon…',
      detail: 'Files that hold what "sysmon -s" prints (sysmon.schemaFiles).',
      iconPath: new vscode.ThemeIcon('file-add'),
      open: 'sysmon.schemaFiles',
    },
    { label: 'All Settings…', iconPath: new vscode.ThemeIcon('gear'), open: 'sysmon.' },
  ];
}

/** A `.sysmonrc.json` beside the configuration has the last word, and a silent no would look like a fault. */
async function tellWhenOverruled(
  service: LanguageService,
  resource: vscode.Uri | undefined,
  setting: 'target' | 'platform',
  value: string,
): Promise<void> {
  if (!resource || value === '') return;
  const rc = await rcFileAbove(resource);
  if (!rc) return;
  // A server that is stopping cannot be asked, and has nothing to say about the settings either.
  const info = await service.documentInfo(resource).catch(() => null);
  const isOverruled =
    info?.isSysmon === true &&
    (setting === 'target' ? versionNumber(info.target) !== versionNumber(value) : info.platform !== value);
  if (!isOverruled) return;
  const open = 'Open File';
  const name = vscode.workspace.asRelativePath(rc);
  const message = `The setting was written, but ${name} decides which Sysmon is meant for this document.`;
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.window.showTextDocument(rc);
}

const RC_NAME = '.sysmonrc.json';

async function rcFileAbove(resource: vscode.Uri): Promise<vscode.Uri | null> {
  const top = vscode.workspace.getWorkspaceFolder(resource)?.uri;
  if (!top) return null;
  for (let folder = vscode.Uri.joinPath(resource, '..'); folder.path.startsWith(top.path);) {
    const file = vscode.Uri.joinPath(folder, RC_NAME);
    const exists = await vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (exists) return file;
    const parent = vscode.Uri.joinPath(folder, '..');
    if (parent.path === folder.path) break;
    folder = parent;
  }
  return null;
}
