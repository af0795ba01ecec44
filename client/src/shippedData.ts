import * as vscode from 'vscode';
import type { SysmonCommand } from './commandLines.ts';
import type { Baseline, BaselineList } from './newConfiguration.ts';
import type { UpstreamFile } from './upstream.ts';

/**
 * The data files that come with the extension, read through the editor's file system, so that it also works
 * where there is no other.
 */
export class ShippedData {
  private readonly folder: vscode.Uri;

  constructor(context: vscode.ExtensionContext) {
    this.folder = vscode.Uri.joinPath(context.extensionUri, 'snippets');
  }

  async baselines(): Promise<readonly Baseline[]> {
    return (await this.read<BaselineList>('baselines/baselines.json')).baselines;
  }

  baselineText({ file }: Baseline): Promise<string> {
    return this.text(`baselines/${file}`);
  }

  upstream(): Promise<UpstreamFile[]> {
    return this.read<UpstreamFile[]>('upstream.json');
  }

  commands(): Promise<SysmonCommand[]> {
    return this.read<SysmonCommand[]>('commands.json');
  }

  /** The shape of the files is checked by the unit tests. */
  private async read<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path)) as T;
  }

  private async text(path: string): Promise<string> {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.folder, path));
    return new TextDecoder().decode(bytes);
  }
}
