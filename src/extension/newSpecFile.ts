import * as vscode from 'vscode';
import { EDITOR_VIEW_TYPE } from './editor/provider';
import { isSpec } from './specFiles';

/**
 * Asks for a new spec's file; proposes a free one in the workspace.
 * @param title of the dialog
 * @param name without ending
 */
export async function askWhere(title: string, name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title,
    saveLabel: 'Create',
    filters: { 'ECG Spec': ['ecgspec'] },
    ...(folder === undefined ? {} : { defaultUri: await freeUri(folder, name) }),
  });
  return uri === undefined || isSpec(uri) ? uri : uri.with({ path: `${uri.path}.ecgspec` });
}

/** `name.ecgspec`, `name-2.ecgspec`, ...: the first that the folder does not have. */
export async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const uri = vscode.Uri.joinPath(folder, `${name}${n === 1 ? '' : `-${n}`}.ecgspec`);
    if (!(await exists(uri))) return uri;
  }
}

/** Writes a new spec and opens it in the custom editor. */
export async function openNewSpec(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
