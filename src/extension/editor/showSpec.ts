import * as vscode from 'vscode';
import { EDITOR_VIEW_TYPE } from './provider';
import type { SpecEditors } from './specEditors';
import type { SpecPanel } from './specPanel';

/** VS Code may say that an editor is open before it has asked for its page, ms. */
const PATIENCE = 10_000;

/**
 * Brings a spec's editor to the front, or opens one beside what has the focus.
 * @returns its panel; undefined where VS Code opened none
 */
export async function showSpec(editors: SpecEditors, uri: vscode.Uri): Promise<SpecPanel | undefined> {
  const open = editors.of(uri)[0];
  if (open !== undefined) {
    open.show();
    return open;
  }
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE, vscode.ViewColumn.Beside);
  if (editors.of(uri)[0] !== undefined) return editors.of(uri)[0];
  return new Promise((resolve) => {
    const done = (): void => {
      listener.dispose();
      clearTimeout(timer);
      resolve(editors.of(uri)[0]);
    };
    const listener = editors.onDidChange(() => {
      if (editors.of(uri)[0] !== undefined) done();
    });
    const timer = setTimeout(done, PATIENCE);
  });
}
