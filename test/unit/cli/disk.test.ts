import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/open';
import { scratch } from '../dataset/fixture';
import { bundleCli, EXAMPLE, run } from './fixture';

const { folder, remove } = scratch();
let cli: string;
let made = 0;
const fresh = () => join(folder, `set-${made++}`);
beforeAll(async () => {
  cli = await bundleCli(folder);
}, 60_000);
afterAll(remove);

/** A module that is loaded before the program, in each of its threads: from so many bytes on, the disk is full. */
function fullAfter(bytes: number): NodeJS.ProcessEnv {
  const module = join(folder, `full-${bytes}.cjs`);
  writeFileSync(
    module,
    `const fs = require('node:fs');
     const write = fs.writeSync;
     let left = ${bytes};
     fs.writeSync = (handle, data, ...rest) => {
       if (handle > 2 && (left -= data.length) < 0)
         throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
       return write(handle, data, ...rest);
     };`,
  );
  return { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(module)}` };
}

// A slow machine says between the lines how far it is, so errors are looked for in any line.
describe('ecgspec generate on a disk that fills up', { timeout: 120_000 }, () => {
  const generate = (out: string) => ['generate', EXAMPLE, '--strips', '260', '--workers', '1', '--out', out];

  it('keeps what is finished, says so, and goes on with it when there is room', async () => {
    const out = fresh();
    // Two shards of training, of 5 MB each, and one of validation: the second one does not find room.
    const ended = await run(cli, generate(out), { env: fullAfter(9e6) });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^error: The disk filled up while writing .*set-\d+; free some space .* What is finished of it \(\d+ of 1300 strips\) is kept: the same command goes on with it\.\n$/m,
    );
    // Nothing lies there that is of no use.
    const signals = readdirSync(out).filter((name) => name.endsWith('.signals.npy'));
    expect(signals).toEqual(['train-00000.signals.npy']);
    const again = await run(cli, generate(out));
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Going on with .*: \d+ of 1,300/m),
    });
    await openDataset(out).verify();
  });

  it('leaves nothing where nothing was finished', async () => {
    const out = fresh();
    const ended = await run(cli, generate(out), { env: fullAfter(100_000) });
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: The disk filled up.*run again\.\n$/m),
    });
    expect(existsSync(out)).toBe(false);
  });

  it('says that a file may not be that large, where the system says so', () => {
    const out = fresh();
    const command = `ulimit -f 2000; exec "$0" "$@"`;
    const { status, stderr } = spawnSync('bash', ['-c', command, process.execPath, cli, ...generate(out)], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^error: A file in .* grew past what .* allows; raise the limit \(ulimit -f\)/m);
    expect(status).toBe(1);
    expect(existsSync(out)).toBe(false);
  });
});

describe('ecgspec generate where it may not write', { timeout: 120_000 }, () => {
  it('says so, and touches nothing', async () => {
    for (const path of [folder, dirname(cli)]) chmodSync(path, 0o755);
    const closed = fresh();
    mkdirSync(closed, { mode: 0o555 });
    // Root may write everywhere.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    for (const out of [closed, join(closed, 'set')]) {
      const args = ['generate', EXAMPLE, '--strips', '4', '--out', out];
      expect(await run(cli, args, nobody)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^error: .* cannot be written to \(permission denied\); choose another folder/,
        ),
      });
      expect(readdirSync(closed)).toEqual([]);
    }
  });
});
