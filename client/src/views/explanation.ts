import * as vscode from 'vscode';
import {
  ExplainRequest,
  type ExplainedNode,
  type ExplainedState,
  type Explanation,
  type SysmonEvent,
} from '../judging.ts';
import type { LanguageService } from '../service.ts';
import { nameOf } from './atlas.ts';
import type { Configurations } from './configurations.ts';

const viewId = 'sysmon.explanation';

/** What is explained at the moment. */
export interface Explained {
  readonly uri: vscode.Uri;
  readonly event: SysmonEvent;
  readonly title: string;
  readonly explanation: Explanation;
}

/** The explanation of an event as a tree, which is there only while there is one; it follows the configuration. */
export class ExplanationView implements vscode.TreeDataProvider<ExplainedNode>, vscode.Disposable {
  private readonly service: LanguageService;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly tree: vscode.TreeView<ExplainedNode>;
  private readonly subscriptions: vscode.Disposable[];
  private readonly parents = new Map<ExplainedNode, ExplainedNode>();
  private explained: Explained | null = null;
  /** Counts requests, so that a late answer does not replace that of a later one. */
  private latest = 0;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(service: LanguageService, configurations: Configurations) {
    this.service = service;
    this.tree = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.changed,
      this.tree,
      vscode.commands.registerCommand('sysmon.closeExplanation', () => this.set(null)),
      configurations.onDidChange(uri => {
        if (uri.toString() === this.explained?.uri.toString()) void this.refresh();
      }),
    ];
  }

  get current(): Explained | null {
    return this.explained;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Shows an explanation and goes to what decided. */
  async show(uri: vscode.Uri, event: SysmonEvent, title: string, explanation: Explanation): Promise<void> {
    this.latest++;
    await this.set({ uri, event, title, explanation });
    await vscode.commands.executeCommand(`${viewId}.focus`);
    const [verdict] = explanation.nodes;
    const target = firstDeciding(explanation.nodes) ?? verdict;
    // A view that was closed meanwhile reveals nothing.
    if (target)
      await this.tree.reveal(target, { select: true, focus: true }).then(undefined, () => undefined);
  }

  getChildren(node?: ExplainedNode): ExplainedNode[] {
    return [...(node?.children ?? this.explained?.explanation.nodes ?? [])];
  }

  getParent(node: ExplainedNode): ExplainedNode | undefined {
    return this.parents.get(node);
  }

  getTreeItem({ state, label, detail, sentence, range, children }: ExplainedNode): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const open = state === 'decides' || this.explained?.explanation.line === null;
    const item = new vscode.TreeItem(label, children.length === 0 ? None : open ? Expanded : Collapsed);
    const { word, icon, color } = LOOKS[state];
    item.iconPath = new vscode.ThemeIcon(icon, color === null ? undefined : new vscode.ThemeColor(color));
    item.description = detail;
    item.tooltip = sentence;
    item.accessibilityInformation = {
      label: [word, label, detail, sentence === label ? '' : sentence].filter(part => part !== '').join(', '),
    };
    if (range && this.explained) {
      const { start, end } = range;
      const selection = new vscode.Range(start.line, start.character, end.line, end.character);
      item.command = {
        title: 'Show in the Configuration',
        command: 'vscode.open',
        arguments: [this.explained.uri, { selection, preserveFocus: true }],
      };
    }
    return item;
  }

  private async set(explained: Explained | null): Promise<void> {
    this.explained = explained;
    this.parents.clear();
    const remember = (node: ExplainedNode): void => {
      for (const child of node.children) {
        this.parents.set(child, node);
        remember(child);
      }
    };
    if (explained) {
      explained.explanation.nodes.forEach(remember);
      this.tree.description = `${explained.title}, ${nameOf(explained.uri)}`;
    }
    await vscode.commands.executeCommand('setContext', viewId, explained !== null);
    this.changed.fire();
  }

  /** Asks again about the same event, since the configuration has changed. */
  private async refresh(): Promise<void> {
    const { explained } = this;
    if (!explained) return;
    const request = ++this.latest;
    const { uri, event } = explained;
    try {
      const explanation = await this.service.ask(ExplainRequest, { uri: uri.toString(), event });
      if (explanation && request === this.latest) await this.set({ ...explained, explanation });
    } catch (error) {
      // A server that stops while it is asked is reported by whoever stopped it.
      this.service.output.debug(`The explanation was not renewed: ${String(error)}`);
    }
  }
}

interface Look {
  /** What a screen reader says of the state; empty where the label says it. */
  readonly word: string;
  readonly icon: string;
  readonly color: string | null;
}

const LOOKS: Readonly<Record<ExplainedState, Look>> = {
  logged: { word: '', icon: 'pass-filled', color: 'testing.iconPassed' },
  notLogged: { word: '', icon: 'circle-slash', color: 'testing.iconFailed' },
  decides: { word: 'decides', icon: 'target', color: 'testing.iconPassed' },
  holds: { word: 'holds', icon: 'check', color: 'testing.iconPassed' },
  fails: { word: 'fails', icon: 'x', color: 'testing.iconFailed' },
  unreached: { word: 'not reached', icon: 'dash', color: 'disabledForeground' },
  note: { word: 'note', icon: 'info', color: null },
};

/** The innermost of the nodes that decided, first to last. */
function firstDeciding(nodes: readonly ExplainedNode[]): ExplainedNode | undefined {
  const deciding = nodes.find(({ state }) => state === 'decides');
  return deciding && (firstDeciding(deciding.children) ?? deciding);
}
