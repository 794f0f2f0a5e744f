import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { TrainingError } from './errors';

const FILE = 'plotly-basic.min.js';

/**
 * The text of Plotly's basic bundle: beside the built program, or, in a checkout, from its package.
 * @throws TrainingError when the installation lacks it
 */
export async function plotlySource(start = __dirname): Promise<string> {
  for (let folder = start; ; folder = path.dirname(folder)) {
    for (const place of [FILE, path.join('node_modules', 'plotly.js-basic-dist-min', FILE)]) {
      const file = path.join(folder, place);
      if (existsSync(file)) return readFile(file, 'utf8');
    }
    if (path.dirname(folder) === folder) break;
  }
  throw new TrainingError(`${FILE} is missing beside ${start}; install ECG Spec again.`);
}
