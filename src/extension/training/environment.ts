import { environmentFolder, findEnvironment } from '../../training';
import { trainingSettings } from '../settings';

/** Why there is no environment to train in, in one sentence; `undefined` when it is ready. Starts no Python. */
export async function environmentProblem(): Promise<string | undefined> {
  const { environment } = trainingSettings();
  const options = environment === '' ? {} : { env: environment };
  if ((await findEnvironment(options)) !== undefined) return undefined;
  return `PyTorch and what it needs will be put into ${environmentFolder(options)}.`;
}
