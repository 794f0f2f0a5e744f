import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run as runCommand } from '../scripts/lib/process.mjs';

export const name = 'Pre-training, quick';

/** Wall time of the whole command; the environment and the data set are there before. */
export async function run({ root, cache, say }) {
  const env = process.env.ECGSPEC_ENV || path.join(root, '.cache', 'test-env');
  const folder = mkdtempSync(path.join(cache, 'pretrain-'));
  const cli = (...args) =>
    runCommand(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], { quiet: true });
  try {
    say('Setting up the training environment if it is not there yet ...');
    await cli('setup', '--env', env);
    const spec = path.join(root, 'examples', 'four-arrhythmias.ecgspec');
    await cli('generate', spec, '--out', path.join(folder, 'set'));
    say('Pre-training ...');
    const started = performance.now();
    await cli(
      'pretrain',
      path.join(folder, 'set'),
      '--quick',
      '--out',
      path.join(folder, 'model'),
      '--env',
      env,
    );
    return [{ name: 'ecgspec pretrain --quick', value: (performance.now() - started) / 1000, unit: 's' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
