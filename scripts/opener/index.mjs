// A file that is named in the address is opened before VS Code knows the extension's editor, and so as plain text.
// This opens it a moment later, as a double-click would; not when there are editors of an earlier visit.
import * as vscode from 'vscode';

export async function activate() {
  const file = process.env.ECGSPEC_OPEN;
  const empty = vscode.window.tabGroups.all.every((group) => group.tabs.length === 0);
  if (file && empty) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
}
