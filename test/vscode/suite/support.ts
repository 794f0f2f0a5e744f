import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EditorSettings, FromEditor, ToEditor } from '../../../src/protocol';
import type { Services } from '../../../src/extension/services';

export const EDITOR = 'ecgspec.editor';
export type Edit = Extract<FromEditor, { type: 'edit' }>;

/** What `activate` gives back. */
export async function activated(): Promise<Services> {
  const extension = vscode.extensions.getExtension<Services>('ecgspec.ecgspec');
  assert.ok(extension, 'VS Code does not know ecgspec.ecgspec');
  return extension.activate();
}

/** The folder that is open: a copy of examples/. */
export function workspace(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri;
}

export const EXAMPLE = 'four-arrhythmias.ecgspec';

/** Text of the example as it ships. */
export function exampleText(): string {
  return readFileSync(path.join(workspace().fsPath, EXAMPLE), 'utf8');
}

let files = 0;
/** Each suite is a bundle with a counter of its own, and VS Code remembers documents by their names. */
const suite = Math.random().toString(36).slice(2, 8);

/** Writes a new file into the workspace; every test has its own. */
export async function newFile(text: string, name = `test-${suite}-${++files}.ecgspec`): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspace(), name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

/** Waits until `probe` gives something true; says what it was waiting for when it does not. */
export async function eventually<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await probe();
    if (value) return value;
    assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function closeAll(): Promise<void> {
  // Unsaved documents would ask; nobody is there to answer.
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Opens a spec in the custom editor and waits until its page has reported in. */
export async function openSpec(
  services: Services,
  uri: vscode.Uri,
  column: vscode.ViewColumn = vscode.ViewColumn.Active,
): Promise<void> {
  const before = services.editors.session(uri)?.viewCount ?? 0;
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR, column);
  await eventually('the page of the custom editor', () => {
    const session = services.editors.session(uri);
    return session !== undefined && session.viewCount > before;
  });
}

/** A view that has no page: records what it is told, and sends what a test says. */
export class RecordingView {
  readonly told: ToEditor[] = [];
  settings: EditorSettings | undefined;

  post(message: ToEditor): void {
    this.told.push(message);
  }

  last<Type extends ToEditor['type']>(type: Type): Extract<ToEditor, { type: Type }> | undefined {
    return this.told.filter((message) => message.type === type).at(-1) as
      Extract<ToEditor, { type: Type }> | undefined;
  }
}

/** Diagnostics of this extension for a document. */
export function problems(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ECG Spec');
}

/** Ends of tasks that a test started. */
export async function runTask(task: vscode.Task): Promise<number | undefined> {
  const ends: vscode.TaskProcessEndEvent[] = [];
  const listener = vscode.tasks.onDidEndTaskProcess((event) => ends.push(event));
  try {
    const execution = await vscode.tasks.executeTask(task);
    const end = await eventually(`the end of "${task.name}"`, () =>
      ends.find((event) => event.execution === execution),
    );
    return end.exitCode;
  } finally {
    listener.dispose();
  }
}
