import { existsSync, statSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { activeSpec, byPath } from '../specFiles';
import { defaultOutput, type Job } from '../tasks/definition';
import { choose, chooseFolder, type Choice } from './ask';

export interface FolderQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** The file that a folder of the wanted kind holds, or several of which it holds one. */
  readonly mark: string | readonly string[];
  /** Which folders of the workspace to offer, such as `*-dataset*`. */
  readonly names: string;
  /** Files that make a folder one of the wanted kind whatever it is called. */
  readonly anywhere?: readonly string[];
}

/**
 * The folder that a command is about: what it was called on, or one out of those that lie in the
 * workspace, newest first, or any other on disk. `undefined` = cancelled; `none` = there is none yet.
 */
export async function folderFor(
  argument: unknown,
  question: FolderQuestion,
): Promise<string | 'none' | undefined> {
  const { title, placeHolder, names } = question;
  const ownMarks = typeof question.mark === 'string' ? [question.mark] : question.mark;
  const { anywhere = [] } = question;
  const marks = [...ownMarks, ...anywhere];
  const markIn = (folder: string): string | undefined =>
    marks.map((mark) => path.join(folder, mark)).find((file) => existsSync(file));
  if (typeof argument === 'string') return argument;
  if (argument instanceof vscode.Uri) {
    const { fsPath } = argument;
    const folder = marks.includes(path.basename(fsPath)) ? path.dirname(fsPath) : fsPath;
    if (markIn(folder) !== undefined) return folder;
  }
  const anyOf = (files: readonly string[]): string =>
    files.length === 1 ? files[0]! : `{${files.join(',')}}`;
  const globs = [`**/${names}/${anyOf(ownMarks)}`, ...(anywhere.length > 0 ? [`**/${anyOf(anywhere)}`] : [])];
  const found = await Promise.all(
    globs.map((glob) => vscode.workspace.findFiles(glob, '**/node_modules/**', 50)),
  );
  const folders = new Set(
    found
      .flat()
      .sort(byPath)
      .map((uri) => path.dirname(uri.fsPath)),
  );
  for (const folder of besideActiveSpec()) if (markIn(folder) !== undefined) folders.add(folder);
  if (folders.size === 0) return 'none';
  const choices: Choice<string>[] = [...folders]
    .map((folder) => ({ folder, time: statSync(markIn(folder) ?? folder).mtimeMs }))
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

/** What the active spec's data set, model and reports are called by default, wherever the spec lies. */
function besideActiveSpec(): string[] {
  const spec = activeSpec();
  if (spec?.scheme !== 'file') return [];
  let input = spec.fsPath;
  const chain = (['generate', 'pretrain', 'evaluate'] satisfies Job[]).map(
    (job) => (input = defaultOutput(job, input)),
  );
  return [...chain, defaultOutput('realism', chain[0]!)];
}

/** The workspace folder that a path lies in. */
export function workspaceFolderOf(folder: string): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
}
