import * as vscode from 'vscode';
import type { LanguageService } from '../service.ts';
import { fromRange, toRange } from './ranges.ts';
import { ToggleCommentRequest } from './requests.ts';

type Style = 'line' | 'block';

/** The command, and VS Code's own one for documents that are not ours. */
const COMMANDS: readonly (readonly [style: Style, command: string, fallback: string])[] = [
  ['line', 'sysmon.toggleLineComment', 'editor.action.commentLine'],
  ['block', 'sysmon.toggleBlockComment', 'editor.action.blockComment'],
];

interface Change {
  readonly range: vscode.Range;
  readonly text: string;
}

/** What was toggled last, so that doing it again takes it back, however the comments were written. */
interface Toggled {
  readonly style: Style;
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly selections: readonly vscode.Selection[];
  readonly inverse: readonly Change[];
}

export function registerToggleComment(service: LanguageService): vscode.Disposable {
  let last: Toggled | null = null;

  const toggle = async (style: Style, fallback: string): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document } = editor;
    const changes = last && isSame(last, style, editor) ? last.inverse : await ask(service, editor, style);
    last = null;
    if (changes === 'changed') return;
    if (!changes) {
      await vscode.commands.executeCommand(fallback);
      return;
    }
    const inverse = inverseOf(document, changes);
    const done = await editor.edit(edit => {
      for (const { range, text } of changes) edit.replace(range, text);
    });
    if (!done) return;
    editor.selections = editor.selections.map(selection => intoEmptyComment(document, selection));
    const { version } = document;
    last = {
      ...{ style, document, version, selections: editor.selections },
      inverse: inverse.map(({ start, end, text }) => ({
        range: new vscode.Range(document.positionAt(start), document.positionAt(end)),
        text,
      })),
    };
  };

  return vscode.Disposable.from(
    ...COMMANDS.map(([style, command, fallback]) =>
      vscode.commands.registerCommand(command, () => toggle(style, fallback)),
    ),
  );
}

/** The changes that the server makes; null for a document that is not ours. */
async function ask(
  service: LanguageService,
  { document, selections }: vscode.TextEditor,
  style: Style,
): Promise<readonly Change[] | 'changed' | null> {
  const { version } = document;
  const params = { uri: document.uri.toString(), ranges: selections.map(fromRange), style };
  const edits = await service.ask(ToggleCommentRequest, params);
  if (document.version !== version) return 'changed';
  return edits?.map(({ range, newText }) => ({ range: toRange(range), text: newText })) ?? null;
}

function isSame(last: Toggled, style: Style, { document, selections }: vscode.TextEditor): boolean {
  return (
    last.style === style &&
    last.document === document &&
    last.version === document.version &&
    last.selections.length === selections.length &&
    last.selections.every((selection, index) => selection.isEqual(selections[index]!))
  );
}

/** What undoes the changes, with offsets in the text after them. */
function inverseOf(
  document: vscode.TextDocument,
  changes: readonly Change[],
): { readonly start: number; readonly end: number; readonly text: string }[] {
  let shift = 0;
  return changes.map(({ range, text }) => {
    const start = document.offsetAt(range.start) + shift;
    const before = document.getText(range);
    shift += text.length - before.length;
    return { start, end: start + text.length, text: before };
  });
}

const EMPTY_COMMENT = '<!--  -->';

/** A cursor behind a comment that was begun goes where its text is to be written. */
function intoEmptyComment(document: vscode.TextDocument, selection: vscode.Selection): vscode.Selection {
  const { active } = selection;
  const before = document.lineAt(active).text.slice(0, active.character);
  if (!selection.isEmpty || !before.endsWith(EMPTY_COMMENT)) return selection;
  const inside = active.translate(0, -' -->'.length);
  return new vscode.Selection(inside, inside);
}
