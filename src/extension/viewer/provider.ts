import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FromViewer, ToViewer } from '../../protocol';
import { Disposables, type Disposable } from '../disposables';
import { dataSets } from '../loadDataSets';
import type { Services } from '../services';
import { affectsEditorSettings, editorSettings } from '../settings';
import { showPage } from '../pages';
import { viewerActions } from './actions';
import { ViewerSession } from './viewerSession';

export const VIEWER_VIEW_TYPE = 'ecgspec.dataset';

/** Opens a set by the file that stands for it, read-only: any number of views, each with filters and marks of its own. */
class DatasetViewerProvider implements vscode.CustomReadonlyEditorProvider {
  constructor(private readonly services: Services) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { context, log, viewers } = this.services;
    const disposables = new Disposables();
    panel.onDidDispose(() => disposables.dispose());
    const session = disposables.add(
      new ViewerSession(
        () => {
          if (uri.scheme !== 'file')
            throw new Error(
              'A data set is read piece by piece, so it has to lie in a folder on disk; copy it there.',
            );
          return dataSets().openSource(uri.fsPath);
        },
        (message: ToViewer) => void panel.webview.postMessage(message),
        viewerActions(this.services, uri),
        (message) => log.error(`Data set page: ${message}`),
        editorSettings(uri).paper,
      ),
    );
    disposables.add(
      panel.webview.onDidReceiveMessage((message: FromViewer) => {
        session.receive(message).catch((error: unknown) => {
          log.error(
            `Data set page, "${message.type}": ${error instanceof Error ? error.stack : String(error)}`,
          );
          void vscode.window.showErrorMessage(
            `ECG Spec: ${error instanceof Error ? error.message : String(error)}`,
          );
        });
      }),
    );
    disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsEditorSettings(event)) session.setPaper(editorSettings(uri).paper);
      }),
    );
    disposables.add(watchSet(uri, () => void session.reload()));
    viewers.add(session);
    disposables.add({ dispose: () => viewers.delete(session) });
    showPage(context.extensionUri, panel, 'viewer', `Data set ${path.basename(path.dirname(uri.fsPath))}`);
  }
}

/** Calls back when a set was made anew. While it is being written its manifest is not there, and what is open stays. */
function watchSet(uri: vscode.Uri, changed: () => void): Disposable {
  const disposables = new Disposables();
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), path.posix.basename(uri.path));
  const watcher = disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
  const look = (): void => {
    if (existsSync(uri.fsPath)) changed();
  };
  disposables.add(watcher.onDidChange(look));
  disposables.add(watcher.onDidCreate(look));
  return disposables;
}

/** Tells VS Code about the viewer of data sets. */
export function registerDatasetViewer(services: Services): Disposable {
  return vscode.window.registerCustomEditorProvider(VIEWER_VIEW_TYPE, new DatasetViewerProvider(services), {
    supportsMultipleEditorsPerDocument: true,
  });
}
