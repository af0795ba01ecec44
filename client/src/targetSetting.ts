/** Where a setting is to be written. Knows no editor. */

export type Scope = 'user' | 'workspace' | 'folder';

/** What is set where, as `WorkspaceConfiguration.inspect` tells it. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * The place that decides already, since another one would have no effect or be too wide; where nothing is set,
 * the folder or workspace, as which Sysmon is meant belongs to a project.
 */
export function scopeFor(
  inspected: Inspected | undefined,
  open: { readonly workspace: boolean; readonly severalFolders: boolean; readonly inFolder: boolean },
): Scope {
  if (inspected?.workspaceFolderValue !== undefined && open.inFolder) return 'folder';
  if (inspected?.workspaceValue !== undefined) return 'workspace';
  if (inspected?.globalValue !== undefined) return 'user';
  if (!open.workspace) return 'user';
  return open.severalFolders && open.inFolder ? 'folder' : 'workspace';
}
