import * as vscode from 'vscode';
import { FAULTS, RecordError } from '../../records';
import { Disposables, type Disposable } from '../disposables';
import type { RecordFiles } from './shelf';

/** Recordings through VS Code's file systems, wherever the workspace is. */
export class WorkspaceFiles implements RecordFiles {
  async readFile(spec: string, path: string, most: number): Promise<Uint8Array> {
    const uri = locate(vscode.Uri.parse(spec, true), path);
    try {
      const { type, size } = await vscode.workspace.fs.stat(uri);
      if ((type & vscode.FileType.File) === 0) throw FAULTS.noFile(path);
      if (size > most) throw FAULTS.tooLarge(path, size, most);
      return await vscode.workspace.fs.readFile(uri);
    } catch (error) {
      if (error instanceof RecordError) throw error;
      const { code, message } = error as vscode.FileSystemError;
      switch (code) {
        case 'FileNotFound':
        case 'FileNotADirectory':
          throw FAULTS.missing(path);
        case 'NoPermissions':
          throw FAULTS.forbidden(path);
        case 'FileIsADirectory':
          throw FAULTS.noFile(path);
        default:
          throw FAULTS.failed(path, code && code !== 'Unknown' ? code : message);
      }
    }
  }

  watch(spec: string, path: string, changed: () => void): Disposable {
    const disposables = new Disposables();
    let uri: vscode.Uri;
    try {
      uri = locate(vscode.Uri.parse(spec, true), path);
    } catch {
      // Reading it says why.
      return disposables;
    }
    // A file's name may have letters that mean something in a pattern.
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*');
    const watcher = disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
    const heard = (event: vscode.Uri): void => {
      if (event.path === uri.path) changed();
    };
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      disposables.add(event(heard));
    return disposables;
  }
}

/**
 * Where a path from a spec's folder leads. Nothing is read outside the open folders and the spec's own: a spec from a
 * stranger has no business there.
 * @throws RecordError where that is outside, or the spec has no folder yet
 */
function locate(spec: vscode.Uri, path: string): vscode.Uri {
  if (spec.scheme === 'untitled') throw FAULTS.unsaved(path);
  // An old revision of the spec is shown with the recordings of today.
  const home = spec.scheme === 'git' ? spec.with({ scheme: 'file', query: '' }) : spec;
  const folder = vscode.Uri.joinPath(home, '..');
  const uri = vscode.Uri.joinPath(folder, path);
  const roots = [folder, ...(vscode.workspace.workspaceFolders ?? []).map((root) => root.uri)];
  if (!roots.some((root) => lies(uri, root))) throw FAULTS.outside(path);
  return uri;
}

function lies(uri: vscode.Uri, root: vscode.Uri): boolean {
  const start = root.path.endsWith('/') ? root.path : `${root.path}/`;
  return uri.scheme === root.scheme && uri.authority === root.authority && uri.path.startsWith(start);
}
