import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import { dataSets } from '../loadDataSets';
import type { Services } from '../services';
import { EVENTS_FILE } from '../training/dashboard';
import { REPORT_FILES } from '../training/report';
import { VIEWER_VIEW_TYPE } from '../viewer/provider';
import { chooseFolder, complain, offer } from './ask';
import { folderFor } from './folders';

/** Opens a data set in its viewer: a generated one, or a folder of WFDB records or of strips with their labels. */
export async function openDataset(_services: Services, argument?: unknown): Promise<void> {
  const { SET_MARKS, setFileOf } = dataSets();
  const chosen =
    argument instanceof vscode.Uri
      ? argument.fsPath
      : await folderFor(argument, {
          title: 'Open Data Set',
          placeHolder: 'Which data set, or folder of recordings',
          mark: 'manifest.json',
          names: '*-dataset*',
          anywhere: SET_MARKS.filter((name) => name !== 'manifest.json'),
        });
  if (chosen === undefined) return;
  const folder = chosen === 'none' ? await generateOrChoose() : chosen;
  if (folder === undefined) return;
  try {
    const file = statSync(folder).isDirectory() ? setFileOf(folder) : folder;
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), VIEWER_VIEW_TYPE);
  } catch (error) {
    await complain((error as Error).message);
  }
}

/** Where the workspace has no set: the way to one, or a folder elsewhere. */
async function generateOrChoose(): Promise<string | undefined> {
  const [generate, elsewhere] = ['Generate Dataset', 'Choose a Folder…'];
  const answer = await vscode.window.showInformationMessage(
    'ECG Spec: There is no data set in this workspace yet.',
    generate,
    elsewhere,
  );
  if (answer === elsewhere) return chooseFolder('Open Data Set', 'Open This Folder');
  if (answer === generate) await vscode.commands.executeCommand('ecgspec.generate');
  return undefined;
}

/** Opens the dashboard on a run of pre-training or evaluation. */
export async function showDashboard(services: Services, argument?: unknown): Promise<void> {
  const folder = await folderFor(argument, {
    title: 'Show Training Dashboard',
    placeHolder: 'Which run',
    mark: EVENTS_FILE,
    names: '{*-model*,*-report*}',
  });
  if (folder === 'none') {
    await offerNext('There is no training run to show yet.', 'Pre-train', 'ecgspec.pretrain');
  } else if (folder !== undefined) {
    services.dashboard.show(folder);
  }
}

/** Opens the report of an evaluation, of a comparison with real recordings, or of an import. */
export async function openReport(services: Services, argument?: unknown): Promise<void> {
  const folder = await folderFor(argument, {
    title: 'Open Report',
    placeHolder: 'Which report',
    mark: Object.values(REPORT_FILES),
    names: '{*-report*,*-realism*,*-recordings*,*gains*}',
  });
  if (folder === 'none') {
    await offerNext('There is no report yet.', 'Fine-tune and Evaluate', 'ecgspec.evaluate');
  } else if (folder !== undefined) {
    services.reports.show(folder);
  }
}

async function offerNext(message: string, action: string, command: string): Promise<void> {
  if (await offer(message, action)) await vscode.commands.executeCommand(command);
}
