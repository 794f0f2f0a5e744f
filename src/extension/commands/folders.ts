import { existsSync, statSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { activeSpec, byPath } from '../specFiles';
import { defaultOutput, type Job } from '../tasks/definition';
import { choose, chooseFolder, type Choice } from './ask';

export interface FolderQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** The file that a folder of the wanted kind holds. */
  readonly mark: string;
  /** Which folders of the workspace to offer, such as `*-dataset*`. */
  readonly names: string;
}

/**
 * The folder that a command is about: what it was called on, or one out of those that lie in the
 * workspace, newest first, or any other on disk. `undefined` = cancelled; `none` = there is none yet.
 */
export async function folderFor(
  argument: unknown,
  question: FolderQuestion,
): Promise<string | 'none' | undefined> {
  const { title, placeHolder, mark, names } = question;
  if (typeof argument === 'string') return argument;
  if (argument instanceof vscode.Uri) {
    const folder = path.basename(argument.fsPath) === mark ? path.dirname(argument.fsPath) : argument.fsPath;
    if (existsSync(path.join(folder, mark))) return folder;
  }
  const found = await vscode.workspace.findFiles(`**/${names}/${mark}`, '**/node_modules/**', 50);
  const folders = new Set(found.sort(byPath).map((uri) => path.dirname(uri.fsPath)));
  for (const folder of besideActiveSpec()) if (existsSync(path.join(folder, mark))) folders.add(folder);
  if (folders.size === 0) return 'none';
  const choices: Choice<string>[] = [...folders]
    .map((folder) => ({ folder, time: statSync(path.join(folder, mark)).mtimeMs }))
    .sort((a, b) => b.time - a.time)
    .map(({ folder, time }) => ({
      label: `$(folder) ${path.basename(folder)}`,
      description: new Date(time).toLocaleString(),
      detail: folder,
      value: folder,
    }));
  choices.push({ label: '$(folder-opened) Choose another folder…', value: '' });
  const picked = await choose(title, placeHolder, choices);
  return picked === '' ? chooseFolder(title, 'Use This Folder') : picked;
}

/** What the active spec's data set, model and report are called by default, wherever the spec lies. */
function besideActiveSpec(): string[] {
  const spec = activeSpec();
  if (spec?.scheme !== 'file') return [];
  let input = spec.fsPath;
  return (['generate', 'pretrain', 'evaluate'] satisfies Job[]).map(
    (job) => (input = defaultOutput(job, input)),
  );
}

/** The workspace folder that a path lies in. */
export function workspaceFolderOf(folder: string): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
}
