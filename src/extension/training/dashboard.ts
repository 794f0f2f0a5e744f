import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FromDashboard, RunOutcome, ToDashboard } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import { LineFollower } from './lineFollower';
import { showPage } from '../pages';

export const DASHBOARD_VIEW_TYPE = 'ecgspec.dashboard';
export const EVENTS_FILE = 'events.jsonl';

/** A run to look at: its folder, and what is known about it besides its events. */
interface Run {
  readonly folder: string;
  lines: string[];
  outcome: RunOutcome | undefined;
}

/** The training dashboard: one panel that shows one run, live while it goes on. */
export class TrainingDashboard implements Disposable {
  private readonly disposables = new Disposables();
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  private run: Run | undefined;
  private follower: LineFollower | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables.add(
      vscode.window.registerWebviewPanelSerializer(DASHBOARD_VIEW_TYPE, {
        deserializeWebviewPanel: async (panel, state: { folder?: unknown } | undefined) => {
          this.adopt(panel);
          if (typeof state?.folder === 'string') this.follow(state.folder);
        },
      }),
    );
  }

  /** The folder whose run is shown. */
  get folder(): string | undefined {
    return this.run?.folder;
  }

  /** How many lines of events the dashboard has. */
  get lineCount(): number {
    return this.run?.lines.length ?? 0;
  }

  /**
   * Opens the dashboard on a run.
   * @param since events written before this time (ms) belong to an earlier run in the same folder
   */
  show(folder: string, since = 0): void {
    this.follow(folder, since);
    if (this.panel !== undefined) {
      this.panel.reveal(undefined, true);
      return;
    }
    const column = vscode.window.tabGroups.activeTabGroup.viewColumn;
    this.adopt(
      vscode.window.createWebviewPanel(
        DASHBOARD_VIEW_TYPE,
        titleOf(folder),
        { viewColumn: column, preserveFocus: false },
        { enableScripts: true },
      ),
    );
  }

  /** The run in this folder came to its end as seen from outside, whatever its events say. */
  ended(folder: string, outcome: RunOutcome): void {
    if (this.run?.folder !== folder) return;
    const { run } = this;
    // What was written just before the end has to be shown before the end is.
    void (this.follower?.read() ?? Promise.resolve()).then(() => {
      if (this.run !== run) return;
      run.outcome = outcome;
      this.post({ type: 'ended', outcome });
    });
  }

  dispose(): void {
    this.follower?.dispose();
    this.panel?.dispose();
    this.disposables.dispose();
  }

  private follow(folder: string, since = 0): void {
    this.follower?.dispose();
    const run: Run = { folder, lines: [], outcome: undefined };
    this.run = run;
    if (this.panel !== undefined) this.panel.title = titleOf(folder);
    this.sendRun();
    this.follower = new LineFollower(
      path.join(folder, EVENTS_FILE),
      {
        restarted: (lines) => {
          run.lines = [...lines];
          this.sendRun();
        },
        appended: (lines) => {
          run.lines.push(...lines);
          this.post({ type: 'lines', lines });
        },
        failed: (message) => this.log.error(message),
      },
      since,
    );
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.ready = false;
    panel.webview.onDidReceiveMessage((message: FromDashboard) => {
      if (message.type === 'error') {
        this.log.error(`Dashboard page: ${message.message}`);
        return;
      }
      this.ready = true;
      this.sendRun();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.ready = false;
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.ready = false;
      this.follower?.dispose();
    });
    showPage(this.extensionUri, panel, 'dashboard', 'Training dashboard');
  }

  private sendRun(): void {
    if (this.run === undefined) return;
    const { folder, lines, outcome } = this.run;
    this.post({ type: 'run', title: path.basename(folder), folder, lines });
    if (outcome !== undefined) this.post({ type: 'ended', outcome });
  }

  private post(message: ToDashboard): void {
    if (this.ready) void this.panel?.webview.postMessage(message);
  }
}

function titleOf(folder: string): string {
  return `Training: ${path.basename(folder)}`;
}
