import * as vscode from 'vscode';

interface Question<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  /** How far the user has come in a row of questions. */
  readonly step?: readonly [number, number];
}

/** Asks for one item; undefined when the user cancels. Unlike `showQuickPick` it can begin at any item. */
export async function pickOne<T extends vscode.QuickPickItem>(
  question: Question<T> & { readonly active?: T | undefined },
): Promise<T | undefined> {
  const picked = await ask(question, false, question.active ? [question.active] : []);
  return picked?.[0];
}

/** Asks for any number of items, also none; undefined when the user cancels. */
export function pickMany<T extends vscode.QuickPickItem>(
  question: Question<T> & { readonly selected: readonly T[] },
): Promise<readonly T[] | undefined> {
  return ask(question, true, question.selected);
}

function ask<T extends vscode.QuickPickItem>(
  { title, placeholder, items, step }: Question<T>,
  many: boolean,
  marked: readonly T[],
): Promise<readonly T[] | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = step !== undefined;
  pick.canSelectMany = many;
  pick.items = items;
  if (step) [pick.step, pick.totalSteps] = step;
  if (many) pick.selectedItems = marked;
  // Without one the editor begins at the first item; an empty list would leave Enter without effect.
  else if (marked.length > 0) pick.activeItems = marked;
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      const picked = pick.selectedItems;
      // A separator cannot be accepted, but an empty filter result can.
      if (many || picked.length > 0) resolve(picked);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
