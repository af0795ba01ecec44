import * as vscode from 'vscode';
import { ExplainRequest, ReadEventRequest, type Explanation, type ReadEvent } from '../judging.ts';
import { pickOne } from '../picks.ts';
import type { LanguageService } from '../service.ts';
import { nameOf } from '../views/atlas.ts';
import type { Configurations } from '../views/configurations.ts';
import type { ExplanationView } from '../views/explanation.ts';

/** Answers that are known already, from another command or a test. */
interface ExplainArguments {
  /** The event, in any form that is read. */
  readonly text?: string;
  readonly configuration?: vscode.Uri;
}

/** A text in which an event may be. */
interface Candidate {
  /** Where it is from, as the beginning of a sentence. */
  readonly where: string;
  readonly text: string;
  /** From 1; null for the first event. */
  readonly line: number | null;
}

/** A longer text is a log: only the line with the cursor is looked at. */
const LONGEST = 5_000_000;

export function registerExplainEvent(
  service: LanguageService,
  configurations: Configurations,
  view: ExplanationView,
): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.explainEvent', (argument: unknown) =>
    explainEvent(service, configurations, view, argumentsOf(argument)),
  );
}

function argumentsOf(argument: unknown): ExplainArguments {
  if (typeof argument !== 'object' || argument === null || argument instanceof vscode.Uri) return {};
  return argument;
}

async function explainEvent(
  service: LanguageService,
  configurations: Configurations,
  view: ExplanationView,
  { text, configuration }: ExplainArguments,
): Promise<Explanation | null> {
  const candidates =
    text === undefined ? candidatesOf(configurations) : [{ where: 'The text', text, line: null }];
  const read = await readFirst(service, candidates);
  if (!read.found) {
    void vscode.window.showWarningMessage(
      `No Sysmon event was found. ${read.reasons.join(' ')} Select an event, open it, or copy it: XML or JSON.`,
    );
    return null;
  }
  const uri = configuration ?? (await chooseConfiguration(configurations));
  if (!uri) return null;
  // The server knows open documents only.
  await vscode.workspace.openTextDocument(uri);
  const { event, title } = read.found;
  const explanation = await service.ask(ExplainRequest, { uri: uri.toString(), event });
  if (!explanation) {
    void vscode.window.showWarningMessage(
      `${nameOf(uri)} could not be asked: it is no Sysmon configuration.`,
    );
    return null;
  }
  await view.show(uri, event, title, explanation);
  return explanation;
}

/**
 * The selection, the active document where it is no configuration, and the clipboard, which is only looked at when it
 * is needed: in a browser the user is asked whether it may be.
 */
async function* candidatesOf(configurations: Configurations): AsyncGenerator<Candidate> {
  const editor = vscode.window.activeTextEditor;
  if (editor) {
    const { document, selection } = editor;
    if (!selection.isEmpty) {
      yield { where: 'The selection', text: document.getText(selection), line: null };
    }
    if (!configurations.isKnown(document.uri)) {
      const where = nameOf(document.uri);
      const { line } = selection.active;
      const whole = document.getText();
      if (whole.length > LONGEST) yield { where, text: document.lineAt(line).text, line: null };
      else yield { where, text: whole, line: line + 1 };
    }
  }
  yield { where: 'The clipboard', text: await vscode.env.clipboard.readText(), line: null };
}

async function readFirst(
  service: LanguageService,
  candidates: AsyncIterable<Candidate> | readonly Candidate[],
): Promise<{
  readonly found: (ReadEvent & { readonly event: NonNullable<ReadEvent['event']> }) | null;
  readonly reasons: readonly string[];
}> {
  const reasons: string[] = [];
  for await (const { where, text, line } of candidates) {
    if (text.trim() === '') {
      reasons.push(`${where} is empty.`);
      continue;
    }
    const read = await service.ask(ReadEventRequest, { text, line });
    if (!read) return { found: null, reasons: ['The Sysmon language server does not answer.'] };
    if (read.event) return { found: { ...read, event: read.event }, reasons };
    reasons.push(`${where} is none, since ${read.reason}.`);
  }
  return { found: null, reasons };
}

/** The active configuration, or the only one that is open; among several the user chooses. */
async function chooseConfiguration(configurations: Configurations): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && configurations.isKnown(active)) return active;
  const [first, ...others] = inTabs(configurations.all);
  if (!first) {
    void vscode.window.showWarningMessage(
      'Open the Sysmon configuration that is to be asked about the event.',
    );
    return undefined;
  }
  if (others.length === 0) return first;
  const picked = await pickOne({
    title: 'Explain Event',
    placeholder: 'The configuration that is asked',
    items: [first, ...others].map(uri => ({
      label: nameOf(uri),
      description: vscode.workspace.asRelativePath(uri),
      uri,
    })),
  });
  return picked?.uri;
}

/** Those that the user sees as open; the editor keeps documents for a while after their tab was closed. */
function inTabs(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const seen = new Set(
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
  );
  const open = uris.filter(uri => seen.has(uri.toString()));
  return open.length > 0 ? open : uris;
}
