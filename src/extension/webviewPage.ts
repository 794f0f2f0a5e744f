import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A fresh random value for one page's Content-Security-Policy. */
export function newNonce(): string {
  return randomBytes(18).toString('base64url');
}

/** The folder of the pages' bundles: the only one that a page may read from. */
export function assetsFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [assetsFolder(extensionUri)] };
}
