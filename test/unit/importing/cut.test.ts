import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cutter, startsOf, type CutStrip } from '../../../src/importing/cut';

const sine = (seconds: number, rate: number, hz = 5, mV = 1): Float32Array =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => mV * Math.sin((2 * Math.PI * hz * i) / rate),
  );
const taken = (got: ReturnType<Cutter['cut']>): CutStrip => {
  expect(got).not.toHaveProperty('reason');
  return got as CutStrip;
};

describe('a strip that is cut', () => {
  it('is the recording at the new rate, in microvolts, wherever it begins', () => {
    const cutter = new Cutter(sine(30, 360), 360, 250);
    for (const start of [0, 3.3, 19.996]) {
      const { samples, offset } = taken(cutter.cut(start, 10));
      expect(samples).toHaveLength(2500);
      expect(offset).toBe(0);
      const from = Math.round(start * 250);
      const inner = [...samples].slice(50, -50);
      inner.forEach((x, i) => {
        const wanted = 1000 * Math.sin((2 * Math.PI * 5 * (from + i + 50)) / 250);
        expect(Math.abs(x - wanted)).toBeLessThan(2);
      });
    }
  });

  it('has nothing in it that the new rate cannot show: 180 Hz does not come back as 70', () => {
    const { samples } = taken(
      new Cutter(
        sine(12, 1000, 180).map((x, i) => x + 0.05 * Math.sin(i)),
        1000,
        250,
      ).cut(1, 10),
    );
    // Of 1 mV at 180 Hz less than a microvolt is left; 0.05 mV at 159 Hz goes as well.
    expect(Math.max(...samples.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('is left as it is where the rate is the same', () => {
    const values = sine(10, 250, 7, 0.5);
    const { samples } = taken(new Cutter(values, 250, 250).cut(0, 10));
    expect([...samples]).toEqual([...values].map((x) => Math.round(1000 * x) + 0));
  });

  it('always has its length, or is too short', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 12, noNaN: true }),
        fc.constantFrom(128, 257, 360, 500),
        fc.constantFrom(100, 250, 400),
        fc.constantFrom('start', 'middle', 'end', 'all' as const),
        (seconds, rate, newRate, where) => {
          const cutter = new Cutter(sine(seconds, rate), rate, newRate);
          const starts = startsOf(cutter.seconds, 3, where);
          const most = Math.floor(cutter.seconds / 3 + 1e-6);
          expect(starts).toHaveLength(where === 'all' ? most : Math.min(1, most));
          for (const start of starts) expect(taken(cutter.cut(start, 3)).samples).toHaveLength(3 * newRate);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('begins where it is said to', () => {
    expect(startsOf(30, 10, 'start')).toEqual([0]);
    expect(startsOf(30, 10, 'middle')).toEqual([10]);
    expect(startsOf(30, 10, 'end')).toEqual([20]);
    expect(startsOf(35, 10, 'all')).toEqual([0, 10, 20]);
    expect(startsOf(9.99, 10, 'all')).toEqual([]);
  });

  it('is refused where samples are missing in it, and not for those beside it', () => {
    const values = sine(30, 250);
    values.fill(NaN, 0, 100);
    values[2600] = NaN;
    const cutter = new Cutter(values, 250, 250);
    expect(cutter.cut(0, 10)).toEqual({ reason: 'nan', detail: 'has no value at 100 of 2500 samples' });
    expect(cutter.cut(10, 10)).toMatchObject({ reason: 'nan' });
    expect(taken(cutter.cut(0.4, 10)).samples).toHaveLength(2500);
    expect(taken(cutter.cut(20, 10)).samples).toHaveLength(2500);
    const none = new Cutter(new Float32Array(2500).fill(NaN), 250, 100);
    expect(none.cut(0, 10)).toMatchObject({ reason: 'nan' });
  });

  it('is refused where nothing was recorded', () => {
    expect(new Cutter(new Float32Array(2500).fill(0.3), 250, 250).cut(0, 10)).toEqual({
      reason: 'flat',
      detail: 'moves by 0 µV in all',
    });
    const off = sine(10, 250);
    off.fill(-5, 1000, 1600);
    expect(new Cutter(off, 250, 250).cut(0, 10)).toEqual({
      reason: 'flat',
      detail: 'stays at one value for 2.4 s, as with an electrode off',
    });
  });

  it('is refused where it does not fit', () => {
    const cutter = new Cutter(sine(9.9, 250), 250, 250);
    expect(cutter.cut(0, 10)).toEqual({ reason: 'too-short', detail: 'lasts 9.9 s' });
    expect(cutter.cut(5, 6)).toMatchObject({ detail: 'lasts 9.9 s, and the strip was to begin at 5 s' });
    expect(new Cutter(sine(10, 250, 5, 500), 250, 250).cut(0, 10)).toMatchObject({ reason: 'range' });
  });

  it('loses the offset of its electrodes where 16 bits cannot hold it', () => {
    const high = sine(10, 250).map((x) => x + 300);
    const { samples, offset } = taken(new Cutter(high, 250, 250).cut(0, 10));
    expect(offset).toBeCloseTo(300, 3);
    expect(Math.max(...samples)).toBe(998);
  });
});
