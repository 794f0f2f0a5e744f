import type { Services } from '../services';
import { defaultOutput } from '../tasks/definition';
import { chooseOutput } from './ask';
import { datasetFor } from './datasetChoice';
import { workspaceFolderOf } from './folders';
import { askRealRecordings, haveEnvironment, RUN_MARKS } from './training';

/** Compares a generated data set with real recordings. */
export async function realism(services: Services, argument?: unknown): Promise<void> {
  const title = 'Compare with Real Recordings';
  const dataset = await datasetFor(services, argument, {
    title,
    placeHolder: 'Which data set to compare',
    purpose: 'A comparison',
  });
  if (dataset === undefined) return;
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
