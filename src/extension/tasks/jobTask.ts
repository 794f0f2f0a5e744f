import * as path from 'node:path';
import * as vscode from 'vscode';
import { PROGRESS_PIPE } from '../../dataset/progress';
import { generateFormats, generateWorkers, trainingSettings } from '../settings';
import { jobArguments, outputOf, type Job, type JobDefinition, type JobSettings } from './definition';

export const TASK_TYPE = 'ecgspec';

const VERBS: Record<Job, string> = {
  generate: 'Generate',
  verify: 'Verify',
  import: 'Import',
  setup: 'Set up training',
  pretrain: 'Pre-train',
  evaluate: 'Fine-tune and evaluate',
  realism: 'Compare with real recordings',
};

/** Makes VS Code tasks out of definitions. */
export class JobTasks {
  /** @param progress the pipe where command lines tell how far they are */
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly progress: { readonly name: string },
  ) {}

  /** The real excerpt that ships with the extension. */
  get excerpt(): string {
    return this.context.asAbsolutePath(path.join('examples', 'real'));
  }

  /**
   * The task of a definition. It runs the bundled command line with VS Code's own Node.js, so that
   * none has to be installed.
   * @param scope the folder that relative paths start at
   */
  build(
    definition: JobDefinition,
    scope: vscode.WorkspaceFolder | vscode.TaskScope = vscode.TaskScope.Workspace,
    existing?: vscode.Task,
  ): vscode.Task {
    const settings: JobSettings = {
      workers: generateWorkers(),
      formats: generateFormats(),
      ...trainingSettings(),
      excerpt: this.excerpt,
    };
    const cli = this.context.asAbsolutePath(path.join('dist', 'cli.js'));
    const cwd = baseFolder(scope);
    const execution = new vscode.ProcessExecution(
      process.execPath,
      [cli, ...jobArguments(definition, settings)],
      {
        env: { ELECTRON_RUN_AS_NODE: '1', FORCE_COLOR: '0', [PROGRESS_PIPE]: this.progress.name },
        ...(cwd === undefined ? {} : { cwd }),
      },
    );
    // A task out of tasks.json must keep the very definition object that VS Code resolved it from.
    const task = new vscode.Task(
      existing === undefined ? { type: TASK_TYPE, ...definition } : existing.definition,
      scope,
      existing?.name ?? jobName(definition),
      'ECG Spec',
      execution,
      [],
    );
    if (definition.task === 'generate') task.group = vscode.TaskGroup.Build;
    task.detail = jobDetail(definition);
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      focus: false,
      clear: true,
      showReuseMessage: false,
    };
    return task;
  }

  /** Absolute path of the folder that a task writes. */
  outputFolder(task: vscode.Task): string | undefined {
    const out = outputOf(definitionOf(task));
    if (out === undefined) return undefined;
    const base = baseFolder(task.scope ?? vscode.TaskScope.Workspace);
    const replaced = out.replace(/\$\{workspaceFolder\}/g, base ?? '');
    return path.isAbsolute(replaced) ? replaced : path.resolve(base ?? '', replaced);
  }
}

/** The job that a task of this extension does. */
export function definitionOf(task: vscode.Task): JobDefinition {
  return task.definition as unknown as JobDefinition;
}

function baseFolder(scope: vscode.WorkspaceFolder | vscode.TaskScope): string | undefined {
  const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
}

/** Such as `Generate four-arrhythmias`. */
function jobName(definition: JobDefinition): string {
  const input = definition.spec ?? definition.recordings ?? definition.dataset ?? definition.model;
  const what = input === undefined ? '' : ` ${path.basename(input).replace(/\.ecgspec$/i, '')}`;
  const classes = definition.classes?.length ? `: ${definition.classes.join(', ')}` : '';
  return `${VERBS[definition.task]}${what}${classes}${definition.quick ? ' (quick)' : ''}`;
}

function jobDetail(definition: JobDefinition): string {
  if (definition.task === 'verify') return 'compares every file with its checksum';
  const out = outputOf(definition);
  return out === undefined ? 'PyTorch in an environment of its own' : `writes ${path.basename(out)}`;
}
