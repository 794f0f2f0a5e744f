import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../disposables';
import { affectsEditorSettings, editorSettings } from '../settings';
import { DocumentSession } from './documentSession';
import { SharedDocument, toTextChanges } from './sharedDocument';
import type { SpecPanel } from './specPanel';

interface OpenDocument {
  readonly session: DocumentSession;
  readonly shared: SharedDocument;
  /** How many panels hold the session. */
  holders: number;
}

/** Context key: a spec is being edited in the custom editor that has the focus. */
const ACTIVE_KEY = 'ecgspec.editorActive';

/** Every open panel of the custom editor, and the one session that each document has. */
export class SpecEditors implements Disposable {
  private readonly disposables = new Disposables();
  private readonly documents = new Map<string, OpenDocument>();
  private readonly panels = new Set<SpecPanel>();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  /** A panel came, went, or became active. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.session(document.uri)?.documentChanged(toTextChanges(contentChanges));
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!affectsEditorSettings(event)) return;
        for (const { session, shared } of this.documents.values()) {
          session.useSettings(editorSettings(shared.document.uri));
        }
      }),
    );
  }

  /** The panel that has the focus, or had it last while no other editor took it. */
  get active(): SpecPanel | undefined {
    return [...this.panels].find((panel) => panel.active);
  }

  /** All panels of a document. */
  of(uri: vscode.Uri): SpecPanel[] {
    return [...this.panels].filter((panel) => panel.uri.toString() === uri.toString());
  }

  /** The session of a document that is open in the custom editor. */
  session(uri: vscode.Uri): DocumentSession | undefined {
    return this.documents.get(uri.toString())?.session;
  }

  /** Takes the document's session for a panel; `release` gives it back. */
  async acquire(document: vscode.TextDocument): Promise<DocumentSession> {
    const key = document.uri.toString();
    let open = this.documents.get(key);
    if (open === undefined) {
      const shared = new SharedDocument(document);
      const session = new DocumentSession(shared, editorSettings(document.uri), (message) =>
        this.log.debug(`${vscode.workspace.asRelativePath(document.uri)}: ${message}`),
      );
      open = { session, shared, holders: 0 };
      this.documents.set(key, open);
    }
    open.holders++;
    await open.shared.checkWritable();
    return open.session;
  }

  release(uri: vscode.Uri): void {
    const open = this.documents.get(uri.toString());
    if (open === undefined) return;
    open.holders--;
    if (open.holders === 0) this.documents.delete(uri.toString());
  }

  opened(panel: SpecPanel): void {
    this.panels.add(panel);
    this.stateChanged();
  }

  closed(panel: SpecPanel): void {
    this.panels.delete(panel);
    this.stateChanged();
  }

  /** A panel gained or lost the focus. */
  stateChanged(): void {
    void vscode.commands.executeCommand('setContext', ACTIVE_KEY, this.active !== undefined);
    this.changed.fire();
  }

  dispose(): void {
    void vscode.commands.executeCommand('setContext', ACTIVE_KEY, false);
    this.disposables.dispose();
  }
}
