import * as vscode from 'vscode';
import { editorPage } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import type { Explanations } from '../explanations';
import type { RecordShelf } from '../records/shelf';
import type { Services } from '../services';
import { assetsFolder, newNonce, webviewOptions } from '../webviewPage';
import type { SpecEditors } from './specEditors';
import { Exports } from './exports';
import { SpecPanel } from './specPanel';

export const EDITOR_VIEW_TYPE = 'ecgspec.editor';

/** Opens `.ecgspec` files in the custom editor; any number of views of one file. */
export class SpecEditorProvider implements vscode.CustomTextEditorProvider {
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly editors: SpecEditors,
    private readonly explanations: Explanations,
    private readonly records: RecordShelf,
    private readonly workspaceState: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async resolveCustomTextEditor(
    document: vscode.TextDocument,
    webviewPanel: vscode.WebviewPanel,
  ): Promise<void> {
    const { webview } = webviewPanel;
    const disposables = new Disposables();
    let gone = false;
    disposables.add(
      webviewPanel.onDidDispose(() => {
        gone = true;
        disposables.dispose();
      }),
    );
    const session = await this.editors.acquire(document);
    disposables.add({ dispose: () => this.editors.release(document.uri) });
    if (gone) return;
    const panel = disposables.add(
      new SpecPanel(
        document,
        webviewPanel,
        session,
        this.explanations,
        new Exports(this.records, this.log),
        this.records,
        this.workspaceState,
        this.log,
      ),
    );
    this.editors.opened(panel);
    disposables.add({ dispose: () => this.editors.closed(panel) });
    disposables.add(
      webviewPanel.onDidChangeViewState(() => {
        if (!webviewPanel.visible) panel.hidden();
        this.editors.stateChanged();
      }),
    );
    webview.options = webviewOptions(this.extensionUri);
    webview.html = editorPage({
      nonce: newNonce(),
      cspSource: webview.cspSource,
      asset: (name) =>
        webview.asWebviewUri(vscode.Uri.joinPath(assetsFolder(this.extensionUri), name)).toString(),
    });
  }
}

/** Tells VS Code about the custom editor. */
export function registerSpecEditor({ context, editors, explanations, records, log }: Services): Disposable {
  return vscode.window.registerCustomEditorProvider(
    EDITOR_VIEW_TYPE,
    new SpecEditorProvider(context.extensionUri, editors, explanations, records, context.workspaceState, log),
    { supportsMultipleEditorsPerDocument: true },
  );
}
