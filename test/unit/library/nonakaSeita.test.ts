import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import type { Spec } from '../../../src/spec/types';
import { compile } from '../../../src/synthesis';
import { drawRecording, sourcePulses, sourceStrip, uniforms, type SourceStrip } from './sourceModel';

const STRIPS = 3000;

const read = (name: string): Spec => parseSpec(readFileSync(`examples/${name}.ecgspec`, 'utf8')).spec!;

/** What is compared of a strip. */
interface Features {
  /** mV. */
  readonly peakToPeak: number;
  /** Root mean square of the step from sample to sample, mV: how steep and how noisy. */
  readonly steepness: number;
  /** Whether the largest deflection from the median goes down. */
  readonly negative: boolean;
  /** Mean of the strip's two halves, apart, mV: how far the baseline walks. */
  readonly walk: number;
}

function featuresOf(samples: ArrayLike<number>, unit: number): Features {
  const n = samples.length;
  const sorted = Float64Array.from(samples).sort();
  const [low, middle, high] = [sorted[0]!, sorted[n >> 1]!, sorted[n - 1]!];
  let steps = 0;
  let halves = 0;
  for (let i = 1; i < n; i++) steps += (samples[i]! - samples[i - 1]!) ** 2;
  for (let i = 0; i < n; i++) halves += i < n / 2 ? -samples[i]! : samples[i]!;
  return {
    peakToPeak: (high - low) * unit,
    steepness: Math.sqrt(steps / (n - 1)) * unit,
    negative: middle - low > high - middle,
    walk: ((2 * halves) / n) * unit,
  };
}

function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return shares.map((share) => sorted[Math.floor(share * sorted.length)]!);
}

/** The largest distance between two empirical distribution functions (Kolmogorov-Smirnov). */
function distance(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((x) => [x, 1 / a.length]), ...b.map((x) => [x, -1 / b.length])] as [number, number][];
  all.sort(([x], [y]) => x - y);
  let gap = 0;
  let largest = 0;
  all.forEach(([x, step], i) => {
    gap += step;
    // Among equal values there is no "below this one".
    if (all[i + 1]?.[0] !== x) largest = Math.max(largest, Math.abs(gap));
  });
  return largest;
}

const share = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** Two samples of 3,000 from one distribution are this far apart once in a hundred thousand times. */
const SAME = 0.063;

describe('the simulator of Nonaka and Seita', () => {
  const source: SourceStrip[] = [];
  const theirs = { clean: [] as Features[], augmented: [] as Features[] };
  const ours = { clean: [] as Features[], augmented: [] as Features[], beats: [] as number[] };

  beforeAll(() => {
    const random = uniforms(2606);
    while (source.length < STRIPS) {
      const strip = sourceStrip(random);
      if (strip === null) continue;
      source.push(strip);
      theirs.clean.push(featuresOf(strip.clean, 1));
      theirs.augmented.push(featuresOf(strip.augmented, 1));
    }
    const spec = read('nonaka-seita');
    for (const kind of ['clean', 'augmented'] as const) {
      const made = compile(kind === 'clean' ? { ...spec, augmentations: null } : spec);
      for (let index = 0; index < STRIPS; index++) {
        const { samples, truth } = made.generate('beats', index);
        ours[kind].push(featuresOf(samples, made.resolution));
        if (kind === 'clean') ours.beats.push(truth.beats.length);
      }
    }
  }, 120_000);

  it.each([
    ['clean', [2.5, 4.1, 6.7]],
    ['augmented', [2.9, 5.5, 12]],
  ] as const)('reaches the published peak-to-peak heights, %s', (kind, published) => {
    for (const { [kind]: features } of [ours, theirs]) {
      const found = quantiles(
        features.map(({ peakToPeak }) => peakToPeak),
        [0.1, 0.5, 0.9],
      );
      published.forEach((value, i) => expect(Math.abs(found[i]! / value - 1)).toBeLessThan(0.1));
    }
  });

  it.each(['clean', 'augmented'] as const)(
    'is the model itself, distribution by distribution, %s',
    (kind) => {
      for (const feature of ['peakToPeak', 'steepness', 'walk'] as const) {
        const apart = distance(
          ours[kind].map((f) => f[feature]),
          theirs[kind].map((f) => f[feature]),
        );
        expect.soft(apart, feature).toBeLessThan(SAME);
      }
      const negative = share(theirs[kind].map((f) => f.negative));
      expect.soft(Math.abs(share(ours[kind].map((f) => f.negative)) - negative)).toBeLessThan(0.04);
    },
  );

  it('beats as fast: 5.4 % of the recordings above 150 per minute', () => {
    expect(Math.abs(share(source.map(({ drawn }) => 60 / drawn['length']! > 150)) - 0.054)).toBeLessThan(
      0.013,
    );
    // Of a strip's rate, what can be seen is the beats that it has.
    const theirBeats = source.map(({ beats }) => beats);
    expect(distance(ours.beats, theirBeats)).toBeLessThan(SAME);
  });

  it('has the faults that were measured, and the sound one has none of them', () => {
    const random = uniforms(400);
    const draws = Array.from({ length: 50_000 }, () => drawRecording(random));
    const published: [number, (d: Record<string, number>) => boolean][] = [
      [0.227, (d) => d['rWidth']! < 0],
      [0.121, (d) => Math.abs(d['rWidth']!) < 1 / 500],
      [0.158, (d) => d['pAt']! > d['qAt']!],
      [0.0007, (d) => d['length']! <= 0],
    ];
    for (const [expected, fault] of published) {
      expect(Math.abs(share(draws.map(fault)) - expected)).toBeLessThan(0.005);
    }
    const sound = compile(read('nonaka-seita-sound'));
    for (let index = 0; index < 300; index++) {
      const { beats } = sound.generate('beats', index).truth;
      expect(beats.length).toBeGreaterThanOrEqual(6);
      for (const { p, r, qrs, t } of beats) {
        const points = [p!.onset, p!.peak, p!.offset, qrs.onset, r, qrs.offset, t!.peak, t!.offset];
        const seen = points.filter((point) => point >= 0);
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
      }
    }
  });
});

describe('their ventricular fibrillation', () => {
  it('is what the library has under that name', () => {
    const count = 1500;
    const random = uniforms(150);
    const theirs = Array.from({ length: count }, () => featuresOf(sourcePulses(random), 1));
    const spec = read('library/ventricular-fibrillation');
    const made = compile({ ...spec, noise: [] });
    const ours = Array.from({ length: count }, (_, i) =>
      featuresOf(made.generate('VF pulses', i).samples, made.resolution),
    );
    // A pulse of the wrong sign, or right upon another, is what theirs have and the library has not.
    for (const feature of ['peakToPeak', 'steepness'] as const) {
      const [found, wanted] = [ours, theirs].map((all) =>
        quantiles(
          all.map((f) => f[feature]),
          [0.1, 0.5, 0.9],
        ),
      );
      found!.forEach((value, i) =>
        expect.soft(Math.abs(value / wanted![i]! - 1), feature).toBeLessThan(0.05),
      );
    }
  });
});
