import * as vscode from 'vscode';
import type { Problem, Severity } from '../spec';
import { measureClaims } from '../synthesis';
import { Disposables, type Disposable } from './disposables';
import type { Explanations } from './explanations';
import { meaningOf, toRange } from './language/texts';
import { isSpec } from './specFiles';

const SOURCE = 'ECG Spec';
/** How long typing has to pause before the text is checked. */
const PAUSE_MS = 150;
/** And before strips are drawn and held against what their classes claim: that takes longer. */
const REST_MS = 1000;
const STRIPS_MEASURED = 20;

const SEVERITIES: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Keeps VS Code's problems of every open spec up to date, in whichever editor it is open. */
export class SpecDiagnostics implements Disposable {
  private readonly disposables = new Disposables();
  private readonly collection = this.disposables.add(vscode.languages.createDiagnosticCollection('ecgspec'));
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly explanations: Explanations) {
    const { workspace } = vscode;
    this.disposables.add(workspace.onDidOpenTextDocument((document) => this.schedule(document, 0)));
    this.disposables.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.schedule(document, PAUSE_MS);
      }),
    );
    this.disposables.add(workspace.onDidCloseTextDocument((document) => this.forget(document)));
    for (const document of workspace.textDocuments) this.schedule(document, 0);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.disposables.dispose();
  }

  private schedule(document: vscode.TextDocument, delay: number): void {
    if (!isChecked(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.collection.set(document.uri, problemsOf(document, this.explanations));
        this.timers.set(
          key,
          setTimeout(() => void this.measure(document), REST_MS),
        );
      }, delay),
    );
  }

  /** Adds what strips do not hold of their class's invariants; one class at a time, so that nothing waits for all. */
  private async measure(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const meaning = meaningOf(document);
    for (const problems of measureClaims(document.getText(), meaning, STRIPS_MEASURED)) {
      if (document.isClosed || document.version !== version) return;
      if (problems.length > 0) {
        const more = problems.map((problem) => toDiagnostic(document, problem, this.explanations));
        this.collection.set(document.uri, [...(this.collection.get(document.uri) ?? []), ...more]);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.collection.delete(document.uri);
  }
}

/** Specs, but not their old revisions in a diff: nobody can mend those. */
function isChecked(document: vscode.TextDocument): boolean {
  if (document.uri.scheme === 'git') return false;
  return document.languageId === 'ecgspec' || isSpec(document.uri);
}

/** The problems of a spec as VS Code's diagnostics, in its own words and places. */
function problemsOf(document: vscode.TextDocument, explanations: Explanations): vscode.Diagnostic[] {
  return meaningOf(document).problems.map((problem) => toDiagnostic(document, problem, explanations));
}

/** The code of a problem that this extension found; `undefined` for other diagnostics. */
export function problemCode({ source, code }: vscode.Diagnostic): string | undefined {
  return source === SOURCE && typeof code === 'object' ? String(code.value) : undefined;
}

function toDiagnostic(
  document: vscode.TextDocument,
  { code, message, range, severity }: Problem,
  explanations: Explanations,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(document, range), message, SEVERITIES[severity]);
  diagnostic.code = { value: code, target: explanations.linkTo(code) };
  diagnostic.source = SOURCE;
  return diagnostic;
}
