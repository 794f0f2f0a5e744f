import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { FIRST_EXAMPLE } from '../scripts/lib/paths.mjs';
import { COMPARISON } from './lib/ours.mjs';
import { takeTurns } from './lib/rounds.mjs';

export const name = 'Data set: strips on disk, two workers';

const ROUNDS = 3;

/** Wall time of the whole command, its start and the writing through to the disk included. */
export async function run({ root, cache }) {
  let written = 0;
  const timed = async (work) => {
    const folder = mkdtempSync(path.join(cache, 'dataset-'));
    try {
      const started = performance.now();
      await work(folder);
      return (performance.now() - started) / 1000;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const { small, large, disk } = await takeTurns(
    {
      small: () => timed((folder) => generate(root, FIRST_EXAMPLE, folder)),
      large: () => timed(async (folder) => (written = await generate(root, COMPARISON, folder))),
      disk: () => timed((folder) => writeThrough(folder, written)),
    },
    ROUNDS,
  );
  const speed = (seconds) => `${(written / seconds / 1e6).toFixed(0)} MB/s`;
  return [
    {
      name: '5,000 strips of five classes',
      value: small,
      unit: 's',
      note: `${Math.round(5000 / small)} strips/s`,
    },
    {
      name: '20,000 strips of one class',
      value: large,
      unit: 's',
      ratios: [{ to: 'writing as many bytes', value: large / disk }],
      note: `${Math.round(20_000 / large)} strips/s, ${speed(large)}`,
    },
    {
      name: 'limit: write and fsync',
      value: disk,
      unit: 's',
      note: `${speed(disk)}, of which generate reaches ${((100 * disk) / large).toPrecision(2)} %`,
    },
  ];
}

/** @returns {Promise<number>} the bytes that it has written */
function generate(root, spec, folder) {
  const cli = path.join(root, 'dist', 'cli.js');
  const args = [cli, 'generate', spec, '--workers', '2', '--json', '--out', path.join(folder, 'set')];
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

/** The least that writing a data set takes: files of about a shard's size, and their way to the disk. */
function writeThrough(folder, bytes) {
  const block = new Uint8Array(10 << 20).fill(7);
  for (let at = 0, file = 0; at < bytes; at += block.length, file++) {
    const handle = openSync(path.join(folder, String(file)), 'w');
    writeSync(handle, block, 0, Math.min(block.length, bytes - at));
    fsyncSync(handle);
    closeSync(handle);
  }
}
