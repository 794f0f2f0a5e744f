import { existsSync } from 'node:fs';
import * as path from 'node:path';

/** Why there is no environment to train in, in one sentence; `undefined` when it is ready. */
export async function environmentProblem(folder: string): Promise<string | undefined> {
  return existsSync(path.join(folder, 'ecgspec-environment.json'))
    ? undefined
    : `There is none in ${folder} yet.`;
}
