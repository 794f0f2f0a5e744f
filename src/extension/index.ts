import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { SpecDiagnostics } from './diagnostics';
import type { Disposable } from './disposables';
import { registerSpecEditor } from './editor/provider';
import { SpecEditors } from './editor/specEditors';
import { Explanations } from './explanations';
import { registerLanguage } from './language';
import { RecordShelf } from './records/shelf';
import { WorkspaceFiles } from './records/workspaceFiles';
import type { Services } from './services';
import { SpecStatus } from './statusBar';
import { announceRuns } from './tasks/announce';
import { JobRuns } from './tasks/jobRuns';
import { JobTasks, TASK_TYPE } from './tasks/jobTask';
import { ProgressPipe } from './tasks/progressPipe';
import { showProgress } from './tasks/runProgress';
import { JobTaskProvider } from './tasks/provider';
import { TrainingDashboard } from './training/dashboard';
import { Catalogue } from './library/catalogue';
import { NewSpecPage } from './library/newSpecPage';
import { Reports } from './training/report';
import { registerDatasetViewer } from './viewer/provider';

/** What the extension brings, each feature on its own. */
const FEATURES: readonly ((services: Services) => Disposable)[] = [
  registerSpecEditor,
  registerDatasetViewer,
  ({ explanations }) => explanations.register(),
  ({ explanations, records }) => new SpecDiagnostics(explanations, records),
  registerLanguage,
  () => new SpecStatus(),
  registerCommands,
  ({ tasks, log }) => vscode.tasks.registerTaskProvider(TASK_TYPE, new JobTaskProvider(tasks, log)),
  announceRuns,
  showProgress,
];

/** Called by VS Code once, when the first spec, command or task of the extension is needed. */
export function activate(context: vscode.ExtensionContext): Services {
  const keep = <T extends Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const log = keep(vscode.window.createOutputChannel('ECG Spec', { log: true }));
  const progress = keep(new ProgressPipe(log));
  const tasks = new JobTasks(context, progress);
  const catalogue = new Catalogue(context.extensionUri);
  const services: Services = {
    context,
    log,
    tasks,
    progress,
    explanations: new Explanations(context.extensionUri),
    editors: keep(new SpecEditors(log)),
    catalogue,
    newSpec: keep(new NewSpecPage(context.extensionUri, catalogue, log)),
    records: keep(new RecordShelf(new WorkspaceFiles())),
    runs: keep(new JobRuns(tasks, log)),
    dashboard: keep(new TrainingDashboard(context.extensionUri, log)),
    reports: keep(new Reports(context.extensionUri, log)),
    viewers: new Set(),
  };
  for (const start of FEATURES) keep(start(services));
  return services;
}
