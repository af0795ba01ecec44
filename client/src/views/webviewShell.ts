import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { type FromWebview, readMessage } from './messages.ts';
import { takeTurns } from './turns.ts';

/** The scripts and style sheets of `dist/webview`. */
export type WebviewName = 'atlas' | 'coverage' | 'replay';

const TITLES: Readonly<Record<WebviewName, string>> = {
  atlas: 'Event Atlas',
  coverage: 'Coverage',
  replay: 'Replay',
};

const viewType = (name: WebviewName): string => `sysmon.${name}`;

/** Opens a panel for the page of a webview, which `fillPanel` puts into it. */
export function openPanel(
  name: WebviewName,
  title: string,
  place: vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean },
): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType(name), title, place, { enableFindWidget: true });
}

/** How long the next page waits for one that says nothing, as one does that is closed at once. */
const MOST_STARTING_MS = 10_000;

const inTurn = takeTurns(MOST_STARTING_MS);

/**
 * Hands over the panels that the editor brings back when its window is loaded anew. In a browser that is done one
 * after the other: where all webviews have one origin, those that begin at once replace each other's service worker,
 * and VS Code can lose the answer that one of them waits for, which then stays empty.
 *
 * @param restore gets what the page last remembered, which is not to be believed before it was looked at; it fills
 *   the panel or disposes of it
 */
export function restorePanels(
  name: WebviewName,
  restore: (panel: vscode.WebviewPanel, state: unknown) => void,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType(name), {
    async deserializeWebviewPanel(panel, state) {
      if (vscode.env.uiKind === vscode.UIKind.Desktop) {
        restore(panel, state);
        return;
      }
      let isDisposed = false;
      const started = new Promise<void>(resolve => {
        panel.webview.onDidReceiveMessage(() => resolve());
        panel.onDidDispose(() => {
          isDisposed = true;
          resolve();
        });
      });
      // VS Code shows the panel when this is over, so it is not over when the page has started.
      await inTurn(() => {
        if (isDisposed) return null;
        restore(panel, state);
        return { started };
      });
    },
  });
}

/**
 * Puts the page of a webview into its panel. The page is empty but for its script: all that it shows comes in
 * messages, once it has said that it is ready, and again when it was hidden and is shown anew.
 *
 * @param receive what the page says, checked
 */
export function fillPanel(
  panel: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  name: WebviewName,
  receive: (message: FromWebview) => void,
): void {
  const read = (file: string): string =>
    readFileSync(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', file).fsPath, 'utf8');
  panel.webview.options = { enableScripts: true, localResourceRoots: [] };
  panel.webview.onDidReceiveMessage((raw: unknown) => {
    const message = readMessage(raw);
    if (message) receive(message);
  });
  const parts = { style: read('style.css'), script: read(`${name}.js`) };
  panel.webview.html = shellHtml(name, parts, randomBytes(16).toString('hex'));
}

/** What a page is made of, as the build left it: no text in it ends an element of HTML. */
export interface ShellParts {
  readonly style: string;
  readonly script: string;
}

/**
 * The page of a webview. It runs our own script and nothing else, and loads nothing at all: script and style stand in
 * it. Files of the extension would come through a service worker, and where all webviews have one origin (a VS Code
 * in the browser that serves them itself) those of two pages that open at once take each other's answers, which
 * leaves one of them empty. Pictures from `data:` are for drawing an SVG on a canvas.
 */
export function shellHtml(name: WebviewName, { style, script }: ShellParts, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sysmon ${TITLES[name]}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body class="${name}">
<main id="root" aria-busy="true"></main>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}
