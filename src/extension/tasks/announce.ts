import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../disposables';
import type { Services } from '../services';
import { OUTCOME_FILES, type Job } from './definition';
import type { FinishedRun } from './jobRuns';

const FAILED: Record<Job, string> = {
  generate: 'The data set was not generated',
  verify: 'The data set is not as it was written',
  setup: 'The training environment was not set up',
  pretrain: 'Pre-training failed',
  evaluate: 'Fine-tuning and evaluation failed',
  realism: 'The comparison with real recordings failed',
};

/** Where to read on, where it is not the line of the error alone. */
const WHERE: Partial<Record<Job, string>> = {
  verify: 'Its terminal names every file and strip concerned.',
};

/** Says how jobs ended and offers what comes next; opens the dashboard and the report by itself. */
export function announceRuns(services: Services): Disposable {
  const { runs, dashboard } = services;
  const start = runs.onDidStart(({ definition, folder, time }) => {
    const trains = definition.task === 'pretrain' || definition.task === 'evaluate';
    if (trains && folder !== undefined) dashboard.show(folder, time);
  });
  const end = runs.onDidFinish((run) => {
    if (run.folder !== undefined) dashboard.ended(run.folder, run.outcome);
    if (run.outcome === 'failed') void announceFailure(services, run);
    else if (run.outcome === 'done') void announceSuccess(services, run);
  });
  return {
    dispose: () => {
      start.dispose();
      end.dispose();
    },
  };
}

async function announceFailure({ runs }: Services, run: FinishedRun): Promise<void> {
  // "Run Task" does not ask before it runs, as the commands do; so this is asked afterwards.
  const taken = !run.definition.overwrite && run.folder !== undefined && isWhole(run);
  const message = taken
    ? `${path.basename(run.folder!)} is there already, and was left as it is.`
    : `${FAILED[run.definition.task]} (exit code ${run.exitCode}). ${WHERE[run.definition.task] ?? 'The line that starts with "error:" in its terminal says why and what to do.'}`;
  const action = await vscode.window.showErrorMessage(
    `ECG Spec: ${message}`,
    ...(taken ? ['Overwrite', 'Show Terminal'] : ['Show Terminal']),
  );
  if (action === undefined) return;
  if (action === 'Overwrite') {
    const { scope } = run.execution.task;
    await runs.run({ ...run.definition, overwrite: true }, typeof scope === 'object' ? scope : undefined);
    return;
  }
  const { name } = run.execution.task;
  const terminal = vscode.window.terminals.find((candidate) => candidate.name.includes(name));
  if (terminal !== undefined) terminal.show();
  else await vscode.commands.executeCommand('workbench.action.terminal.focus');
}

/** Whether the folder that a job was to write holds a finished one's work. */
function isWhole({ definition, folder }: FinishedRun): boolean {
  const file = OUTCOME_FILES[definition.task];
  return file !== undefined && existsSync(path.join(folder!, file));
}

async function announceSuccess(services: Services, run: FinishedRun): Promise<void> {
  const { definition, folder, silent } = run;
  if ((definition.task === 'evaluate' || definition.task === 'realism') && folder !== undefined) {
    services.reports.show(folder);
    return;
  }
  if (silent) return;
  if (definition.task === 'setup') {
    await say('The training environment is ready.', { 'Pre-train': ['ecgspec.pretrain'] });
  } else if (definition.task === 'verify' && definition.dataset !== undefined) {
    await say(`${path.basename(definition.dataset)} is whole, as it was written.`, {});
  } else if (definition.task === 'generate' && folder !== undefined) {
    await say(`${await describeDataset(folder)} in ${path.basename(folder)}.`, {
      'Open Data Set': ['ecgspec.openDataset', vscode.Uri.file(folder)],
      'Pre-train Next': ['ecgspec.pretrain', vscode.Uri.file(folder)],
      'Show in Explorer': ['revealInExplorer', vscode.Uri.file(path.join(folder, 'manifest.json'))],
    });
  } else if (definition.task === 'pretrain' && folder !== undefined) {
    await say(`The pre-trained network is in ${path.basename(folder)}.`, {
      'Fine-tune and Evaluate Next': ['ecgspec.evaluate', vscode.Uri.file(folder)],
      'Show in Explorer': ['revealInExplorer', vscode.Uri.file(path.join(folder, 'config.json'))],
    });
  }
}

async function say(message: string, actions: Record<string, readonly [string, ...unknown[]]>): Promise<void> {
  const action = await vscode.window.showInformationMessage(`ECG Spec: ${message}`, ...Object.keys(actions));
  const command = action === undefined ? undefined : actions[action];
  if (command === undefined) return;
  const [id, ...rest] = command;
  await vscode.commands.executeCommand(id, ...rest);
}

/** Such as `5,000 strips of 5 classes`. */
async function describeDataset(folder: string): Promise<string> {
  try {
    const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as {
      classes: { train: number; validation: number }[];
    };
    const strips = manifest.classes.reduce((sum, { train, validation }) => sum + train + validation, 0);
    return `${strips.toLocaleString('en')} strips of ${manifest.classes.length} classes`;
  } catch {
    return 'The data set is';
  }
}
