import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/open';
import { scratch } from '../dataset/fixture';
import { npy } from '../records/fixture';
import { SMALL } from '../spec/texts';
import { bundleCli, ROOT, runHere } from './fixture';

const { folder, remove } = scratch();
let workerFile: string;
let made = 0;
beforeAll(async () => {
  workerFile = join(dirname(await bundleCli(folder)), 'generate-worker.js');
  cpSync(join(ROOT, 'examples', 'noise'), join(folder, 'noise'), { recursive: true });
  mkdirSync(join(folder, 'specs'));
});
afterAll(remove);

const ecgspec = (...args: string[]) => runHere(workerFile, args);

/** A spec with a noise from a recording, in a folder beside the recordings'. */
function spec(noise: string): string {
  const path = join(folder, 'specs', `${made++}.ecgspec`);
  writeFileSync(path, `${SMALL}noise:\n  - { type: recording, ${noise} }\ndataset: { strips: 20 }\n`);
  return path;
}
const whole = (): string => spec('file: ../noise/walking.hea, signal: steps, rms: 0.2 mV');

describe('a spec with a recording', () => {
  it('is valid, whatever folder one is in', async () => {
    expect(await ecgspec('validate', whole())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('valid') as string,
    });
  });

  it('is drawn and generated with it, and the data set says which files it was', async () => {
    const path = whole();
    const [picture, set] = [join(folder, 'a.svg'), join(folder, 'set')];
    expect(await ecgspec('render', path, '--out', picture)).toMatchObject({ code: 0, stderr: '' });
    const quiet = join(folder, 'quiet.svg');
    await ecgspec('render', spec('file: ../noise/walking.hea, rms: 0 µV'), '--out', quiet);
    expect(readFileSync(picture, 'utf8') === readFileSync(quiet, 'utf8')).toBe(false);
    expect(await ecgspec('generate', path, '--out', set)).toMatchObject({ code: 0 });
    const dataset = openDataset(set);
    await dataset.verify();
    expect(dataset.manifest.records).toEqual(
      ['walking.hea', 'walking.dat'].map((name) => {
        const bytes = readFileSync(join(folder, 'noise', name));
        return {
          file: `../noise/${name}`,
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        };
      }),
    );

    // The recordings are not in the set, and are needed to make its strips again.
    expect(await ecgspec('verify', set)).toMatchObject({ code: 0 });
    expect(await ecgspec('verify', set, '--strips', '9')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: .*not in it; say with --records/) as string,
    });
    expect(await ecgspec('verify', set, '--strips', '9', '--records', join(folder, 'specs'))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('9 of them made again to the same bits') as string,
    });
    expect(await ecgspec('verify', set, '--strips', '9', '--records', '/')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/walking.hea cannot be read; give the folder/) as string,
    });
    const others = join(folder, 'others');
    cpSync(join(folder, 'noise'), join(others, 'noise'), { recursive: true });
    mkdirSync(join(others, 'specs'));
    const data = join(others, 'noise', 'walking.dat');
    const bytes = readFileSync(data);
    bytes[1000]! ^= 1;
    writeFileSync(data, bytes);
    expect(await ecgspec('verify', set, '--strips', '9', '--records', join(others, 'specs'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/walking.dat is another than the set was made with/) as string,
    });
  });

  it('reads an .npy at its rate', async () => {
    const values = Array.from({ length: 3000 }, (_, i) => Math.sin(i / 3));
    writeFileSync(join(folder, 'noise', 'belt.npy'), npy('<f8', [3000], values));
    expect(await ecgspec('validate', spec('file: ../noise/belt.npy, rate: 250 Hz'))).toMatchObject({
      code: 0,
    });
    const { code, stdout } = await ecgspec('validate', spec('file: ../noise/belt.npy, rate: 360 Hz'));
    expect(code).toBe(1);
    expect(stdout).toContain(
      'error ECG503 `../noise/belt.npy` lasts 8.33 s, and a strip gets up to 10 s of it.',
    );
  });

  const cases: [string, string, string, (() => void) | undefined][] = [
    ['that is not there', 'file: ../noise/ma.hea', 'ECG501 There is no file `../noise/ma.hea`.', undefined],
    [
      'in a folder that is not there',
      'file: nowhere/ma.hea',
      'ECG501 There is no file `nowhere/ma.hea`.',
      undefined,
    ],
    [
      'that is a folder',
      'file: ../noise/folder.hea',
      'ECG501 `../noise/folder.hea` is not a plain file.',
      () => mkdirSync(join(folder, 'noise', 'folder.hea')),
    ],
    [
      'that never ends',
      'file: ../noise/zero.npy, rate: 1 Hz',
      'ECG501 `../noise/zero.npy` is not a plain file.',
      () => symlinkSync('/dev/zero', join(folder, 'noise', 'zero.npy')),
    ],
    [
      'whose writer never comes',
      'file: ../noise/pipe.npy, rate: 1 Hz',
      'ECG501 `../noise/pipe.npy` is not a plain file.',
      () => void execFileSync('mkfifo', [join(folder, 'noise', 'pipe.npy')]),
    ],
    [
      'that is too large',
      'file: ../noise/large.npy, rate: 1 Hz',
      'ECG502 `../noise/large.npy` has 65 MB, and at most 64 MB are read.',
      () => {
        writeFileSync(join(folder, 'noise', 'large.npy'), '');
        truncateSync(join(folder, 'noise', 'large.npy'), (64 << 20) + 1);
      },
    ],
    [
      'that is broken',
      'file: ../noise/broken.hea',
      'ECG502 `../noise/broken.hea` is not a WFDB header.',
      () => writeFileSync(join(folder, 'noise', 'broken.hea'), '<html>'),
    ],
    [
      'without the signal',
      'file: ../noise/walking.hea, signal: em',
      'no signal `em`. It has 0 (steps), 1',
      undefined,
    ],
  ];
  it.skipIf(process.platform === 'win32').each(cases)(
    '%s is an error at its place, for every command',
    async (_, noise, message, prepare) => {
      prepare?.();
      const path = spec(noise);
      const { code, stdout } = await ecgspec('validate', path);
      expect(code).toBe(1);
      expect(stdout).toContain(':12:30 error ');
      expect(stdout).toContain(message);
      const reports = JSON.parse((await ecgspec('validate', '--json', path)).stdout) as { valid: boolean }[];
      expect(reports).toMatchObject([{ valid: false, problems: [{ line: 12, column: 30 }] }]);
      for (const command of ['render', 'generate']) {
        const out = join(folder, `${made}-never.svg`);
        const ended = await ecgspec(command, path, '--out', out);
        expect(ended.code).toBe(1);
        expect(ended.stderr).toContain(message);
        expect(ended.stderr).toMatch(/error: .* has an error; mend it and run again\.\n$/);
      }
    },
  );
});
