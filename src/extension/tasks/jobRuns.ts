import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunOutcome } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import { OUTCOME_FILES, type JobDefinition } from './definition';
import { definitionOf, TASK_TYPE, type JobTasks } from './jobTask';

/** A job that ran, however it was started: by a command, from "Run Task", by tasks.json. */
export interface FinishedRun {
  readonly execution: vscode.TaskExecution;
  readonly definition: JobDefinition;
  /** Absolute path of the folder it wrote. */
  readonly folder: string | undefined;
  readonly outcome: RunOutcome;
  /** `undefined` when the process was terminated. */
  readonly exitCode: number | undefined;
  /** Part of a longer chain that goes on by itself: nothing to say to the user on success. */
  readonly silent: boolean;
}

export interface StartedRun {
  readonly execution: vscode.TaskExecution;
  readonly definition: JobDefinition;
  readonly folder: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Exit code of a command line that was cancelled (128 + SIGINT). */
const CANCELLED = 130;

/** Runs jobs and watches every task of this extension's type. */
export class JobRuns implements Disposable {
  private readonly disposables = new Disposables();
  private readonly started = this.disposables.add(new vscode.EventEmitter<StartedRun>());
  private readonly finished = this.disposables.add(new vscode.EventEmitter<FinishedRun>());
  private readonly exitCodes = new Map<vscode.TaskExecution, number | undefined>();
  private readonly silent = new WeakSet<vscode.TaskExecution>();
  readonly onDidStart = this.started.event;
  readonly onDidFinish = this.finished.event;

  constructor(
    readonly tasks: JobTasks,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables.add(
      vscode.tasks.onDidStartTask(({ execution }) => {
        if (!isJob(execution.task)) return;
        const folder = this.tasks.outputFolder(execution.task);
        this.log.info(`Started "${execution.task.name}"${folder === undefined ? '' : ` -> ${folder}`}.`);
        this.started.fire({ execution, definition: definitionOf(execution.task), folder, time: Date.now() });
      }),
    );
    this.disposables.add(
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (isJob(execution.task)) this.exitCodes.set(execution, exitCode);
      }),
    );
    this.disposables.add(
      vscode.tasks.onDidEndTask(({ execution }) => {
        if (isJob(execution.task)) this.end(execution);
      }),
    );
  }

  /**
   * Runs a job in a terminal and waits for its end.
   * @param options.silent the caller goes on by itself after success
   */
  async run(
    definition: JobDefinition,
    scope?: vscode.WorkspaceFolder,
    options: { readonly silent?: boolean } = {},
  ): Promise<FinishedRun> {
    const task = this.tasks.build(definition, scope);
    const ends: FinishedRun[] = [];
    let wake = (): void => {};
    const listener = this.onDidFinish((run) => {
      ends.push(run);
      wake();
    });
    try {
      const execution = await vscode.tasks.executeTask(task);
      if (options.silent) this.silent.add(execution);
      for (;;) {
        const end = ends.find((run) => run.execution === execution);
        if (end !== undefined) return end;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      listener.dispose();
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private end(execution: vscode.TaskExecution): void {
    const { task } = execution;
    const exitCode = this.exitCodes.get(execution);
    this.exitCodes.delete(execution);
    const definition = definitionOf(task);
    const folder = this.tasks.outputFolder(task);
    const outcome = outcomeOf(exitCode, definition, folder);
    this.log.info(`"${task.name}" ended: ${outcome} (exit code ${exitCode ?? 'none'}).`);
    const silent = this.silent.has(execution);
    this.finished.fire({ execution, definition, folder, outcome, exitCode, silent });
  }
}

function isJob(task: vscode.Task): boolean {
  return task.definition.type === TASK_TYPE;
}

/** Terminals report 0 for some killed processes too: only the file that is written last proves success. */
function outcomeOf(
  exitCode: number | undefined,
  definition: JobDefinition,
  folder: string | undefined,
): RunOutcome {
  if (exitCode === undefined || exitCode === CANCELLED) return 'cancelled';
  if (exitCode !== 0) return 'failed';
  const file = OUTCOME_FILES[definition.task];
  if (file === undefined || folder === undefined) return 'done';
  return existsSync(path.join(folder, file)) ? 'done' : 'cancelled';
}
