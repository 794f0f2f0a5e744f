import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** A choice in a list: what is shown, and what choosing it means. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks to choose one; `undefined` = cancelled. */
export async function choose<T>(
  title: string,
  placeHolder: string,
  choices: readonly Choice<T>[],
): Promise<T | undefined> {
  const picked = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.value;
}

/** Asks for a folder on disk. */
export async function chooseFolder(
  title: string,
  openLabel: string,
  near?: string,
): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel,
    canSelectFiles: false,
    canSelectFolders: true,
    ...(near === undefined ? {} : { defaultUri: vscode.Uri.file(near) }),
  });
  return picked?.[0]?.fsPath;
}

export interface Output {
  readonly folder: string;
  readonly overwrite: boolean;
  /** Begin anew where an earlier run was interrupted. */
  readonly restart?: boolean;
}

/**
 * Asks where to write. The default is a name beside the input; what is there already is replaced
 * only when that is chosen.
 * @param marks names of files by which an earlier result is known
 * @param offers what can be done with a folder that holds one, in place of overwriting it
 */
export async function chooseOutput(
  title: string,
  proposed: string,
  marks: readonly string[],
  offers: (folder: string) => readonly Choice<Output>[] | undefined = () => undefined,
): Promise<Output | undefined> {
  type Answer = Output | 'other';
  const choices: Choice<Answer>[] = [];
  if (isEmpty(proposed)) {
    choices.push(newFolder('$(new-folder)', proposed, path.basename(proposed)));
  } else {
    const special = offers(proposed);
    choices.push(...(special ?? []));
    const other = freeName(proposed);
    choices.push(newFolder('$(new-folder)', other, `Keep both: write ${path.basename(other)}`));
    if (special === undefined && holdsOne(proposed, marks)) {
      choices.push({
        label: `$(replace) Overwrite ${path.basename(proposed)}`,
        detail: proposed,
        value: { folder: proposed, overwrite: true },
      });
    }
  }
  choices.push({ label: '$(folder-opened) Choose another folder…', value: 'other' });
  const answer = await choose<Answer>(title, 'Where to write', choices);
  if (answer !== 'other') return answer;
  const folder = await chooseFolder(title, 'Write Here', path.dirname(proposed));
  if (folder === undefined) return undefined;
  return isEmpty(folder)
    ? { folder, overwrite: false }
    : chooseOutput(
        title,
        holdsOne(folder, marks) ? folder : path.join(folder, path.basename(proposed)),
        marks,
        offers,
      );
}

function newFolder(icon: string, folder: string, label: string): Choice<Output> {
  return { label: `${icon} ${label}`, detail: folder, value: { folder, overwrite: false } };
}

function holdsOne(folder: string, marks: readonly string[]): boolean {
  return marks.some((mark) => existsSync(path.join(folder, mark)));
}

/** True for a folder that is not there or has nothing in it. */
function isEmpty(folder: string): boolean {
  if (!existsSync(folder)) return true;
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}

/** `x` -> `x-2`, `x-3`, ...: the first that is free. */
function freeName(folder: string): string {
  const stem = folder.replace(/-\d+$/, '');
  for (let n = 2; ; n++) {
    const candidate = `${stem}-${n}`;
    if (isEmpty(candidate)) return candidate;
  }
}

/** Says that something cannot be done yet, with one way on. @returns true when it was taken */
export async function offer(message: string, action: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(`ECG Spec: ${message}`, action)) === action;
}

/** Says what is wrong. */
export async function complain(message: string, ...actions: string[]): Promise<string | undefined> {
  return vscode.window.showErrorMessage(`ECG Spec: ${message}`, ...actions);
}
