import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SelectionKind } from '../../protocol';
import type { Selection } from '../../viewer/export';
import type { OnProgress } from '../../viewer/source';
import { chooseOutput } from '../commands/ask';
import { dataSets } from '../loadDataSets';

/** Of more strips it is asked whether so many files are meant. */
const MANY = 20_000;

/** Writes chosen strips of a set where the user says, with progress that can be cancelled. */
export async function exportSelection(kind: SelectionKind, selection: Selection): Promise<void> {
  const { writeList, writeRecords } = dataSets();
  const { folder } = selection.source.info;
  const strips = `${selection.rows.length.toLocaleString('en')} strip${selection.rows.length === 1 ? '' : 's'}`;
  if (kind === 'list') {
    const file = await vscode.window.showSaveDialog({
      title: `Export the Table of ${strips}`,
      filters: { 'CSV table': ['csv'] },
      defaultUri: vscode.Uri.file(`${folder}-selection.csv`),
    });
    if (file === undefined) return;
    if (file.scheme !== 'file') throw new Error('The table is written to a file on disk; choose one there.');
    const done = await withProgress(strips, (tell, signal) =>
      writeList(file.fsPath, selection, tell, signal),
    );
    if (done) await say(`Wrote ${path.basename(file.fsPath)}, ${strips}.`, 'Open', ['vscode.open', file]);
    return;
  }
  if (selection.rows.length > MANY && !(await wantsMany(selection))) return;
  const target = await chooseOutput(`Export ${strips} as WFDB`, `${folder}-selection`, []);
  if (target === undefined) return;
  const uri = vscode.Uri.file(target.folder);
  const done = await withProgress(strips, (tell, signal) =>
    writeRecords(target.folder, selection, tell, signal),
  );
  if (done)
    await say(`Wrote ${strips} as WFDB records in ${path.basename(target.folder)}.`, 'Open Data Set', [
      'ecgspec.openDataset',
      uri,
    ]);
}

/** Each of them is four files in a folder. */
async function wantsMany({ rows, source }: Selection): Promise<boolean> {
  const go = 'Export All the Same';
  const count = (n: number): string => n.toLocaleString('en');
  const words = source.info.hasSpec
    ? ' "ecgspec export" writes the whole set in one file a table as Parquet.'
    : '';
  const answer = await vscode.window.showWarningMessage(
    `${count(rows.length)} strips become ${count(4 * rows.length)} files, which takes long and fills folders.`,
    { modal: true, detail: `Filter or mark what you want, and export that.${words}` },
    go,
  );
  return answer === go;
}

/** @returns false when it was cancelled */
async function withProgress(
  strips: string,
  work: (tell: OnProgress, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const controller = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `ECG Spec: exporting ${strips}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => controller.abort());
    let reported = 0;
    const tell: OnProgress = (done, total) => {
      const percent = (100 * done) / Math.max(1, total);
      progress.report({ increment: percent - reported, message: done.toLocaleString('en') });
      reported = percent;
    };
    try {
      await work(tell, controller.signal);
      return true;
    } catch (error) {
      if (controller.signal.aborted) return false;
      throw error;
    }
  });
}

async function say(message: string, action: string, command: readonly [string, vscode.Uri]): Promise<void> {
  const show = 'Show in Explorer';
  const answer = await vscode.window.showInformationMessage(`ECG Spec: ${message}`, action, show);
  if (answer === action) await vscode.commands.executeCommand(...command);
  else if (answer === show) await vscode.commands.executeCommand('revealInExplorer', command[1]);
}
