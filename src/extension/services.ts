import type * as vscode from 'vscode';
import type { SpecEditors } from './editor/specEditors';
import type { Explanations } from './explanations';
import type { Catalogue } from './library/catalogue';
import type { NewSpecPage } from './library/newSpecPage';
import type { RecordShelf } from './records/shelf';
import type { JobRuns } from './tasks/jobRuns';
import type { ProgressPipe } from './tasks/progressPipe';
import type { JobTasks } from './tasks/jobTask';
import type { TrainingDashboard } from './training/dashboard';
import type { Reports } from './training/report';
import type { ViewerSession } from './viewer/viewerSession';

/** What the features share; made once at activation. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly editors: SpecEditors;
  readonly explanations: Explanations;
  readonly catalogue: Catalogue;
  readonly newSpec: NewSpecPage;
  readonly records: RecordShelf;
  readonly tasks: JobTasks;
  readonly runs: JobRuns;
  readonly progress: ProgressPipe;
  readonly dashboard: TrainingDashboard;
  readonly reports: Reports;
  /** The data sets that are open. */
  readonly viewers: Set<ViewerSession>;
}
