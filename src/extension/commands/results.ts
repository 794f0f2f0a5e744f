import * as vscode from 'vscode';
import type { Services } from '../services';
import { EVENTS_FILE } from '../training/dashboard';
import { REPORT_FILES } from '../training/report';
import { offer } from './ask';
import { folderFor } from './folders';

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
    names: '{*-report*,*-realism*,*-recordings*}',
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
