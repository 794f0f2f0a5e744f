import * as vscode from 'vscode';
import { choicesOf, CLASS_COLUMN, numbersOf } from '../../viewer';
import { showSpec } from '../editor/showSpec';
import type { Services } from '../services';
import { exportSelection } from './exports';
import { specOf } from './specOf';
import type { ViewerActions } from './viewerSession';

/** What the viewer of the set behind a file asks of VS Code. */
export function viewerActions({ editors }: Services, uri: vscode.Uri): ViewerActions {
  return {
    async openSpec(_source, table, row) {
      const { names, codes } = choicesOf(table, CLASS_COLUMN);
      const index = numbersOf(table, 'index').values[row];
      const name = names[codes[row] ?? -1];
      if (name === undefined || index === undefined) throw new RangeError(`There is no strip ${row}.`);
      const panel = await showSpec(editors, await specOf(vscode.Uri.joinPath(uri, '..')));
      panel?.revealStrip(name, index);
    },
    exportRows: (kind, source, table, rows) => exportSelection(kind, { source, table, rows }),
    async openText() {
      await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    },
  };
}
