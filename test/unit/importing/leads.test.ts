import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHdf5 } from '../../../src/dataset/formats/hdf5/file';
import { hdf5Leads, hdf5Recordings } from '../../../src/importing/hdf5';
import { chooseLead } from '../../../src/importing/leadChoice';
import { likelyUnit } from '../../../src/importing/source';

const fixture = (name: string): Uint8Array =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/hdf5', name));
const named = (...names: string[]) =>
  names.map((name) => ({
    name,
    rate: undefined,
    mV: undefined,
    values: () => Promise.resolve(new Float32Array()),
  }));

describe('the lead that is wanted', () => {
  it('is the first of several that is there, by its name in any writing', () => {
    expect(chooseLead(named('V5', 'MLII'), ['II', 'MLII'])?.name).toBe('MLII');
    expect(chooseLead(named('I', 'ECG II', 'III'), ['II'])?.name).toBe('ECG II');
    expect(chooseLead(named('i', 'ii', 'avf'), ['aVF'])?.name).toBe('avf');
    expect(chooseLead(named('I', 'V1'), ['II'])).toBeUndefined();
    expect(chooseLead(named('V1'), ['II'])).toBeUndefined();
  });

  it('is a number where leads have no names, and the only one that there is', () => {
    expect(chooseLead(named('0', '1', '2'), ['1'])?.name).toBe('1');
    expect(chooseLead(named('signal 0', 'signal 1'), ['II', '1'])?.name).toBe('signal 1');
    expect(chooseLead(named('0', '1'), ['II'])).toBeUndefined();
    expect(chooseLead(named('0', '1'), ['7'])).toBeUndefined();
    expect(chooseLead(named('ecg'), ['II', 'MLII'])?.name).toBe('II');
    expect(chooseLead([], ['II'])).toBeUndefined();
  });
});

describe('HDF5', () => {
  const sine = (lead: number, i: number): number =>
    (lead + 1) * Math.sin((2 * Math.PI * (lead + 1) * i) / 100);

  it('of one recording gives its channels, rate and unit, as h5py compresses them', async () => {
    const leads = hdf5Leads(fixture('gzip.h5'), undefined);
    expect(leads.map(({ name, rate, mV }) => [name, rate, mV])).toEqual(
      ['0', '1', '2'].map((name) => [name, 100, 1e-3]),
    );
    for (const [lead, { values }] of leads.entries()) {
      const got = await values();
      expect(got).toHaveLength(300);
      got.forEach((x, i) => expect(Math.abs(x - 1000 * sine(lead, i))).toBeLessThan(1));
    }
  });

  it('of many recordings gives each, whichever of its other axes is time', async () => {
    const recordings = hdf5Recordings(fixture('stack.h5'), 'tracings');
    expect([recordings.count, recordings.shape]).toEqual([2, [2, 300, 3]]);
    const values = await recordings.leads(1)[2]!.values();
    values.forEach((x, i) => expect(x).toBeCloseTo(2 * sine(2, i), 5));
  });

  it('with a lead in each array calls them by their names', async () => {
    const parts = encodeHdf5({ fs: 500 }, [
      { name: 'II', data: new Float64Array([1, 2, 3]), shape: [3], attributes: { unit: 'uV' } },
      { name: 'V1', data: new Float64Array([4, 5, 6]), shape: [3], attributes: {} },
    ]);
    const leads = hdf5Leads(Buffer.concat([...parts]), undefined);
    expect(leads.map(({ name, rate, mV }) => [name, rate, mV])).toEqual([
      ['II', 500, 1e-3],
      ['V1', 500, undefined],
    ]);
    expect([...(await leads[1]!.values())]).toEqual([4, 5, 6]);
  });

  it('is refused in a phrase that says what to do, whatever the bytes', () => {
    expect(() => hdf5Leads(fixture('stack.h5'), undefined)).toThrow('which is many recordings');
    expect(() => hdf5Leads(fixture('gzip.h5'), 'ecg')).toThrow('has no array of numbers "ecg"; it has g/ecg');
    expect(() => hdf5Leads(new Uint8Array(10), undefined)).toThrow('cannot be read as HDF5');
    const whole = fixture('gzip.h5');
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? whole.slice(0, at) : whole.slice();
        if (!cut) bytes[at % whole.length] = byte;
        try {
          hdf5Leads(bytes, undefined);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('in a compression that is not read says so when the samples are asked for', async () => {
    const [lead] = hdf5Leads(fixture('lzf.h5'), undefined);
    await expect(async () => lead!.values()).rejects.toThrow('compressed with gzip or not at all');
  });
});

describe('the unit that values look like', () => {
  it.each([
    [1, 'mV'],
    [1000, 'uV'],
    [0.001, 'V'],
    [40, undefined],
  ])('of an ECG times %d is %s', (scale, wanted) => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => scale * (100 + (i % 100 < 3 ? 1.2 : 0)));
    expect(likelyUnit(values)).toBe(wanted);
  });
});
