import * as vscode from 'vscode';
import { RunTestsRequest, TestFileRequest, type CaseResult, type TestRun } from '../judging.ts';
import type { LanguageService } from '../service.ts';
import type { Range } from './results.ts';

const pattern = '**/*.sysmon-test.yaml';
const passedOver = '**/{node_modules,.git}/**';
const runOnSaveSetting = 'sysmon.tests.runOnSave';
const editDelayMs = 400;

/** What is known of a test file. */
interface KnownFile {
  readonly item: vscode.TestItem;
  readonly configuration: string | null;
}

/** A run of a file that has ended. */
export interface FinishedRun {
  readonly uri: vscode.Uri;
  readonly run: TestRun;
}

/** The test files of the workspace in the Test Explorer: a test for each file, with one for each case in it. */
export class TestExplorer implements vscode.Disposable {
  private readonly service: LanguageService;
  readonly controller: vscode.TestController;
  private readonly profile: vscode.TestRunProfile;
  private readonly diagnostics: vscode.DiagnosticCollection;
  private readonly finished = new vscode.EventEmitter<FinishedRun>();
  private readonly files = new Map<string, KnownFile>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidFinish = this.finished.event;

  constructor(service: LanguageService) {
    this.service = service;
    this.controller = vscode.tests.createTestController('sysmon', 'Sysmon');
    this.profile = this.controller.createRunProfile(
      'Run',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.diagnostics = vscode.languages.createDiagnosticCollection('sysmon-test');
    this.controller.refreshHandler = () => this.discover();
    this.controller.resolveHandler = async item => {
      if (!item) await this.discover();
      else if (item.uri) await this.read(item.uri);
    };
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.subscriptions = [
      this.finished,
      this.diagnostics,
      this.profile,
      this.controller,
      watcher,
      watcher.onDidCreate(uri => this.readIn(uri, 0)),
      watcher.onDidChange(uri => this.readIn(uri, 0)),
      watcher.onDidDelete(uri => this.forget(uri)),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        if (isTestFile(uri)) this.readIn(uri, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => {
        if (isTestFile(uri)) this.readIn(uri, editDelayMs);
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => void this.saved(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.discover()),
      service.onReady(() => void this.discover()),
    ];
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The test files whose cases are about a configuration. */
  filesFor(configuration: vscode.Uri): vscode.Uri[] {
    const key = configuration.toString();
    return [...this.files.values()].flatMap(file =>
      file.configuration === key && file.item.uri ? [file.item.uri] : [],
    );
  }

  private async discover(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, passedOver);
    const keys = new Set(found.map(uri => uri.toString()));
    for (const { item } of this.files.values()) {
      if (item.uri && !keys.has(item.uri.toString())) this.forget(item.uri);
    }
    // One after the other: a workspace may have many.
    for (const uri of found) await this.read(uri);
  }

  private readIn(uri: vscode.Uri, delayMs: number): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.read(uri);
      }, delayMs),
    );
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.files.delete(key);
    this.controller.items.delete(key);
    this.diagnostics.delete(uri);
  }

  /** Reads which cases a file has, and shows what is wrong with it. */
  private async read(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    // A diff or an older revision is no file of its own.
    if (uri.scheme === 'git' || uri.scheme === 'untitled') return;
    try {
      const outline = await this.service.ask(TestFileRequest, { uri: key, text: await textOf(uri) });
      if (!outline) return;
      const { configuration, cases, problems } = outline;
      const known = this.files.get(key);
      const item =
        known?.item ?? this.controller.createTestItem(key, vscode.workspace.asRelativePath(uri), uri);
      if (!known) this.controller.items.add(item);
      this.files.set(key, { item, configuration });
      const nextId = caseIds();
      item.children.replace(
        cases.map(({ name, range }) => {
          const id = nextId(name);
          // An item that is replaced loses its results, and a run that goes on would tell them to nobody.
          const child = item.children.get(id) ?? this.controller.createTestItem(id, name, uri);
          child.range = rangeOf(range);
          return child;
        }),
      );
      this.diagnostics.set(
        uri,
        problems.map(({ message, range }) => {
          const problem = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Error);
          problem.source = 'sysmon';
          return problem;
        }),
      );
    } catch (error) {
      // The file may be gone by now, or the server away; whoever caused it says so.
      this.service.output.debug(`${key} was not read as a test file: ${String(error)}`);
    }
  }

  /** Runs what a saved document is a part of: the file itself, or the files that test it. */
  private async saved(uri: vscode.Uri): Promise<void> {
    const wanted = vscode.workspace.getConfiguration(undefined, uri).get<boolean>(runOnSaveSetting, true);
    if (!wanted) return;
    if (isTestFile(uri)) await this.read(uri);
    const files = isTestFile(uri) ? [uri] : this.filesFor(uri);
    const items = files.flatMap(file => this.files.get(file.toString())?.item ?? []);
    if (items.length === 0) return;
    const source = new vscode.CancellationTokenSource();
    try {
      await this.run(new vscode.TestRunRequest(items, undefined, this.profile), source.token);
    } finally {
      source.dispose();
    }
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const [file, wanted] of await this.wanted(request)) {
        if (token.isCancellationRequested) break;
        for (const item of wanted) run.started(item);
        await this.runFile(run, file, wanted);
      }
    } finally {
      run.end();
    }
  }

  /** The cases that are to be run, by their file. */
  private async wanted(request: vscode.TestRunRequest): Promise<Map<vscode.TestItem, vscode.TestItem[]>> {
    if (!request.include) await this.discover();
    const excluded = new Set(request.exclude ?? []);
    const byFile = new Map<vscode.TestItem, vscode.TestItem[]>();
    for (const item of request.include ?? itemsOf(this.controller.items)) {
      const file = item.parent ?? item;
      if (excluded.has(file)) continue;
      if (!item.parent && file.uri && file.children.size === 0) await this.read(file.uri);
      const cases = item.parent ? [item] : itemsOf(file.children);
      const others = byFile.get(file) ?? [];
      byFile.set(file, [...others, ...cases.filter(each => !excluded.has(each) && !others.includes(each))]);
    }
    return byFile;
  }

  private async runFile(
    run: vscode.TestRun,
    file: vscode.TestItem,
    wanted: readonly vscode.TestItem[],
  ): Promise<void> {
    const { uri } = file;
    if (!uri) return;
    let result: TestRun | null = null;
    try {
      result = await this.service.ask(RunTestsRequest, { uri: uri.toString(), text: await textOf(uri) });
    } catch (error) {
      this.service.output.error(error instanceof Error ? error : String(error));
    }
    if (!result) {
      const message = new vscode.TestMessage('The Sysmon language server did not run it: see the output.');
      for (const item of wanted) run.errored(item, message);
      return;
    }
    if (result.problems.length > 0) {
      const message = new vscode.TestMessage(result.problems.join('\n'));
      run.errored(file, message);
      run.appendOutput(`${vscode.workspace.asRelativePath(uri)}: ${result.problems.join(' ')}\r\n`);
    }
    const nextId = caseIds();
    const byId = new Map(wanted.map(item => [item.id, item]));
    for (const each of result.cases) {
      const item = byId.get(nextId(each.name));
      if (item) tell(run, item, uri, each, result);
    }
    this.finished.fire({ uri, run: result });
  }
}

function tell(
  run: vscode.TestRun,
  item: vscode.TestItem,
  uri: vscode.Uri,
  { name, status, message, expected, actual, expectRange, decided }: CaseResult,
  { configuration }: TestRun,
): void {
  if (status === 'passed') {
    run.passed(item);
    return;
  }
  const lines = [message, ...decided.map(({ text }) => text)];
  run.appendOutput(
    `${name.replace(/\p{Cc}/gu, ' ')}\r\n${lines.map(line => `  ${line}\r\n`).join('')}`,
    new vscode.Location(uri, rangeOf(expectRange)),
    item,
  );
  const text = new vscode.MarkdownString();
  // What a file holds is text, and never markup.
  lines.forEach((line, index) => text.appendMarkdown(index === 0 ? '' : '\n\n').appendText(line));
  const told =
    status === 'failed' ? vscode.TestMessage.diff(text, expected, actual) : new vscode.TestMessage(text);
  told.location = new vscode.Location(uri, rangeOf(expectRange));
  const messages = [told];
  const place = decided.findLast(({ range }) => range !== null);
  if (configuration !== null && place?.range) {
    const atCondition = new vscode.TestMessage(`${name}: ${place.text}`);
    atCondition.location = new vscode.Location(vscode.Uri.parse(configuration, true), rangeOf(place.range));
    messages.push(atCondition);
  }
  if (status === 'failed') run.failed(item, messages);
  else run.errored(item, messages);
}

/** Gives ids of cases, in their order. Two may have one name; each keeps its results when another one comes between. */
function caseIds(): (name: string) => string {
  const counts = new Map<string, number>();
  return name => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `${name}#${count}`;
  };
}

function isTestFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.sysmon-test.yaml');
}

/** The text as it is in the editor, else as it is on the disk. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  return open ? open.getText() : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function itemsOf(collection: vscode.TestItemCollection): vscode.TestItem[] {
  const items: vscode.TestItem[] = [];
  collection.forEach(item => items.push(item));
  return items;
}

function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
