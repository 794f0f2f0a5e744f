import * as vscode from 'vscode';
import { activeSpec, isSpec, specBaseName, specsInWorkspace } from '../specFiles';
import { choose, offer } from './ask';

/** The spec that a command is about: what it was called on, the active one, or one out of the workspace. */
export async function specFor(argument: unknown, title: string): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri && isSpec(argument)) return argument;
  const active = activeSpec();
  if (active !== undefined) return active;
  const specs = await specsInWorkspace();
  if (specs.length === 1) return specs[0];
  if (specs.length === 0) {
    if (await offer('No spec is open, and there is none in this workspace.', 'New Spec from Example')) {
      await vscode.commands.executeCommand('ecgspec.newFromExample');
    }
    return undefined;
  }
  return choose(
    title,
    'Which spec',
    specs.map((uri) => ({
      label: `$(pulse) ${specBaseName(uri)}`,
      description: vscode.workspace.asRelativePath(uri),
      value: uri,
    })),
  );
}

/**
 * The spec as a file on disk that holds what the editor shows: unsaved changes are saved, a new
 * one is given a name. `undefined` when it was not saved.
 */
export async function savedSpec(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isUntitled) {
    const saved = await vscode.workspace.save(uri);
    return saved === undefined ? undefined : vscode.workspace.openTextDocument(saved);
  }
  if (document.isDirty && !(await document.save())) return undefined;
  return document;
}
