import { existsSync } from 'node:fs';
import path from 'node:path';
import { TrainingError } from './errors';

/**
 * The folder of the Python package that ships with this program: `trainer/` beside or above the bundle.
 * @throws TrainingError when the installation lacks it
 */
export function trainerFolder(start = __dirname): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'trainer');
    if (existsSync(path.join(candidate, 'ecgspec_trainer', '__main__.py'))) return candidate;
    if (path.dirname(folder) === folder) break;
  }
  throw new TrainingError(
    `The trainer's folder is missing beside ${start}; install ECG Spec again, or say where it is with --trainer.`,
  );
}
