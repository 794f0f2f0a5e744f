import * as vscode from 'vscode';
import { parseSpec } from '../../spec';
import { EDITOR_VIEW_TYPE } from '../editor/provider';
import type { Services } from '../services';
import { byPath, isSpec, specBaseName } from '../specFiles';
import { choose } from './ask';

/** Opens an unsaved copy of one of the examples in the custom editor. */
export async function newFromExample({ context }: Services): Promise<void> {
  const examples = await readExamples(vscode.Uri.joinPath(context.extensionUri, 'examples'));
  const picked =
    examples.length === 1
      ? examples[0]
      : await choose(
          'New Spec from Example',
          'Which example to start from',
          examples.map((example) => ({
            label: `$(pulse) ${example.name}`,
            detail: example.title,
            value: example,
          })),
        );
  if (picked === undefined) return;
  const uri = await freeUntitledUri(picked.name);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), picked.text);
  // A window that was reloaded may bring back an unsaved document of that name: never add to it.
  if (document.getText() === '') await vscode.workspace.applyEdit(edit);
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE);
}

interface Example {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

async function readExamples(folder: vscode.Uri): Promise<Example[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const uris = entries
    .filter(([, type]) => type === vscode.FileType.File)
    .map(([name]) => vscode.Uri.joinPath(folder, name))
    .filter(isSpec)
    .sort(byPath);
  return Promise.all(
    uris.map(async (uri) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      return { name: specBaseName(uri), title: parseSpec(text).spec?.title ?? '', text };
    }),
  );
}

/** An unsaved document that saves, without further questions, beside the workspace's other files. */
async function freeUntitledUri(name: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isOpen = (uri: vscode.Uri): boolean =>
    vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  for (let n = 1; ; n++) {
    const file = `${name}${n === 1 ? '' : `-${n}`}.ecgspec`;
    if (folder === undefined) {
      const uri = vscode.Uri.from({ scheme: 'untitled', path: file });
      if (!isOpen(uri)) return uri;
      continue;
    }
    const target = vscode.Uri.joinPath(folder, file);
    const uri = target.with({ scheme: 'untitled' });
    if (!isOpen(uri) && !(await exists(target))) return uri;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
