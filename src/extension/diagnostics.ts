import * as vscode from 'vscode';
import { judgeRecords } from '../records';
import { recordUses, type Problem, type Severity } from '../spec';
import { measureClaims, type Records } from '../synthesis';
import { Disposables, type Disposable } from './disposables';
import type { Explanations } from './explanations';
import { meaningOf, toRange } from './language/texts';
import { RecordFeed } from './records/feed';
import type { RecordShelf } from './records/shelf';
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

/** What is going on about one document. */
interface Checked {
  timer: NodeJS.Timeout | undefined;
  readonly feed: RecordFeed;
}

/** Keeps VS Code's problems of every open spec up to date, in whichever editor it is open. */
export class SpecDiagnostics implements Disposable {
  private readonly disposables = new Disposables();
  private readonly collection = this.disposables.add(vscode.languages.createDiagnosticCollection('ecgspec'));
  private readonly checked = new Map<string, Checked>();

  constructor(
    private readonly explanations: Explanations,
    private readonly records: RecordShelf,
  ) {
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
    for (const { timer, feed } of this.checked.values()) {
      clearTimeout(timer);
      feed.dispose();
    }
    this.checked.clear();
    this.disposables.dispose();
  }

  private schedule(document: vscode.TextDocument, delay: number): void {
    if (!isChecked(document)) return;
    const key = document.uri.toString();
    let entry = this.checked.get(key);
    if (entry === undefined) {
      const feed = new RecordFeed(this.records, key, () => this.schedule(document, 0));
      entry = { timer: undefined, feed };
      this.checked.set(key, entry);
    }
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.check(document, entry), delay);
  }

  private check(document: vscode.TextDocument, entry: Checked): void {
    const meaning = meaningOf(document);
    const { spec } = meaning;
    // While the text is no spec, the recordings that it named are kept.
    if (spec !== undefined) entry.feed.want(recordUses(spec).map(({ noise }) => noise));
    const { records, problems } = judgeRecords(meaning, entry.feed.readings);
    this.collection.set(document.uri, this.inVsCode(document, [...meaning.problems, ...problems]));
    entry.timer = setTimeout(() => void this.measure(document, entry, records), REST_MS);
  }

  /** Adds what strips do not hold of their class's invariants; one class at a time, so that nothing waits for all. */
  private async measure(document: vscode.TextDocument, entry: Checked, records: Records): Promise<void> {
    const { version } = document;
    const { timer } = entry;
    const meaning = meaningOf(document);
    for (const problems of measureClaims(document.getText(), meaning, STRIPS_MEASURED, records)) {
      // Another text, or other recordings: what follows from them is on its way.
      if (document.isClosed || document.version !== version || entry.timer !== timer) return;
      if (problems.length > 0) {
        const more = this.inVsCode(document, problems);
        this.collection.set(document.uri, [...(this.collection.get(document.uri) ?? []), ...more]);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Problems as VS Code's diagnostics, in its own words and places. */
  private inVsCode(document: vscode.TextDocument, problems: readonly Problem[]): vscode.Diagnostic[] {
    return problems.map((problem) => toDiagnostic(document, problem, this.explanations));
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const entry = this.checked.get(key);
    clearTimeout(entry?.timer);
    entry?.feed.dispose();
    this.checked.delete(key);
    this.collection.delete(document.uri);
  }
}

/** Specs, but not their old revisions in a diff: nobody can mend those. */
function isChecked(document: vscode.TextDocument): boolean {
  if (document.uri.scheme === 'git') return false;
  return document.languageId === 'ecgspec' || isSpec(document.uri);
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
