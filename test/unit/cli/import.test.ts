import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelPairs } from '../../../src/cli/import';
import { npyHeader } from '../../../src/records/npy';
import { scratch } from '../dataset/fixture';
import { bundleCli, runHere, start } from './fixture';

const { folder, remove } = scratch();
const at = (...parts: string[]): string => join(folder, ...parts);
const before = process.cwd();
let cli: string;

/** An array of so many recordings, each a beat a second of its own height, µV at 100 Hz. */
function array(path: string, count: number): void {
  const values = Int16Array.from(
    { length: count * 1200 },
    (_, i) => (1000 + Math.floor(i / 1200)) * Math.exp(-((((i % 100) - 50) / 3) ** 2)) + (i % 7),
  );
  writeFileSync(path, Buffer.concat([npyHeader('<i2', [count, 1200]), new Uint8Array(values.buffer)]));
}
beforeAll(async () => {
  cli = await bundleCli(folder);
  process.chdir(folder);
  mkdirSync(at('ward'));
  array(at('ward', 'X.npy'), 3);
  writeFileSync(at('labels.csv'), 'label,patient\nNORM,1\nAFIB,2\nLBBB,3\n');
});
afterAll(() => {
  process.chdir(before);
  remove();
});
const COMMON = ['--labels', 'labels.csv', '--label-column', 'label', '--source-rate', '100', '--unit', 'uV'];
const ecgspec = (...args: string[]) => runHere('', ['import', 'ward', ...COMMON, ...args]);

describe('ecgspec import', () => {
  it('writes a folder beside the recordings and says what it took, and what it left out', async () => {
    const { code, stdout, stderr } = await ecgspec(
      '--patient-column',
      'patient',
      '--map',
      'NORM=NSR,AFIB=AF',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^2 strips of 10 s at 250 Hz \(NSR 1 of 1 patients, AF 1 of 1 patients\), in .*: ward-recordings\n/,
    );
    expect(stdout).toContain('left out: no label that is asked for, 1, such as X.npy#2: has only LBBB');
    expect(stdout).toContain('ecgspec evaluate my-model --real ward-recordings');
    expect(readdirSync(at('ward-recordings'))).toContain('recordings.json');
  });

  it('wants to know who the patients are, one way or the other', async () => {
    for (const args of [[], ['--patient-column', 'patient', '--each-own-patient']]) {
      expect(await ecgspec('--out', 'nothing', ...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /^error: Give --patient-column, so that no patient is both trained and tested on/,
        ),
      });
    }
    expect(existsSync(at('nothing'))).toBe(false);
  });

  it('tells programs how far it is and what came of it', async () => {
    const { code, stdout } = await ecgspec('--each-own-patient', '--out', 'own', '--json');
    expect(code).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.at(-2)).toEqual({ event: 'progress', done: 3, total: 3, strips: 3 });
    expect(events.at(-1)).toMatchObject({
      event: 'done',
      folder: 'own',
      strips: 3,
      patients: 3,
      dropped: [],
    });
    const again = await ecgspec('--each-own-patient', '--out', 'own', '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toEqual({
      event: 'error',
      message: expect.stringContaining('already holds an import; add --overwrite'),
    });
    expect(again.stderr).toMatch(/^error: .*--overwrite.*\n$/);
  });

  it.each([
    [['--map', 'AFIB'], /"AFIB" is not LABEL=CLASS/],
    [['--map', 'AFIB=AF,AFIB=PVC'], /"AFIB" stands for two classes/],
    [['--unit', 'furlong'], /mV, uV, V, or how many mV/],
    [['--cut', 'anywhere'], /Allowed choices are start, middle, end, all/],
    [['--duration', '0'], /a number from 0.5 to 3600/],
  ])('refuses %j in a sentence', async (args, words) => {
    expect(await ecgspec('--each-own-patient', ...args)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(words),
    });
  });

  it('that is interrupted ends with 130 and leaves nothing', async () => {
    mkdirSync(at('much'));
    array(at('much', 'X.npy'), 20_000);
    const rows = Array.from({ length: 20_000 }, (_, n) => `AF,${n}`).join('\n');
    writeFileSync(at('much.csv'), `label,patient\n${rows}\n`);
    const args = [
      'import',
      'much',
      '--labels',
      'much.csv',
      ...COMMON.slice(2),
      '--patient-column',
      'patient',
    ];
    const { child, ended } = start(cli, [...args, '--json'], { cwd: folder });
    await new Promise<void>((begun) => child.stdout!.once('data', () => begun()));
    expect(readdirSync(at('much-recordings'))).toContain('INCOMPLETE.json');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Cancelled; nothing of the import is left.\n' });
    expect(existsSync(at('much-recordings'))).toBe(false);
  });
});

it('pairs of labels and classes may be in one word or in several, and labels may hold commas', () => {
  expect(labelPairs('NORM=NSR, AFIB=AF')).toEqual([
    ['NORM', 'NSR'],
    ['AFIB', 'AF'],
  ]);
  expect(labelPairs('sinus rhythm, normal=NSR', [['a', 'b']])).toEqual([
    ['a', 'b'],
    ['sinus rhythm, normal', 'NSR'],
  ]);
});
