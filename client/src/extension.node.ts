import * as vscode from 'vscode';
import { Associator } from './associate.ts';
import { registerAddAsTest } from './commands/addAsTest.ts';
import { registerChooseTarget } from './commands/chooseTarget.ts';
import { registerCopyCommand } from './commands/copyCommand.ts';
import { registerExplainEvent } from './commands/explainEvent.ts';
import { registerNewConfiguration } from './commands/newConfiguration.ts';
import { registerRestart } from './commands/restart.ts';
import { registerShowOutput } from './commands/showOutput.ts';
import { registerEditing } from './editing/index.ts';
import type { DocumentInfo } from './protocol.ts';
import { LanguageService } from './service.ts';
import { ShippedData } from './shippedData.ts';
import { AtlasView } from './views/atlas.ts';
import { Configurations } from './views/configurations.ts';
import { CoverageView } from './views/coverage.ts';
import { type Explained, ExplanationView } from './views/explanation.ts';
import { CoverageRequest } from './views/requests.ts';
import type { Coverage } from './views/results.ts';
import { ReplayView } from './views/replay.ts';
import { ReplayMarks } from './views/replayMarks.ts';
import type { ReplayReport } from './views/replayResults.ts';
import { Replays } from './views/replays.ts';
import { StatusItem } from './views/statusItem.ts';
import { TestExplorer } from './views/testExplorer.ts';

/** What other extensions can ask of this one. */
export interface SysmonConfigApi {
  /** What is known of a document as a whole, null when the language server is not running. */
  documentInfo(uri: vscode.Uri): Promise<DocumentInfo | null>;
  /** What becomes of every event with an open configuration, null where it is none. */
  coverage(uri: vscode.Uri): Promise<Coverage | null>;
  /** What was replayed against an open configuration, as it is now; null where nothing was. */
  replay(uri: vscode.Uri): ReplayReport | null;
  /** The explanation that is shown, null where there is none. */
  explained(): Explained | null;
  /** The test files in the Test Explorer. */
  readonly tests: Pick<TestExplorer, 'controller' | 'onDidFinish'>;
}

let service: LanguageService | null = null;

export async function activate(context: vscode.ExtensionContext): Promise<SysmonConfigApi> {
  const output = vscode.window.createOutputChannel('Sysmon Config', { log: true });
  const started = new LanguageService(context, output);
  service = started;
  const data = new ShippedData(context);
  const configurations = new Configurations(started);
  const replays = new Replays(started, configurations);
  const explanation = new ExplanationView(started, configurations);
  const tests = new TestExplorer(started);
  context.subscriptions.push(
    configurations,
    explanation,
    tests,
    registerExplainEvent(started, configurations, explanation),
    registerAddAsTest(started, explanation, tests),
    new AtlasView(context.extensionUri, started, configurations),
    new CoverageView(context.extensionUri, started, configurations),
    replays,
    new ReplayMarks(replays),
    new ReplayView(context.extensionUri, started, configurations, replays),
    output,
    started,
    registerChooseTarget(started),
    registerCopyCommand(started, data),
    // Tests let a server on this machine stand in for GitHub; no other is accepted, nor anything but the pinned files.
    registerNewConfiguration(data, process.env['SYSMON_CONFIG_UPSTREAM']),
    registerEditing(started),
    registerRestart(started),
    registerShowOutput(started),
    new Associator(started),
    new StatusItem(started),
  );
  await started.restart();
  return {
    documentInfo: uri => started.documentInfo(uri),
    coverage: uri => started.ask(CoverageRequest, { uri: uri.toString() }),
    replay: uri => replays.get(uri)?.report ?? null,
    explained: () => explanation.current,
    tests,
  };
}

export async function deactivate(): Promise<void> {
  await service?.stop();
}
