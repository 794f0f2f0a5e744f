import { existsSync } from 'node:fs';
import * as path from 'node:path';
import type { Services } from '../services';
import { defaultOutput } from '../tasks/definition';
import { chooseOutput, complain, offer } from './ask';
import { folderFor, workspaceFolderOf } from './folders';
import { generate } from './generate';
import { askRealRecordings, haveEnvironment, RUN_MARKS } from './training';

/** Compares a generated data set with real recordings. */
export async function realism(services: Services, argument?: unknown): Promise<void> {
  const title = 'Compare with Real Recordings';
  let dataset = await folderFor(argument, {
    title,
    placeHolder: 'Which data set to compare',
    mark: 'manifest.json',
    names: '*-dataset*',
  });
  if (dataset === 'none') {
    if (!(await offer('A comparison needs a data set, and there is none yet.', 'Generate Dataset'))) return;
    dataset = await generate(services, argument, { silent: true });
  }
  if (dataset === undefined) return;
  if (!existsSync(path.join(dataset, 'manifest.json'))) {
    return void complain(
      `${dataset} holds no data set (no manifest.json). Choose a folder that Generate Dataset wrote.`,
    );
  }
  const real = await askRealRecordings(services, title);
  if (real === undefined) return;
  const output = await chooseOutput(title, defaultOutput('realism', dataset), RUN_MARKS);
  if (output === undefined || !(await haveEnvironment(services))) return;
  await services.runs.run(
    {
      task: 'realism',
      dataset,
      real,
      out: output.folder,
      ...(output.overwrite ? { overwrite: true } : {}),
    },
    workspaceFolderOf(dataset),
  );
}
