import * as vscode from 'vscode';
import { EDITOR_VIEW_TYPE } from '../editor/provider';
import { showSpec } from '../editor/showSpec';
import type { Subject } from '../../language';
import type { Services } from '../services';
import { activeSpec, isSpec } from '../specFiles';
import { complain } from './ask';

/** Opens the text of a spec in VS Code's own text editor, beside the custom editor. */
export async function openAsText(_services: Services, argument: unknown): Promise<void> {
  const uri = subject(argument);
  if (uri === undefined) return void complain('Open a spec first; then its text can be opened beside it.');
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', vscode.ViewColumn.Beside);
}

/** Opens a spec in the custom editor, in the place of its text. */
export async function openEditor(_services: Services, argument: unknown): Promise<void> {
  const uri = subject(argument);
  if (uri === undefined) return void complain('Open the text of a spec first; then its strips can be shown.');
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE, vscode.ViewColumn.Active);
}

/**
 * Shows a beat type or a class in the custom editor, beside the text that it was asked from.
 * @param argument `{ uri, subject }` of a lens
 */
export async function preview({ editors }: Services, argument: unknown): Promise<void> {
  const known = (argument ?? {}) as { readonly uri?: unknown; readonly subject?: Subject };
  const uri = subject(known.uri);
  if (uri === undefined) return void complain('Open a spec first; then its strips can be shown.');
  const panel = await showSpec(editors, uri);
  const shown = known.subject;
  if (shown?.kind === 'class') panel?.reveal('class', shown.class);
  else if (shown !== undefined) panel?.reveal('beat', shown.beat);
}

/** Draws other strips from the same spec. */
export async function newDraw({ editors }: Services): Promise<void> {
  const panel = editors.active;
  if (panel === undefined)
    return void complain('Open a spec in the ECG Spec editor first; then its strips can be drawn anew.');
  panel.post({ type: 'newDraw' });
}

/** Asks for a trained model whose probabilities stand under every strip. */
export async function readWithModel({ editors }: Services): Promise<void> {
  const panel = editors.active;
  if (panel === undefined)
    return void complain('Open a spec in the ECG Spec editor first; then a model can read its strips.');
  await panel.chooseModel();
}

function subject(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri && isSpec(argument) ? argument : activeSpec();
}
