import * as vscode from 'vscode';
import { buildPage } from '../protocol';
import { assetsFolder, newNonce, webviewOptions } from './webviewPage';

/** Puts one of the extension's pages into a panel. */
export function showPage(
  extensionUri: vscode.Uri,
  panel: vscode.WebviewPanel,
  page: 'dashboard' | 'report' | 'newSpec' | 'viewer',
  title: string,
): void {
  const { webview } = panel;
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(assetsFolder(extensionUri), name)).toString();
  webview.options = webviewOptions(extensionUri);
  const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `file-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  webview.html = buildPage({
    title,
    nonce: newNonce(),
    cspSource: webview.cspSource,
    script: asset(`${page}.js`),
    styles: [asset(`${page}.css`)],
    body: '<p class="loading" role="status">Loading…</p>',
  });
}
