import * as vscode from 'vscode';
import { askWhere, freeUri, openNewSpec } from '../newSpecFile';
import type { Services } from '../services';
import { choose } from './ask';

/**
 * Writes a copy of one of the examples, or of a file of the rhythm library, and opens it in the custom editor.
 * @param argument a folder to write it to under a free name; otherwise the user is asked
 * @param name of the example; otherwise the user is asked
 */
export async function newFromExample(
  { catalogue }: Services,
  argument?: unknown,
  name?: unknown,
): Promise<void> {
  const examples = await catalogue.files();
  const picked =
    examples.find((example) => example.name === name) ??
    (await choose(
      TITLE,
      'Which example to start from; type a rhythm to find it',
      examples.map((example) => ({
        label: `$(pulse) ${example.spec.title}`,
        description: example.name,
        detail: example.spec.classes.map(({ title }) => title).join(' · '),
        value: example,
      })),
    ));
  if (picked === undefined) return;
  const uri =
    argument instanceof vscode.Uri
      ? await freeUri(argument, picked.name)
      : await askWhere(TITLE, picked.name);
  if (uri !== undefined) await openNewSpec(uri, picked.text);
}

const TITLE = 'New Spec from Example';
