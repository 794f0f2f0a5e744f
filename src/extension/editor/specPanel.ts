import * as vscode from 'vscode';
import { EDITOR_COMMANDS, type EditorCommand, type FromEditor, type ToEditor } from '../../protocol';
import type { Disposable } from '../disposables';
import type { Explanations } from '../explanations';
import { chooseModel } from '../models/chooseModel';
import { ModelFeed } from '../models/modelFeed';
import { chooseLead } from '../records/chooseLead';
import { RecordFeed } from '../records/feed';
import { recordingsNear } from '../records/recordingsNear';
import type { RecordShelf } from '../records/shelf';
import { Baselines } from './baselines';
import type { DocumentSession, SessionView } from './documentSession';
import type { Exports } from './exports';

/** What each wish of the page runs; undo, redo and save work on the editor that has the focus. */
const COMMANDS: Record<EditorCommand, string> = {
  undo: 'undo',
  redo: 'redo',
  save: 'workbench.action.files.save',
  openAsText: 'ecgspec.openAsText',
  generate: 'ecgspec.generate',
  generateClass: 'ecgspec.generateClass',
  insertClass: 'ecgspec.insertClass',
  pretrain: 'ecgspec.pretrain',
  evaluate: 'ecgspec.evaluate',
};
const ON_ACTIVE_EDITOR: readonly EditorCommand[] = ['undo', 'redo', 'save'];

/** A spec can name no more: sixteen noises, and twenty augmentations. */
const MOST_RECORDS = 36;

/** One webview panel of the custom editor: carries messages between its page and the document's session. */
export class SpecPanel implements SessionView, Disposable {
  private readonly listener: Disposable;
  private readonly records: RecordFeed;
  private readonly baselines: Baselines;
  private readonly model: ModelFeed;
  private ready = false;
  /** What the page is to show as soon as it is there. */
  private toReveal: Extract<ToEditor, { type: 'reveal' | 'revealStrip' }> | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly session: DocumentSession,
    private readonly explanations: Explanations,
    private readonly exports: Exports,
    shelf: RecordShelf,
    workspaceState: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.records = new RecordFeed(shelf, document.uri.toString(), (key, reading) => {
      void this.post({ type: 'record', key, reading });
    });
    this.baselines = new Baselines(document, (message) => void this.post(message));
    this.model = new ModelFeed(document.uri, workspaceState, (message) => void this.post(message));
    this.listener = panel.webview.onDidReceiveMessage((message: FromEditor) => this.receive(message));
  }

  get uri(): vscode.Uri {
    return this.document.uri;
  }

  get active(): boolean {
    return this.panel.active;
  }

  /** Resolves to true when the page took the message; false while it is hidden or gone. */
  post(message: ToEditor): Thenable<boolean> {
    return this.panel.webview.postMessage(message);
  }

  /** Brings the panel to the front; the focus stays where it is. */
  show(): void {
    this.panel.reveal(undefined, true);
  }

  /** Scrolls to a beat type in the text, or to a class's strip; a page that is still loading does so when it is there. */
  reveal(what: 'beat' | 'class', name: string): void {
    this.postWhenReady({ type: 'reveal', what, name });
  }

  /** Draws a strip of a class's data set in place of its first one, and scrolls to it. */
  revealStrip(className: string, index: number): void {
    this.postWhenReady({ type: 'revealStrip', class: className, index });
  }

  private postWhenReady(message: NonNullable<typeof this.toReveal>): void {
    if (this.ready) void this.post(message);
    else this.toReveal = message;
  }

  /** The page is gone while the panel is hidden, and asks for the whole state when it is back. */
  hidden(): void {
    this.ready = false;
    this.records.want([]);
    void this.baselines.want(null);
    this.model.stop();
    this.session.leave(this);
  }

  dispose(): void {
    this.listener.dispose();
    this.records.dispose();
    this.baselines.dispose();
    this.model.dispose();
    this.session.leave(this);
  }

  private async receive(message: FromEditor): Promise<void> {
    switch (message.type) {
      case 'ready':
        // A page that was loaded anew knows of none.
        this.records.want([]);
        this.session.join(this);
        this.ready = true;
        this.model.start();
        if (this.toReveal !== undefined) void this.post(this.toReveal);
        this.toReveal = undefined;
        return;
      case 'edit':
        await this.session.edit(this, message);
        return;
      case 'command':
        await this.run(message.command, message.class);
        return;
      case 'records':
        this.records.want(message.wanted.slice(0, MOST_RECORDS));
        return;
      case 'listRecordings':
        void this.post({ type: 'recordings', files: await recordingsNear(this.uri) });
        return;
      case 'baseline':
        await this.baselines.want(message.of);
        return;
      case 'chooseLead':
        await this.chooseLead();
        return;
      case 'chooseModel':
        await this.chooseModel();
        return;
      case 'stopModel':
        await this.model.choose(undefined);
        return;
      case 'export':
        await this.exports.run(this.document, message.to, message.wish);
        return;
      case 'explain':
        await this.explanations.show(message.code, true);
        return;
      case 'error':
        this.log.error(`Editor page: ${message.message}${message.stack ? `\n${message.stack}` : ''}`);
        return;
    }
  }

  /** Asks for a trained model, and reads the strips with it from then on. */
  async chooseModel(): Promise<void> {
    const folder = await chooseModel(this.model.folder);
    if (folder !== undefined) await this.model.choose(folder ?? undefined);
  }

  private async chooseLead(): Promise<void> {
    try {
      const folder = this.document.isUntitled ? undefined : vscode.Uri.joinPath(this.uri, '..');
      const lead = await chooseLead(folder);
      if (lead !== undefined) void this.post({ type: 'lead', ...lead });
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  private async run(command: EditorCommand, className: string | undefined): Promise<void> {
    if (!EDITOR_COMMANDS.includes(command)) {
      this.log.error(`Editor page: asked for the unknown command "${String(command)}".`);
      return;
    }
    if (ON_ACTIVE_EDITOR.includes(command)) {
      if (!this.panel.active) this.panel.reveal();
      await vscode.commands.executeCommand(COMMANDS[command]);
    } else if (command === 'generateClass') {
      await vscode.commands.executeCommand(COMMANDS[command], { uri: this.uri, class: className });
    } else {
      await vscode.commands.executeCommand(COMMANDS[command], this.uri);
    }
  }
}
