import * as vscode from 'vscode';
import type { EditorSettings } from '../protocol';

/** What the spec editor needs to look like the user's other editors. */
export function editorSettings(uri: vscode.Uri): EditorSettings {
  const scope = { uri, languageId: 'ecgspec' };
  const editor = vscode.workspace.getConfiguration('editor', scope);
  return {
    paper: vscode.workspace.getConfiguration('ecgspec.preview', scope).get('ecgPaper', true),
    fontFamily: editor.get('fontFamily', 'monospace'),
    fontSize: editor.get('fontSize', 14),
    tabSize: editor.get('tabSize', 2),
  };
}

/** True when a change of the configuration concerns `editorSettings`. */
export function affectsEditorSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return ['ecgspec.preview', 'editor.fontFamily', 'editor.fontSize', 'editor.tabSize'].some((section) =>
    event.affectsConfiguration(section),
  );
}

/** Threads for generation; 0 = as many as the machine has cores. */
export function generateWorkers(): number {
  return vscode.workspace.getConfiguration('ecgspec.generate').get('workers', 0);
}

/** Formats that data sets are written in besides their own. */
export function generateFormats(): readonly string[] {
  return vscode.workspace.getConfiguration('ecgspec.generate').get<readonly string[]>('formats', []);
}

export interface TrainingSettings {
  /** Python to build the environment from; empty = the first one found. */
  readonly python: string;
  /** Folder of the environment; empty = the command line's own. */
  readonly environment: string;
}

export function trainingSettings(): TrainingSettings {
  const training = vscode.workspace.getConfiguration('ecgspec.training');
  return {
    python: training.get('python', '').trim(),
    environment: training.get('environment', '').trim(),
  };
}
