import * as vscode from 'vscode';
import type { ReplayBlock, ReplayPart } from './replayResults.ts';
import type { Replays } from './replays.ts';
import type { Range } from './results.ts';

/** What a replay shows in the text of its configuration: lines above what decided, and what decided nothing faded. */
export class ReplayMarks implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly replays: Replays;
  /** Apart from the problems of the file, which are not those of a log. */
  private readonly dead = vscode.languages.createDiagnosticCollection('sysmon-replay');
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(replays: Replays) {
    this.replays = replays;
    this.subscriptions = [
      this.dead,
      this.changed,
      vscode.languages.registerCodeLensProvider([{ language: 'sysmon' }, { language: 'xml' }], this),
      replays.onDidChange(uri => {
        this.changed.fire();
        const report = replays.get(uri)?.report;
        this.dead.set(uri, report?.dead.map(deadHint));
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const report = this.replays.get(uri)?.report;
    if (!report) return [];
    return report.blocks.flatMap(block => [
      lens(block, blockTitle(block), uri),
      ...block.parts.map(part => lens(part, hitsTitle(part.hits, block), uri)),
    ]);
  }
}

function lens({ range }: ReplayPart, title: string, uri: vscode.Uri): vscode.CodeLens {
  return new vscode.CodeLens(rangeOf(range), {
    title: `$(history) ${title}`,
    tooltip: 'From the replay; shows all of it',
    command: 'sysmon.showReplay',
    arguments: [uri],
  });
}

function blockTitle(block: ReplayBlock): string {
  return block.seen === 0 ? 'no such event in the replay' : hitsTitle(block.hits, block);
}

/** `1,234 logged · 12 %`, of the events of the block. */
function hitsTitle(hits: number, { onmatch, seen }: ReplayBlock): string {
  const share = (100 * hits) / Math.max(1, seen);
  const percent = hits === 0 ? '0' : share < 0.1 ? '<0.1' : share.toFixed(share < 10 ? 1 : 0);
  return `${hits.toLocaleString('en')} ${onmatch === 'include' ? 'logged' : 'excluded'} · ${percent} %`;
}

function deadHint({ kind, range }: ReplayPart): vscode.Diagnostic {
  const what = kind === 'rule' ? 'Rule' : kind;
  const message = `This ${what} decided none of the events of the replay.`;
  const diagnostic = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Hint);
  diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  diagnostic.source = 'Sysmon replay';
  return diagnostic;
}

function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
