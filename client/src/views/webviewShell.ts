import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type FromWebview, readMessage } from './messages.ts';

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

/**
 * Hands over the panels that the editor brings back when its window is loaded anew.
 *
 * @param restore gets what the page last remembered, which is not to be believed before it was looked at
 */
export function restorePanels(
  name: WebviewName,
  restore: (panel: vscode.WebviewPanel, state: unknown) => void,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType(name), {
    deserializeWebviewPanel(panel, state) {
      restore(panel, state);
      return Promise.resolve();
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
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
  panel.webview.onDidReceiveMessage((raw: unknown) => {
    const message = readMessage(raw);
    if (message) receive(message);
  });
  panel.webview.html = shellHtml(
    {
      cspSource: panel.webview.cspSource,
      uri: file => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString(),
    },
    name,
    randomBytes(16).toString('hex'),
  );
}

export interface ShellPlace {
  readonly cspSource: string;
  readonly uri: (file: string) => string;
}

/**
 * The page of a webview. It runs our own script and nothing else, loads from the extension alone, and reaches
 * no network. Pictures from `data:` are for drawing an SVG on a canvas.
 */
export function shellHtml({ cspSource, uri }: ShellPlace, name: WebviewName, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `img-src data: ${cspSource}`,
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
<link rel="stylesheet" href="${uri('style.css')}">
<script nonce="${nonce}" src="${uri(`${name}.js`)}" defer></script>
</head>
<body class="${name}">
<main id="root" aria-busy="true"></main>
</body>
</html>`;
}
