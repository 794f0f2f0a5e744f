import * as vscode from 'vscode';
import { findModels } from './modelFiles';

const BROWSE = 'browse';
const STOP = 'stop';

/**
 * Asks for a trained model to read strips with.
 * @param present the model that reads now
 * @returns its folder; null: none shall read any more; undefined: cancelled
 */
export async function chooseModel(present: vscode.Uri | undefined): Promise<vscode.Uri | null | undefined> {
  type Item = vscode.QuickPickItem & { readonly value: vscode.Uri | typeof BROWSE | typeof STOP };
  const items = async (): Promise<Item[]> => {
    const models = await findModels();
    return [
      ...(present === undefined
        ? []
        : [{ label: '$(circle-slash) Stop reading', value: STOP } satisfies Item]),
      ...models.map(({ folder, name, about, time }): Item => {
        const date = new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
        const mark = folder.toString() === present?.toString() ? ' · reads now' : '';
        return {
          label: `$(circuit-board) ${name}`,
          description: `${vscode.workspace.asRelativePath(folder)} · ${date}${mark}`,
          detail: about,
          value: folder,
        };
      }),
      {
        label: '$(folder-opened) Choose a folder…',
        detail: 'One that Pre-train wrote, with config.json and model.onnx',
        value: BROWSE,
      },
    ];
  };
  const picked = await vscode.window.showQuickPick(items(), {
    title: 'Read Strips with a Model',
    placeHolder: 'A trained model; its probabilities stand under every strip',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return undefined;
  if (picked.value === STOP) return null;
  if (picked.value !== BROWSE) return picked.value;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Folder of a Trained Model',
      openLabel: 'Read with This Model',
      canSelectFiles: false,
      canSelectFolders: true,
      ...(present === undefined ? {} : { defaultUri: present }),
    })) ?? [];
  return folder;
}
