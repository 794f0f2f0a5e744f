import * as vscode from 'vscode';
import { progressInWords } from '../../dataset/inWords';
import type { FolderProgress } from '../../dataset/progress';
import { Disposables, type Disposable } from '../disposables';
import type { Services } from '../services';
import type { StartedRun } from './jobRuns';

/** What is over sooner than this is not worth a notification, s. */
const BRIEF = 1;

/**
 * Shows how far tasks are: in the status bar, where a click leads to the terminal, and, where the task tells it, in a
 * notification that cancels it.
 */
export function showProgress({ runs, progress }: Services): Disposable {
  const disposables = new Disposables();
  const shown = new Map<vscode.TaskExecution, RunProgress>();
  disposables.add(runs.onDidStart((run) => shown.set(run.execution, new RunProgress(run))));
  disposables.add(
    runs.onDidFinish(({ execution }) => {
      shown.get(execution)?.dispose();
      shown.delete(execution);
    }),
  );
  disposables.add(
    progress.onDidProgress((state) => {
      for (const one of shown.values()) if (one.folder === state.folder) one.update(state);
    }),
  );
  disposables.add({ dispose: () => shown.forEach((one) => one.dispose()) });
  return disposables;
}

class RunProgress implements Disposable {
  readonly folder: string | undefined;
  private readonly name: string;
  private readonly item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left, 50);
  private share = 0;
  private notified = false;
  private notification: vscode.Progress<{ message: string; increment: number }> | undefined;
  private end!: () => void;
  private readonly ended = new Promise<void>((resolve) => (this.end = resolve));

  constructor(private readonly run: StartedRun) {
    this.folder = run.folder;
    this.name = run.execution.task.name;
    this.item.name = 'ECG Spec: progress';
    this.item.command = 'workbench.action.terminal.focus';
    this.say('');
    this.item.show();
  }

  update(state: FolderProgress): void {
    const share = state.done / Math.max(1, state.total);
    const words = progressInWords(state);
    this.say(` ${Math.floor(share * 100)} %`, words);
    if (!this.notified && state.secondsLeft > BRIEF && Number.isFinite(state.secondsLeft)) this.notify();
    this.notification?.report({ message: words, increment: (share - this.share) * 100 });
    if (this.notification !== undefined) this.share = share;
  }

  dispose(): void {
    this.item.dispose();
    this.end();
  }

  private say(share: string, words?: string): void {
    this.item.text = `$(sync~spin) ${this.name}${share}`;
    this.item.tooltip =
      words === undefined ? `${this.name}: a click shows its terminal.` : `${this.name}: ${words}`;
    this.item.accessibilityInformation = { label: `${this.name}${share}`, role: 'button' };
  }

  /** VS Code may show it a moment later, when more has been told or the task has ended: there is one, and it goes. */
  private notify(): void {
    this.notified = true;
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `ECG Spec: ${this.name}`, cancellable: true },
      (progress, token) => {
        this.notification = progress;
        token.onCancellationRequested(() => this.run.execution.terminate());
        return this.ended;
      },
    );
  }
}
