import * as path from 'node:path';
import * as vscode from 'vscode';
import { parseSpec } from '../../spec';
import { recordsOf } from '../records/recordsOf';
import type { RecordShelf } from '../records/shelf';
import type { Services } from '../services';
import { specBaseName } from '../specFiles';
import { defaultOutput } from '../tasks/definition';
import { choose, chooseOutput, complain } from './ask';
import { savedSpec, specFor } from './specChoice';
import { unfinishedOffers } from './unfinishedOffers';

const TITLE = 'Generate Dataset';
/** Files by which a folder is known to hold a data set, whole or begun. */
const DATASET_MARKS = ['manifest.json', 'INCOMPLETE.json'];

/**
 * Generates the data set of a spec in a terminal.
 * @returns the folder of the new data set; `undefined` when it was cancelled or failed
 */
export async function generate(
  { runs, records }: Services,
  argument?: unknown,
  options: { readonly silent?: boolean; readonly classes?: readonly string[] } = {},
): Promise<string | undefined> {
  const uri = await specFor(argument, TITLE);
  if (uri === undefined) return undefined;
  // Checked before it is saved: nothing is written of a spec that cannot be used.
  if (!(await isUsable(await vscode.workspace.openTextDocument(uri), records))) return undefined;
  const document = await savedSpec(uri);
  if (document === undefined) return undefined;
  if (document.uri.scheme !== 'file') {
    void complain(
      'A data set is written to disk, and this spec is not a file on disk. Save it to a folder first.',
    );
    return undefined;
  }
  const spec = document.uri.fsPath;
  const { classes } = options;
  const proposed = defaultOutput('generate', spec, classes);
  const output = await chooseOutput(TITLE, proposed, DATASET_MARKS, (folder) =>
    unfinishedOffers(folder, spec, classes),
  );
  if (output === undefined) return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const { outcome } = await runs.run(
    {
      task: 'generate',
      spec,
      out: output.folder,
      ...(classes === undefined ? {} : { classes }),
      ...(output.overwrite ? { overwrite: true } : {}),
      ...(output.restart ? { restart: true } : {}),
    },
    folder,
    options,
  );
  return outcome === 'done' ? output.folder : undefined;
}

/**
 * Generates the strips of one class, under the number it has in the whole data set.
 * @param argument `{ uri, class }` of a lens; what is missing is asked for
 */
export async function generateClass(services: Services, argument?: unknown): Promise<string | undefined> {
  const known = (argument ?? {}) as { readonly uri?: unknown; readonly class?: unknown };
  const uri = await specFor(known.uri, 'Generate Class');
  if (uri === undefined) return undefined;
  const name = typeof known.class === 'string' ? known.class : await chooseClass(uri, services.records);
  return name === undefined ? undefined : generate(services, uri, { classes: [name] });
}

async function chooseClass(uri: vscode.Uri, records: RecordShelf): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (!(await isUsable(document, records))) return undefined;
  const spec = parseSpec(document.getText()).spec;
  return choose(
    'Generate Class',
    'Which class',
    (spec?.classes ?? []).map(({ name, title }) => ({ label: name, description: title, value: name })),
  );
}

/** Says what is wrong with a spec, or the recordings that it names, before a terminal has to. */
async function isUsable(document: vscode.TextDocument, records: RecordShelf): Promise<boolean> {
  const parsed = parseSpec(document.getText());
  const { problems } = await recordsOf(document, parsed, records);
  const errors = [...parsed.problems, ...problems].filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return true;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : '';
  const line = document.positionAt(first.range.start).line + 1;
  const name = `${specBaseName(document.uri)}${path.extname(document.uri.path)}`;
  const action = await complain(`${name}, line ${line}: ${first.message}${more}`, 'Show Problems');
  if (action !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
  return false;
}
