import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

export const name = 'Data set: 5,000 strips on disk, two workers';

const ROUNDS = 3;

/** Wall time of the whole command, its start and the writing through to the disk included. */
export async function run({ root, cache }) {
  const times = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(path.join(cache, 'dataset-'));
    try {
      const started = performance.now();
      bytes = await generate(root, path.join(folder, 'set'));
      times.push((performance.now() - started) / 1000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const value = times.sort((a, b) => a - b)[ROUNDS >> 1];
  return [
    {
      name: 'ecgspec generate',
      value,
      unit: 's',
      note: `${(bytes / 1e6).toFixed(0)} MB, ${(5000 / value).toFixed(0)} strips/s`,
    },
  ];
}

function generate(root, out) {
  const spec = path.join(root, 'examples', 'four-arrhythmias.ecgspec');
  const cli = path.join(root, 'dist', 'cli.js');
  const args = [cli, 'generate', spec, '--strips', '1000', '--workers', '2', '--json', '--out', out];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => {
      const last = output.trim().split('\n').at(-1);
      if (code !== 0) reject(new Error(`"ecgspec generate" ended with ${code}: ${last}`));
      else resolve(JSON.parse(last).bytes);
    });
  });
}
