import { existsSync } from 'node:fs';
import * as path from 'node:path';
import type { Services } from '../services';
import { complain, offer } from './ask';
import { folderFor } from './folders';
import { generate } from './generate';

export interface DatasetQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** What is to be done with it, such as `Pre-training`. */
  readonly purpose: string;
}

/**
 * The generated data set that a command is about: what it was called on, or one out of the workspace; where there is none,
 * one can be made first. `undefined` = cancelled, or told why not.
 */
export async function datasetFor(
  services: Services,
  argument: unknown,
  { title, placeHolder, purpose }: DatasetQuestion,
): Promise<string | undefined> {
  let dataset = await folderFor(argument, { title, placeHolder, mark: 'manifest.json', names: '*-dataset*' });
  if (dataset === 'none') {
    if (!(await offer(`${purpose} needs a data set, and there is none yet.`, 'Generate Dataset')))
      return undefined;
    dataset = await generate(services, argument, { silent: true });
  }
  if (dataset === undefined) return undefined;
  if (existsSync(path.join(dataset, 'manifest.json'))) return dataset;
  await complain(
    `${dataset} holds no data set (no manifest.json). Choose a folder that Generate Dataset wrote.`,
  );
  return undefined;
}
