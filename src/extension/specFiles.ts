import * as vscode from 'vscode';

const EXTENSION = '.ecgspec';

/** True for the URI of a spec, saved or not. */
export function isSpec(uri: vscode.Uri): boolean {
  return uri.path.toLowerCase().endsWith(EXTENSION);
}

/** The spec in the editor that has the focus, whichever kind of editor that is. */
export function activeSpec(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) {
    if (isSpec(input.uri)) return input.uri;
  }
  return undefined;
}

/** All specs in the workspace's folders, a hundred at most. */
export async function specsInWorkspace(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(`**/*${EXTENSION}`, '**/node_modules/**', 100);
  // A data set keeps the spec that it was made from; that copy is a record, not a source.
  return found.filter((uri) => !uri.path.endsWith(`/spec${EXTENSION}`)).sort(byPath);
}

/** `four-arrhythmias` of `/somewhere/four-arrhythmias.ecgspec`. */
export function specBaseName(uri: vscode.Uri): string {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return name.toLowerCase().endsWith(EXTENSION) ? name.slice(0, -EXTENSION.length) : name;
}

export function byPath(a: vscode.Uri, b: vscode.Uri): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
