import { describe, expect, it } from 'vitest';
import type { Filter } from '../../../src/spec';
import { design, filterSettled } from '../../../src/synthesis/filters';
import { BEAT, mean, rms, SILENCE, stripsOf } from './kit';

const RATE = 500;

/** How much of a sine of this frequency is left, measured after the filter's start. */
function gain(filter: Filter, frequency: number): number {
  const samples = 100_000;
  const signal = Float32Array.from({ length: samples }, (_, i) =>
    Math.sin((2 * Math.PI * frequency * i) / RATE),
  );
  const stage = design(filter, RATE);
  if (stage) filterSettled(signal, stage);
  return rms(signal.subarray(samples / 2)) * Math.SQRT2;
}

describe('filters', () => {
  it.each<[Filter, number, number]>([
    [{ type: 'high-pass', cutoff: 0.5 }, 0.5, Math.SQRT1_2],
    [{ type: 'high-pass', cutoff: 0.5 }, 5, 1],
    [{ type: 'high-pass', cutoff: 0.5 }, 0.05, 0.01],
    [{ type: 'high-pass', cutoff: 0.05 }, 0.05, Math.SQRT1_2],
    [{ type: 'low-pass', cutoff: 40 }, 40, Math.SQRT1_2],
    [{ type: 'low-pass', cutoff: 40 }, 4, 1],
    [{ type: 'low-pass', cutoff: 40 }, 160, 0.034],
    [{ type: 'low-pass', cutoff: 300 }, 240, 1],
    [{ type: 'notch', frequency: 50 }, 50, 0],
    // A quality of 30: the -3 dB points lie f / 30 apart.
    [{ type: 'notch', frequency: 50 }, 50 + 50 / 60, Math.SQRT1_2],
    [{ type: 'notch', frequency: 50 }, 45, 1],
  ])('%o at %d Hz leaves %d', (filter, frequency, expected) => {
    expect(Math.abs(gain(filter, frequency) - expected)).toBeLessThan(0.025);
  });

  it('begin without a transient', () => {
    const constant = new Float32Array(2000).fill(3);
    filterSettled(constant, design({ type: 'low-pass', cutoff: 40 }, RATE)!);
    for (const x of constant) expect(x).toBeCloseTo(3, 9);
    const blocked = new Float32Array(2000).fill(3);
    filterSettled(blocked, design({ type: 'high-pass', cutoff: 0.05 }, RATE)!);
    for (const x of blocked) expect(x).toBeCloseTo(0, 9);
    const sine = Float32Array.from({ length: 5000 }, (_, i) => Math.cos((2 * Math.PI * 10 * i) / RATE));
    filterSettled(sine, design({ type: 'high-pass', cutoff: 0.5 }, RATE)!);
    expect(Math.abs(mean([...sine.subarray(0, 500)]))).toBeLessThan(0.02);
  });
});

const text = (recording: string, more = ''): string =>
  `recording: { rate: ${RATE} Hz, duration: 10 s, ${recording} }\nbeats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus } } }\n${more}`;

describe('the recording', () => {
  it('is filtered in turn, as one filters it afterwards', () => {
    const noise =
      'noise: [ { type: mains, frequency: 50 Hz, rms: 200 µV }, { type: baseline-wander, rms: 300 µV } ]\n';
    const [clean] = stripsOf(text('resolution: 1 µV'), 1);
    const [filtered] = stripsOf(
      text(
        'resolution: 1 µV, filters: [ { type: high-pass, cutoff: 0.67 Hz }, { type: notch, frequency: 50 Hz } ]',
        noise,
      ),
      1,
    );
    const difference = Array.from(filtered!.samples.subarray(500), (x, i) => x - clean!.samples[i + 500]!);
    expect(rms(difference)).toBeLessThan(150);
    expect(filtered!.truth).toEqual(clean!.truth);
  });

  it('does not go beyond its range, and never to -32768', () => {
    const [strip] = stripsOf(
      text('range: 0.5 mV', 'noise: [ { type: square, amplitude: 2 mV, frequency: 1 Hz } ]\n'),
      1,
    );
    expect(Math.max(...strip!.samples)).toBe(500);
    expect(Math.min(...strip!.samples)).toBe(-500);
    const [loud] = stripsOf(
      text('resolution: 0.1 µV', 'noise: [ { type: square, amplitude: 9 mV, frequency: 1 Hz } ]\n'),
      1,
    );
    expect(Math.min(...loud!.samples)).toBe(-32767);
  });

  it('loses its electrode as often and as long as it is told', () => {
    const made = stripsOf(
      `recording: { rate: 100 Hz, duration: 10 s, lead-off: { chance: 30 %, duration: 1..3 s } }\n${SILENCE}noise: [ { type: square, amplitude: 1 mV, frequency: 0.001 Hz } ]\n`,
      500,
    );
    const lengths = made.map(({ samples }) => {
      const flat = [...samples].flatMap((x, i) => (x === 0 ? [i] : []));
      if (flat.length > 0) expect(flat[flat.length - 1]! - flat[0]! + 1).toBe(flat.length);
      return flat.length / 100;
    });
    const off = lengths.filter((x) => x > 0);
    expect(Math.abs(off.length / 500 - 0.3)).toBeLessThan(0.07);
    expect(Math.min(...off)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...off)).toBeLessThanOrEqual(3);
    expect(mean(off)).toBeCloseTo(2, 0.5);
  });
});
