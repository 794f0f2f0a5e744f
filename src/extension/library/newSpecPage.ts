import * as vscode from 'vscode';
import { blankSpec, insertClass } from '../../language';
import { diffTexts, type FromNewSpec, type LibraryClass, type ToNewSpec } from '../../protocol';
import { applyFix } from '../../spec/fixes';
import type { Disposable } from '../disposables';
import { EDITOR_VIEW_TYPE } from '../editor/provider';
import { askWhere, openNewSpec } from '../newSpecFile';
import { showPage } from '../pages';
import { activeSpec, specBaseName } from '../specFiles';
import type { Catalogue } from './catalogue';

const VIEW_TYPE = 'ecgspec.newSpec';

type Choice = Pick<LibraryClass, 'file' | 'name'>;

/** The page that offers the rhythm library: for a new spec, or for the one that is open. */
export class NewSpecPage implements Disposable {
  private panel: vscode.WebviewPanel | undefined;
  /** The spec that classes can be put into. */
  private target: vscode.Uri | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly catalogue: Catalogue,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @param target the spec that classes can be put into; otherwise the one that has the focus */
  show(target?: vscode.Uri): void {
    this.target = target ?? activeSpec() ?? this.target;
    if (this.panel !== undefined) {
      this.panel.reveal();
      void this.send(this.panel);
      return;
    }
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'New Spec', vscode.ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: true,
    });
    this.panel = panel;
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: FromNewSpec) => {
      this.receive(panel, message).catch((error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        this.log.error(`New Spec: ${words}`);
        void vscode.window.showErrorMessage(words);
      });
    });
    showPage(this.extensionUri, panel, 'newSpec', 'New Spec');
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private async receive(panel: vscode.WebviewPanel, message: FromNewSpec): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.send(panel);
      case 'thumbnail': {
        const { file, name, dark } = message;
        const svg = await this.catalogue.thumbnail(file, name, dark);
        if (svg !== undefined) void this.post(panel, { type: 'thumbnail', file, name, svg });
        return;
      }
      case 'create':
        return this.create(message.classes);
      case 'insert':
        return this.insert(message.classes);
      case 'error':
        this.log.error(`New Spec page: ${message.message}`);
    }
  }

  private post(panel: vscode.WebviewPanel, message: ToNewSpec): Thenable<boolean> {
    return panel.webview.postMessage(message);
  }

  private async send(panel: vscode.WebviewPanel): Promise<void> {
    const target = this.target === undefined ? null : `${specBaseName(this.target)}.ecgspec`;
    void this.post(panel, { type: 'library', classes: await this.catalogue.classes(), target });
  }

  private async create(classes: readonly Choice[]): Promise<void> {
    const title = classes.map(({ name }) => name).join(', ');
    const text = await this.with(blankSpec(title.slice(0, 80)), classes);
    const name = title
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .slice(0, 40)
      .toLowerCase();
    const uri = await askWhere('New Spec', name);
    if (uri === undefined) return;
    await openNewSpec(uri, text);
    this.panel?.dispose();
  }

  /** One edit of the open spec, so that one undo takes all classes out again. */
  private async insert(classes: readonly Choice[]): Promise<void> {
    if (this.target === undefined) throw new Error('Open the spec that the classes are for first.');
    const document = await vscode.workspace.openTextDocument(this.target);
    const before = document.getText();
    const after = await this.with(before, classes);
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, text } of diffTexts(before, after)) {
      const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      edit.replace(document.uri, range, text);
    }
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error('VS Code did not take the change.');
    this.panel?.dispose();
    await vscode.commands.executeCommand('vscode.openWith', document.uri, EDITOR_VIEW_TYPE);
  }

  /** The text with classes in it, one after the other. */
  private async with(text: string, classes: readonly Choice[]): Promise<string> {
    let result = text;
    for (const { file, name } of classes) {
      const library = await this.catalogue.text(file);
      if (library === undefined) throw new Error(`There is no library file ${file}.`);
      const insertion = insertClass(result, library, name);
      // Chosen as the parent of one before it, it is there already.
      if ('reason' in insertion) {
        if (insertion.isThere) continue;
        throw new Error(`${name}: ${insertion.reason}`);
      }
      result = applyFix(result, { edits: insertion.edits });
    }
    return result;
  }
}
