import * as vscode from 'vscode';
import { parseSpec } from '../../spec';
import { EDITOR_VIEW_TYPE } from '../editor/provider';
import type { Services } from '../services';
import { byPath, isSpec, specBaseName } from '../specFiles';
import { choose } from './ask';

/**
 * Writes a copy of one of the examples, or of a file of the rhythm library, and opens it in the custom editor.
 * @param argument a folder to write it to under a free name; otherwise the user is asked
 * @param name of the example; otherwise the user is asked
 */
export async function newFromExample(
  { context }: Services,
  argument?: unknown,
  name?: unknown,
): Promise<void> {
  const examples = await readExamples(vscode.Uri.joinPath(context.extensionUri, 'examples'));
  const picked =
    examples.find((example) => example.name === name) ??
    (await choose(
      TITLE,
      'Which example to start from; type a rhythm to find it',
      examples.map((example) => ({
        label: `$(pulse) ${example.title}`,
        description: example.name,
        detail: example.classes.join(' · '),
        value: example,
      })),
    ));
  if (picked === undefined) return;
  const uri =
    argument instanceof vscode.Uri ? await freeUri(argument, picked.name) : await askWhere(picked.name);
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(picked.text));
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE);
}

const TITLE = 'New Spec from Example';

interface Example {
  readonly name: string;
  readonly title: string;
  /** Titles of its classes. */
  readonly classes: readonly string[];
  readonly text: string;
}

/** Whole examples first, then the rhythm library, a file a family. */
const FOLDERS = [[], ['library']];

async function readExamples(folder: vscode.Uri): Promise<Example[]> {
  const found = FOLDERS.map((steps) => specsIn(vscode.Uri.joinPath(folder, ...steps)));
  const uris = (await Promise.all(found)).flat();
  return Promise.all(
    uris.map(async (uri) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const name = specBaseName(uri);
      const spec = parseSpec(text).spec;
      return {
        name,
        title: spec?.title ?? name,
        classes: spec?.classes.map(({ title }) => title) ?? [],
        text,
      };
    }),
  );
}

async function specsIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  return entries
    .filter(([, type]) => type === vscode.FileType.File)
    .map(([name]) => vscode.Uri.joinPath(folder, name))
    .filter(isSpec)
    .sort(byPath);
}

/** Asks for the new file's name; proposes a free one in the workspace. */
async function askWhere(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: TITLE,
    saveLabel: 'Create',
    filters: { 'ECG Spec': ['ecgspec'] },
    ...(folder === undefined ? {} : { defaultUri: await freeUri(folder, name) }),
  });
  return uri === undefined || isSpec(uri) ? uri : uri.with({ path: `${uri.path}.ecgspec` });
}

/** `name.ecgspec`, `name-2.ecgspec`, ...: the first that the folder does not have. */
async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const uri = vscode.Uri.joinPath(folder, `${name}${n === 1 ? '' : `-${n}`}.ecgspec`);
    if (!(await exists(uri))) return uri;
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
