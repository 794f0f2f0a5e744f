import { describe, expect, it } from 'vitest';
import { Resampled } from '../../../src/synthesis/resample';
import { madeUp } from '../records/fixture';
import { rms } from './kit';

/** A sine of amplitude 1, sampled. */
const sine = (frequency: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, n) =>
    Math.sin((2 * Math.PI * frequency * n) / rate + 0.3),
  );

function resampled(samples: Float32Array, rate: number, newRate: number): Float64Array {
  const source = new Resampled({ samples, rate }, newRate);
  const out = new Float64Array(source.length);
  source.read(out, 0);
  return out;
}

/** Without the ends, where the kernel reaches beyond the signal. */
const inner = (values: Float64Array, rate: number, lower: number): Float64Array =>
  values.subarray(Math.ceil((33 * rate) / lower), values.length - Math.ceil((33 * rate) / lower));

describe('resampling', () => {
  const RATES: [number, number][] = [
    [360, 500],
    [360, 250],
    [500, 360],
    [128, 500],
    [1000, 50],
    [257.3, 400],
    [250, 250.5],
  ];

  it.each(RATES)(
    'from %d to %d Hz keeps what both show: a sine is the sine at the new times',
    (rate, newRate) => {
      const lower = Math.min(rate, newRate);
      for (const share of [0.01, 0.3, 0.6, 0.84]) {
        const frequency = (share * lower) / 2;
        const got = resampled(sine(frequency, rate, 10), rate, newRate);
        const wanted = Float64Array.from(sine(frequency, newRate, 10));
        expect(got.length).toBe(wanted.length);
        const error = inner(
          got.map((x, i) => x - wanted[i]!),
          newRate,
          lower,
        );
        expect(rms(error)).toBeLessThan(5e-4);
      }
    },
  );

  it.each([
    [500, 360],
    [360, 250],
    [1000, 50],
  ])('from %d to %d Hz takes away what the lower rate cannot show, by 80 dB', (rate, newRate) => {
    for (const share of [1, 1.2, 1.7]) {
      const frequency = (share * newRate) / 2;
      if (frequency >= rate / 2) continue;
      const left = rms(inner(resampled(sine(frequency, rate, 20), rate, newRate), newRate, newRate));
      expect(20 * Math.log10(left / Math.SQRT1_2)).toBeLessThan(-78);
    }
  });

  it.each(RATES)('from %d to %d Hz is the windowed sinc that it is said to be', (rate, newRate) => {
    // By its definition, from the engine's own functions, without a table.
    const { samples } = madeUp(2, rate);
    const bessel = (x: number): number => {
      const steps = 2000;
      let sum = 0;
      for (let i = 0; i < steps; i++) sum += Math.exp(x * Math.cos((Math.PI * (i + 0.5)) / steps));
      return sum / steps;
    };
    const lower = Math.min(rate, newRate);
    const kernel = (seconds: number): number => {
      const x = seconds * lower;
      if (Math.abs(x) >= 32) return 0;
      const sinc = x === 0 ? 0.92 : Math.sin(0.92 * Math.PI * x) / (Math.PI * x);
      return sinc * bessel(7.857 * Math.sqrt(1 - (x / 32) ** 2));
    };
    const got = resampled(samples, rate, newRate);
    for (const k of [0, 1, 17, got.length >> 1, got.length - 1]) {
      let sum = 0;
      let weights = 0;
      for (let n = -2000; n < samples.length + 2000; n++) {
        const weight = kernel(n / rate - k / newRate);
        if (weight === 0) continue;
        sum += weight * samples[Math.min(samples.length - 1, Math.max(0, n))]!;
        weights += weight;
      }
      expect(Math.abs(got[k]! - sum / weights)).toBeLessThan(2e-5);
    }
  });

  it('keeps a constant, to its very ends', () => {
    for (const x of resampled(new Float32Array(1000).fill(0.5), 360, 500)) expect(x).toBeCloseTo(0.5, 6);
  });

  it('leaves the samples alone where the rate is the same', () => {
    const { samples } = madeUp(100, 360);
    expect(Float32Array.from(resampled(samples, 360, 360))).toEqual(samples);
  });

  it('gives the same samples wherever one begins to read, and however much has been read', () => {
    const signal = madeUp(120, 360);
    const whole = resampled(signal.samples, 360, 500);
    const source = new Resampled(signal, 500);
    for (const [start, length] of [
      [50_001, 9000],
      [0, 1],
      [1023, 2],
      [whole.length - 7, 7],
      [2048, 1024],
    ] as const) {
      const out = new Float64Array(length);
      source.read(out, start);
      expect(out).toEqual(whole.slice(start, start + length));
    }
  });

  it('has as many samples as the time of the signal holds', () => {
    const length = (samples: number, rate: number, newRate: number): number =>
      new Resampled({ samples: new Float32Array(samples), rate }, newRate).length;
    expect(length(3600, 360, 500)).toBe(5000);
    expect(length(3599, 360, 500)).toBe(4998);
    expect(length(1283, 128.3, 500)).toBe(5000);
    expect(length(0, 360, 500)).toBe(0);
  });
});
