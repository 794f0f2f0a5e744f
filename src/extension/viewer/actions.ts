import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { choicesOf, CLASS_COLUMN, numbersOf } from '../../viewer';
import { EDITOR_VIEW_TYPE } from '../editor/provider';
import type { Services } from '../services';
import type { ViewerActions } from './viewerSession';

/** The copy of the spec that every generated set has. */
const SPEC_FILE = 'spec.ecgspec';
/** How many specs of the workspace are compared with it. */
const MOST_SPECS = 200;

/** What the viewer of the set behind a file asks of VS Code. */
export function viewerActions({ editors }: Services, uri: vscode.Uri): ViewerActions {
  return {
    async openSpec(_source, table, row) {
      const { names, codes } = choicesOf(table, CLASS_COLUMN);
      const index = numbersOf(table, 'index').values[row];
      const name = names[codes[row] ?? -1];
      if (name === undefined || index === undefined) throw new RangeError(`There is no strip ${row}.`);
      const spec = await specOf(vscode.Uri.joinPath(uri, '..'));
      if (editors.of(spec)[0] === undefined) {
        await vscode.commands.executeCommand(
          'vscode.openWith',
          spec,
          EDITOR_VIEW_TYPE,
          vscode.ViewColumn.Beside,
        );
      } else {
        editors.of(spec)[0]!.show();
      }
      editors.of(spec)[0]?.revealStrip(name, index);
    },
    exportRows: () => Promise.resolve(),
    async openText() {
      await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    },
  };
}

/**
 * The spec that a set was made from: one of the workspace with the very same bytes, whose recordings lie beside it; else the
 * copy in the set's folder.
 */
async function specOf(folder: vscode.Uri): Promise<vscode.Uri> {
  const copy = vscode.Uri.joinPath(folder, SPEC_FILE);
  const digest = async (uri: vscode.Uri): Promise<string> =>
    createHash('sha256')
      .update(await vscode.workspace.fs.readFile(uri))
      .digest('hex');
  const wanted = await digest(copy);
  const found = await vscode.workspace.findFiles('**/*.ecgspec', '**/node_modules/**', MOST_SPECS);
  for (const uri of found.sort((a, b) => a.path.length - b.path.length)) {
    // The copy of another set is no better than this one's.
    if (path.posix.basename(uri.path) === SPEC_FILE) continue;
    if ((await digest(uri).catch(() => undefined)) === wanted) return uri;
  }
  return copy;
}
