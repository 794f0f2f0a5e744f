import { describe, expect, it } from 'vitest';
import { recordKey, recordUses, type Spec } from '../../../src/spec';
import { compile, type NoiseSignal, type Records } from '../../../src/synthesis';
import { madeUp } from '../records/fixture';
import { BEAT, ksDistance, ksLimit, mean, rms, sd, SILENCE, specOf } from './kit';

const RATE = 250;
const recorded = madeUp(60, 360);

const withAll = (spec: Spec, signal: NoiseSignal | null): Records =>
  new Map(recordUses(spec).map(({ noise }) => [recordKey(noise), signal]));

/** Strips of a spec whose recordings are all this one, mV. */
function strips(text: string, count: number, signal: NoiseSignal | null = recorded): number[][] {
  const spec = specOf(text);
  const made = compile(spec, withAll(spec, signal));
  return Array.from({ length: count }, (_, i) => Array.from(made.generate('c', i).samples, (x) => x / 1000));
}

const silent = (list: string, duration = 10): string =>
  `recording: { rate: ${RATE} Hz, duration: ${duration} s, resolution: 0.1 µV, range: 3 mV }\n${SILENCE}noise: [ ${list} ]\n`;
/** As `strips`, of noise alone at a tenth of a microvolt a step. */
const noise = (list: string, count: number, signal?: NoiseSignal | null): number[][] =>
  strips(silent(list), count, signal).map((strip) => strip.map((x) => x / 10));

describe('noise from a recording', () => {
  it('has exactly the RMS that was asked for, in every strip, and no mean', () => {
    for (const strip of noise('{ type: recording, file: a.hea, rms: 100 µV }', 50)) {
      expect(sd(strip)).toBeCloseTo(0.1, 5);
      expect(mean(strip)).toBeCloseTo(0, 5);
    }
  });

  it('has exactly the ratio to the signal that was asked for', () => {
    const text = (list: string): string =>
      `recording: { rate: ${RATE} Hz, resolution: 0.5 µV }\nbeats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus } } }\nnoise: [ ${list} ]\n`;
    const clean = strips(text(''), 20);
    const noisy = strips(text('{ type: recording, file: a.hea, snr: 6 dB }'), 20);
    clean.forEach((strip, i) => {
      const added = noisy[i]!.map((x, k) => x - strip[k]!);
      expect(10 * Math.log10(sd(strip) ** 2 / sd(added) ** 2)).toBeCloseTo(6, 2);
    });
  });

  it('has that level within its window, and is nothing outside', () => {
    for (const strip of noise('{ type: recording, file: a.hea, rms: 100 µV, during: 30 % }', 50)) {
      const on = strip.flatMap((x, i) => (x !== 0 ? [i] : []));
      const [first, last] = [on[0]!, on[on.length - 1]!];
      // The first or the last sample of a stretch may round to nothing.
      expect(last - first).toBeGreaterThan(745);
      expect(last - first).toBeLessThan(750);
      expect(rms(strip) * Math.sqrt(2500 / 750)).toBeCloseTo(0.1, 5);
    }
  });

  it('is the recording itself, from a place anywhere in it', () => {
    const own = madeUp(60, RATE);
    const places = noise('{ type: recording, file: a.hea, rms: 100 µV }', 60, own).map((strip) => {
      // The place at which the recording has the shape of the strip, by least squares of the first samples.
      const fit = (start: number): number => {
        let [xy, xx, yy] = [0, 0, 0];
        for (let i = 0; i < 10; i++) {
          const [x, y] = [strip[i]! - strip[i + 1]!, own.samples[start + i]! - own.samples[start + i + 1]!];
          xy += x * y;
          xx += x * x;
          yy += y * y;
        }
        return xy / Math.sqrt(xx * yy);
      };
      const start = Array.from({ length: 12_501 }, (_, k) => k).find((k) => fit(k) > 0.9999)!;
      const stretch = own.samples.subarray(start, start + 2500);
      const scale = 0.1 / sd([...stretch]);
      const middle = mean([...stretch]);
      strip.forEach((x, i) => expect(Math.abs(x - scale * (stretch[i]! - middle))).toBeLessThan(6e-5));
      return start;
    });
    expect(ksDistance(places, (x) => (x + 0.5) / 12_501)).toBeLessThan(ksLimit(60));
  });

  it('may be just as long as a strip, but no shorter', () => {
    const list = '{ type: recording, file: a.hea, rms: 100 µV }';
    const [strip] = noise(list, 1, madeUp(10, 360));
    expect(sd(strip!)).toBeCloseTo(0.1, 5);
    expect(() => noise(list, 1, madeUp(9.99, 360))).toThrow('"a.hea" is shorter');
    const part = '{ type: recording, file: a.hea, rms: 100 µV, during: 20..50 % }';
    expect(noise(part, 40, madeUp(5, 360))).toHaveLength(40);
    expect(() => noise(part, 1, madeUp(4.99, 360))).toThrow('shorter');
  });

  it('is nothing where the recording is flat', () => {
    const signal = { rate: 360, samples: new Float32Array(21_600) };
    signal.samples[21_599] = 1;
    const made = noise('{ type: recording, file: a.hea, rms: 100 µV }', 20, signal);
    expect(made.filter((strip) => strip.every((x) => x === 0)).length).toBeGreaterThan(15);
    for (const strip of made) expect(strip.every(Number.isFinite)).toBe(true);
  });

  it('is wanted: a spec without its recordings does not compile, unless it is told to leave them out', () => {
    const spec = specOf(silent('{ type: recording, file: a.hea }'));
    expect(() => compile(spec)).toThrow(
      new RangeError('The recording "a.hea" of a noise was not handed over.'),
    );
    expect(noise('{ type: recording, file: a.hea, rms: 1 mV }', 1, null)[0]!.every((x) => x === 0)).toBe(
      true,
    );
  });

  it('leaves all other noise as it is, whether it is there or not', () => {
    const white = '{ type: white, rms: 100 µV }';
    const before = noise(white, 3);
    expect(noise(`{ type: recording, file: a.hea }, ${white}`, 3, null)).toEqual(before);
    expect(noise(`{ type: recording, file: a.hea, rms: 0 µV }, ${white}`, 3)).toEqual(before);
  });

  it('can be an augmentation', () => {
    const text = `recording: { rate: ${RATE} Hz, resolution: 0.1 µV, range: 3 mV }\n${SILENCE}augmentations: { count: 1, of: [{ type: recording, file: a.hea, rms: 100 µV }, { type: recording, file: b.npy, rate: 360 Hz, rms: 50 µV, weight: 3 }] }\n`;
    const levels = strips(text, 200).map((strip) => sd(strip) / 10);
    const loud = levels.filter((level) => Math.abs(level - 0.1) < 1e-4).length;
    expect(levels.filter((level) => Math.abs(level - 0.05) < 1e-4).length).toBe(200 - loud);
    expect(Math.abs(loud / 200 - 0.25)).toBeLessThan(0.12);
  });

  it('is the same whatever was made of the recording before', () => {
    const list = '{ type: recording, file: a.hea, rms: 100 µV }';
    const at = (rate: number, signal: NoiseSignal): number[][] =>
      strips(silent(list).replace('250 Hz', `${rate} Hz`), 2, signal);
    const [first, other, again] = [at(250, recorded), at(500, recorded), at(250, recorded)];
    expect(again).toEqual(first);
    expect(other).toEqual(at(500, madeUp(60, 360)));
  });

  it('is drawn apart for two noises of one signal', () => {
    const one = '{ type: recording, file: a.hea, rms: 100 µV }';
    const [both] = noise(`${one}, ${one}`, 1);
    // Two independent stretches of noise add up by their powers.
    expect(sd(both!)).toBeGreaterThan(0.125);
    expect(sd(both!)).toBeLessThan(0.16);
  });
});
