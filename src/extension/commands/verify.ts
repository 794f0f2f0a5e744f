import type { Services } from '../services';
import type { JobDefinition } from '../tasks/definition';
import { choose } from './ask';
import { datasetFor } from './datasetChoice';
import { workspaceFolderOf } from './folders';

const TITLE = 'Verify Data Set';

/** Compares a data set with its checksums and, if that is chosen, its strips with what its spec makes. */
export async function verify(services: Services, argument?: unknown): Promise<void> {
  const dataset = await datasetFor(services, argument, {
    title: TITLE,
    placeHolder: 'Which data set to verify',
    purpose: 'Verifying',
  });
  if (dataset === undefined) return;
  const strips = await choose<Pick<JobDefinition, 'strips'>>(TITLE, 'What to compare', [
    { label: 'Files', detail: 'Every file with its size and checksum', value: {} },
    {
      label: 'Files and some strips',
      detail: 'And 1,000 strips, spread over the set, with what its spec makes, bit for bit',
      value: { strips: 1000 },
    },
    {
      label: 'Files and all strips',
      detail: 'Takes about as long as it took to generate the set on one core',
      value: { strips: 'all' },
    },
  ]);
  if (strips === undefined) return;
  await services.runs.run({ task: 'verify', dataset, ...strips }, workspaceFolderOf(dataset));
}
