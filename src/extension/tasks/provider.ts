import * as vscode from 'vscode';
import { specsInWorkspace } from '../specFiles';
import { missingInput, type JobDefinition } from './definition';
import { definitionOf, type JobTasks } from './jobTask';

/** Offers what can be run in the workspace, and completes what tasks.json says. */
export class JobTaskProvider implements vscode.TaskProvider {
  constructor(
    private readonly tasks: JobTasks,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const [specs, manifests, models] = await Promise.all([
      specsInWorkspace(),
      vscode.workspace.findFiles('**/*-dataset*/manifest.json', '**/node_modules/**', 50),
      vscode.workspace.findFiles('**/*-model*/config.json', '**/node_modules/**', 50),
    ]);
    return [
      ...specs.map((uri) => this.offer(uri, (spec) => ({ task: 'generate', spec }))),
      this.tasks.build({ task: 'setup' }),
      ...manifests.map((uri) => this.offer(parent(uri), (dataset) => ({ task: 'verify', dataset }))),
      ...manifests.map((uri) => this.offer(parent(uri), (dataset) => ({ task: 'pretrain', dataset }))),
      ...models.map((uri) => this.offer(parent(uri), (model) => ({ task: 'evaluate', model }))),
    ];
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = definitionOf(task);
    const missing = missingInput(definition);
    if (missing !== undefined) {
      this.log.warn(`tasks.json: ${missing}`);
      void vscode.window.showWarningMessage(`ECG Spec: ${missing}`);
      return undefined;
    }
    return this.tasks.build(definition, task.scope, task);
  }

  /** A task on something in the workspace, named by its path within its folder. */
  private offer(uri: vscode.Uri, define: (path: string) => JobDefinition): vscode.Task {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const path = folder === undefined ? uri.fsPath : vscode.workspace.asRelativePath(uri, false);
    return this.tasks.build(define(path), folder);
  }
}

function parent(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}
