import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecord, type RecordReading } from '../../../src/records';
import { settle } from '../../../src/records/signal';
import type { RecordRef } from '../../../src/spec';
import { encode16, files, npy } from './fixture';

const raw = (values: readonly number[]): Float64Array => Float64Array.from(values);
const samples = (reading: RecordReading): number[] => {
  if ('code' in reading) throw new Error(`${reading.code} ${reading.message}`);
  return [...reading.samples];
};
const fault = async (ref: RecordRef, content: Parameters<typeof files>[0]): Promise<string> => {
  const reading = await readRecord(ref, files(content));
  return 'code' in reading ? `${reading.code} ${reading.message}` : 'no fault';
};
const NPY: RecordRef = { file: 'noise/belt.npy', signal: 0, rate: 360 };
const WFDB: RecordRef = { file: 'noise/ma.hea', signal: 0, rate: null };

describe('a settled signal', () => {
  it('has no mean, and 1 as its largest value', () => {
    expect([...settle(raw([1, 2, 3]))!]).toEqual([-1, 0, 1]);
    expect([...settle(raw([10, 10, 10, 14]))!].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([
      -0.333333, -0.333333, -0.333333, 1,
    ]);
  });

  it('stays where it was while there is no sample', () => {
    expect([...settle(raw([NaN, 1, NaN, Infinity, -1, NaN]))!]).toEqual([
      ...settle(raw([1, 1, 1, 1, -1, -1]))!,
    ]);
  });

  it('is none where nothing happens', () => {
    for (const flat of [[], [0, 0], [7, 7, 7], [0.1, 0.1, 0.1], [NaN, NaN], [NaN, 4, NaN]])
      expect(settle(raw(flat))).toBeUndefined();
  });

  it('is finite and in [-1, 1] whatever the numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 40 }), (values) => {
        for (const x of settle(raw(values)) ?? []) expect(Math.abs(x)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keeps a small swing on a large offset', () => {
    expect([...settle(raw([1e9, 1e9 + 1, 1e9 + 2]))!]).toEqual([-1, 0, 1]);
  });
});

describe('a NumPy file', () => {
  it.each(['<i2', '<i4', '<f4', '<f8'] as const)(
    'of %s gives its one signal at the rate that is said',
    async (type) => {
      const reading = await readRecord(NPY, files({ 'noise/belt.npy': npy(type, [3], [1, 2, 3]) }));
      expect(reading).toMatchObject({ rate: 360 });
      expect(samples(reading)).toEqual([-1, 0, 1]);
    },
  );

  // Two signals of three samples: 1 2 3 and 7 5 3.
  it.each([
    ['time first', [3, 2], [1, 7, 2, 5, 3, 3], false],
    ['time last', [2, 3], [1, 2, 3, 7, 5, 3], false],
    ['time first, in Fortran order', [3, 2], [1, 2, 3, 7, 5, 3], true],
    ['time last, in Fortran order', [2, 3], [1, 7, 2, 5, 3, 3], true],
    ['an axis of one between', [3, 1, 2], [1, 7, 2, 5, 3, 3], false],
  ] as const)('of two axes, %s', async (_, shape, values, fortran) => {
    const file = files({ 'noise/belt.npy': npy('<f4', shape, values, fortran) });
    expect(samples(await readRecord(NPY, file))).toEqual([-1, 0, 1]);
    expect(samples(await readRecord({ ...NPY, signal: 1 }, file))).toEqual([1, 0, -1]);
  });

  it.each<[string, Partial<RecordRef>, Uint8Array | undefined, string]>([
    ['that is not there', {}, undefined, 'ECG501 There is no file `noise/belt.npy`.'],
    ['that is empty', {}, new Uint8Array(), 'ECG502 `noise/belt.npy` is not a .npy file. Save one signal as'],
    [
      'of text',
      {},
      new TextEncoder().encode('1, 2, 3, 4, 5, 6, 7'),
      'ECG502 `noise/belt.npy` is not a .npy file.',
    ],
    [
      'that is cut off',
      {},
      npy('<f8', [3], [1, 2, 3]).subarray(0, 145),
      'ECG502 `noise/belt.npy` ends before its data',
    ],
    [
      'of a shape beyond its data',
      {},
      npy('<f8', [2 ** 50, 2 ** 50], [1]),
      'ECG502 `noise/belt.npy` ends before',
    ],
    [
      'of three axes',
      {},
      npy('<i2', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      'ECG502 `noise/belt.npy` has 3 axes',
    ],
    [
      'without that signal',
      { signal: 2 },
      npy('<i2', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      'It has the signals 0 to 1.',
    ],
    [
      'asked for a name',
      { signal: 'MLII' },
      npy('<i2', [3], [1, 2, 3]),
      'no signal `MLII`. It has one signal, 0.',
    ],
    ['that is flat', {}, npy('<i2', [3], [4, 4, 4]), 'ECG503 The signal in `noise/belt.npy` is flat'],
    ['without samples', {}, npy('<i2', [0], []), 'ECG502 `noise/belt.npy` has no samples.'],
    ['of nothing but NaN', {}, npy('<f4', [2], [NaN, NaN]), 'ECG503'],
  ])('%s gives a problem', async (_, ref, bytes, message) => {
    const said = await fault({ ...NPY, ...ref }, bytes ? { 'noise/belt.npy': bytes } : {});
    expect(said).toContain(message);
    expect(said.length).toBeLessThan(300);
  });

  it('of any bytes is read or refused', async () => {
    const whole = npy('<f4', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(255),
        fc.nat(whole.length),
        async (at, byte, length) => {
          const reading = await readRecord(
            NPY,
            files({ 'noise/belt.npy': whole.with(at, byte).subarray(0, length) }),
          );
          if (!('code' in reading))
            for (const x of reading.samples) expect(Math.abs(x)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a WFDB record', () => {
  const header = 'ma 2 360 3\nma.dat 16 200 16 0 1 6 0 noise1\nma.dat 16 200 16 0 7 15 0 noise2\n';
  const whole = {
    'noise/ma.hea': header,
    'noise/ma.dat': encode16([
      [1, 7],
      [2, 5],
      [3, 3],
    ]),
  };

  it('gives the signal of a number or a name, at the rate of its header', async () => {
    const reading = await readRecord(WFDB, files(whole));
    expect(reading).toMatchObject({ rate: 360 });
    expect(samples(reading)).toEqual([-1, 0, 1]);
    for (const signal of [1, 'noise2'])
      expect(samples(await readRecord({ ...WFDB, signal }, files(whole)))).toEqual([1, 0, -1]);
  });

  it('multiplies the rate by the samples in a frame', async () => {
    const record = {
      'noise/ma.hea': 'ma 1 250 2\nma.dat 16x4\n',
      'noise/ma.dat': encode16([[1, 2, 3, 4, 5, 6, 7, 8]]),
    };
    const reading = await readRecord(WFDB, files(record));
    expect(reading).toMatchObject({ rate: 1000 });
    expect(samples(reading)).toHaveLength(8);
  });

  it('lies wherever its header does', async () => {
    const here = { 'ma.hea': whole['noise/ma.hea'], 'ma.dat': whole['noise/ma.dat'] };
    expect(samples(await readRecord({ ...WFDB, file: 'ma.hea' }, files(here)))).toHaveLength(3);
    const above = { '../a/ma.hea': whole['noise/ma.hea'], '../a/ma.dat': whole['noise/ma.dat'] };
    expect(samples(await readRecord({ ...WFDB, file: '../a/ma.hea' }, files(above)))).toHaveLength(3);
  });

  it.each<[string, Partial<RecordRef>, Record<string, string | Uint8Array>, string]>([
    ['without its header', {}, { 'noise/ma.hea': undefined! }, 'ECG501 There is no file `noise/ma.hea`.'],
    ['without its signals', {}, { 'noise/ma.dat': undefined! }, 'ECG501 There is no file `noise/ma.dat`.'],
    [
      'with a broken header',
      {},
      { 'noise/ma.hea': '<html>' },
      'ECG502 `noise/ma.hea` is not a WFDB header. Write it anew',
    ],
    [
      'with another file',
      {},
      {
        'noise/ma.dat': encode16([
          [1, 7],
          [2, 5],
          [9, 3],
        ]),
      },
      'ECG502 `noise/ma.dat` is damaged',
    ],
    ['without that number', { signal: 2 }, {}, 'no signal `2`. It has 0 (noise1), 1 (noise2).'],
    ['without that name', { signal: 'em' }, {}, 'no signal `em`. It has 0 (noise1), 1 (noise2).'],
    [
      'with a header too large',
      {},
      { 'noise/ma.hea': new Uint8Array((1 << 20) + 1) },
      'ECG502 `noise/ma.hea` is too large.',
    ],
  ])('%s gives a problem', async (_, ref, change, message) => {
    const said = await fault({ ...WFDB, ...ref }, { ...whole, ...change });
    expect(said).toContain(message);
    expect(said.length).toBeLessThan(300);
  });
});
