import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FromReport, ReportKind, ToReport } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import { showPage } from '../pages';

export const REPORT_VIEW_TYPE = 'ecgspec.report';
export const REPORT_FILES: Record<ReportKind, string> = {
  report: 'report.json',
  realism: 'realism.json',
  import: 'import.json',
  gains: 'gains.json',
};
/** What the page may ask to open; nothing else in the folder, and nothing outside it. */
const LINKED_FILES = [
  ...['results.csv', 'gains.csv', 'predictions.csv', 'report.html', 'gains.html'],
  ...['distances.csv', 'measures.csv', 'realism.html'],
  ...['strips.csv', 'dropped.csv', 'ATTRIBUTION.md', 'summary.html'],
];

/** Shows what evaluations, comparisons with real recordings and imports found, each folder in a panel of its own. */
export class Reports implements Disposable {
  private readonly disposables = new Disposables();
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables.add(
      vscode.window.registerWebviewPanelSerializer(REPORT_VIEW_TYPE, {
        deserializeWebviewPanel: async (panel, state: { folder?: unknown } | undefined) => {
          if (typeof state?.folder === 'string') this.adopt(state.folder, panel);
          else panel.dispose();
        },
      }),
    );
  }

  /** Folders whose reports are open. */
  get openFolders(): string[] {
    return [...this.panels.keys()];
  }

  /** Opens the report in a folder, or brings its panel to the front and up to date. */
  show(folder: string): void {
    const open = this.panels.get(folder);
    if (open !== undefined) {
      open.reveal();
      void this.send(folder, open);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      REPORT_VIEW_TYPE,
      `Report: ${path.basename(folder)}`,
      vscode.ViewColumn.Active,
      { enableScripts: true, enableFindWidget: true },
    );
    this.adopt(folder, panel);
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    this.disposables.dispose();
  }

  private adopt(folder: string, panel: vscode.WebviewPanel): void {
    this.panels.get(folder)?.dispose();
    this.panels.set(folder, panel);
    panel.onDidDispose(() => {
      if (this.panels.get(folder) === panel) this.panels.delete(folder);
    });
    panel.webview.onDidReceiveMessage((message: FromReport) => {
      if (message.type === 'ready') void this.send(folder, panel);
      else if (message.type === 'openFile') void this.openFile(folder, message.name);
      else this.log.error(`Report page: ${message.message}`);
    });
    showPage(this.extensionUri, panel, 'report', `Report of ${path.basename(folder)}`);
  }

  private async send(folder: string, panel: vscode.WebviewPanel): Promise<void> {
    const kind =
      (['realism', 'import', 'gains'] as const).find((one) =>
        existsSync(path.join(folder, REPORT_FILES[one])),
      ) ?? 'report';
    const file = path.join(folder, REPORT_FILES[kind]);
    try {
      const message: ToReport = { type: 'report', kind, folder, json: await readFile(file, 'utf8') };
      await panel.webview.postMessage(message);
    } catch (error) {
      this.log.error(`${file}: ${(error as Error).message}`);
      const message: ToReport = {
        type: 'missing',
        reason: `${file} cannot be read. Run Fine-tune and Evaluate, Compare with Real Recordings or Import Recordings again, or open another report.`,
      };
      await panel.webview.postMessage(message);
    }
  }

  private async openFile(folder: string, name: string): Promise<void> {
    if (!LINKED_FILES.includes(name)) {
      this.log.error(`Report page: asked for "${name}", which is no file of a report.`);
      return;
    }
    const uri = vscode.Uri.file(path.join(folder, name));
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      void vscode.window.showErrorMessage(`ECG Spec: ${name} is not in ${folder} any more.`);
      return;
    }
    if (name.endsWith('.html') && vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName) {
      await vscode.env.openExternal(uri);
    } else {
      await vscode.commands.executeCommand('vscode.open', uri, vscode.ViewColumn.Beside);
    }
  }
}
