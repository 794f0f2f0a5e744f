import * as vscode from 'vscode';
import { Disposables, type Disposable } from './disposables';
import { activeSpec } from './specFiles';

/**
 * One item while a spec has the focus: whether it can be used, since the custom editor has no
 * squiggles in VS Code's own scroll bar. A click lists the problems.
 */
export class SpecStatus implements Disposable {
  private readonly disposables = new Disposables();
  private readonly item = this.disposables.add(
    vscode.window.createStatusBarItem('ecgspec.status', vscode.StatusBarAlignment.Right, 100),
  );

  constructor() {
    this.item.name = 'ECG Spec';
    this.item.command = 'workbench.actions.view.problems';
    this.disposables.add(vscode.window.tabGroups.onDidChangeTabs(() => this.update()));
    this.disposables.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.update()));
    this.disposables.add(vscode.languages.onDidChangeDiagnostics(() => this.update()));
    this.update();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private update(): void {
    const spec = activeSpec();
    if (spec === undefined) return this.item.hide();
    const diagnostics = vscode.languages
      .getDiagnostics(spec)
      .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    const errors = diagnostics.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
    const warnings = diagnostics.length - errors;
    const parts = [count(errors, 'error'), count(warnings, 'warning')].filter((part) => part !== '');
    this.item.text = `${errors > 0 ? '$(error)' : warnings > 0 ? '$(warning)' : '$(check)'} ECG Spec`;
    this.item.tooltip = parts.length > 0 ? `The spec has ${parts.join(' and ')}.` : 'The spec is valid.';
    this.item.accessibilityInformation = { label: this.item.tooltip, role: 'button' };
    this.item.show();
  }
}

function count(n: number, noun: string): string {
  return n === 0 ? '' : `${n} ${noun}${n === 1 ? '' : 's'}`;
}
