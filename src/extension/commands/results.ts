import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../services';
import { EVENTS_FILE } from '../training/dashboard';
import { REPORT_FILES } from '../training/report';
import { VIEWER_VIEW_TYPE } from '../viewer/provider';
import { offer } from './ask';
import { folderFor } from './folders';

/** Opens a generated data set in its viewer. */
export async function openDataset(_services: Services, argument?: unknown): Promise<void> {
  const folder = await folderFor(argument, {
    title: 'Open Data Set',
    placeHolder: 'Which data set',
    mark: 'manifest.json',
    names: '*-dataset*',
  });
  if (folder === 'none') {
    await offerNext('There is no data set to show yet.', 'Generate Dataset', 'ecgspec.generate');
  } else if (folder !== undefined) {
    const file = vscode.Uri.file(path.join(folder, 'manifest.json'));
    await vscode.commands.executeCommand('vscode.openWith', file, VIEWER_VIEW_TYPE);
  }
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

/** Opens the report of an evaluation or of a comparison with real recordings. */
export async function openReport(services: Services, argument?: unknown): Promise<void> {
  const folder = await folderFor(argument, {
    title: 'Open Report',
    placeHolder: 'Which report',
    mark: Object.values(REPORT_FILES),
    names: '{*-report*,*-realism*}',
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
