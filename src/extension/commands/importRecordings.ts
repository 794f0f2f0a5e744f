import * as vscode from 'vscode';
import { importJob } from '../importing/answers';
import { askImport } from '../importing/questions';
import type { Services } from '../services';
import { defaultOutput } from '../tasks/definition';
import { chooseOutput } from './ask';
import { workspaceFolderOf } from './folders';

/** Files by which a folder is known to hold an import, whole or begun. */
const IMPORT_MARKS = ['import.json', 'INCOMPLETE.json'];

/**
 * Cuts labelled strips out of a folder of recordings in a terminal, and shows what came of it.
 * @param argument the folder, where it is known
 * @returns the folder of the strips; `undefined` when it was cancelled or failed
 */
export async function importRecordings(
  { runs }: Services,
  argument?: unknown,
  options: { readonly silent?: boolean } = {},
): Promise<string | undefined> {
  const answers = await askImport(
    argument instanceof vscode.Uri && argument.scheme === 'file' ? argument.fsPath : undefined,
  );
  if (answers === undefined) return undefined;
  const output = await chooseOutput(
    'Import Recordings',
    defaultOutput('import', answers.folder),
    IMPORT_MARKS,
  );
  if (output === undefined) return undefined;
  const { outcome } = await runs.run(
    { ...importJob(answers), out: output.folder, ...(output.overwrite ? { overwrite: true } : {}) },
    workspaceFolderOf(answers.folder),
    options,
  );
  return outcome === 'done' ? output.folder : undefined;
}
