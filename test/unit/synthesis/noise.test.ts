import { describe, expect, it } from 'vitest';
import { poisson } from '../../../src/synthesis/augment';
import {
  BEAT,
  chiSquared,
  intervals,
  ksDistance,
  ksLimit,
  mean,
  phi,
  power,
  rms,
  sd,
  SILENCE,
  stream,
  stripsOf,
} from './kit';

const RATE = 250;
/** Noise alone, mV. */
const noise = (list: string, count = 40, duration = 20): number[][] =>
  stripsOf(
    `recording: { rate: ${RATE} Hz, duration: ${duration} s, resolution: 1 µV }\n${SILENCE}noise: [ ${list} ]\n`,
    count,
  ).map(({ samples }) => Array.from(samples, (x) => x / 1000));

describe('noise has the level that was asked for', () => {
  it.each([
    ['white', 0.01],
    ['mains', 0.01],
    ['mains, harmonics: 3', 0.01],
    ['muscle', 0.02],
    ['muscle, band: 20..80 Hz', 0.02],
    ['muscle, band: 40..60 Hz', 0.03],
    ['pink', 0.15],
    ['baseline-wander', 0.15],
  ])('%s by its RMS', (type, tolerance) => {
    expect(Math.abs(rms(noise(`{ type: ${type}, rms: 100 µV }`).flat()) / 0.1 - 1)).toBeLessThan(tolerance);
  });

  it.each(['white', 'mains', 'muscle', 'pink'])('%s by its ratio to the signal', (type) => {
    const text = (list: string): string =>
      `recording: { rate: ${RATE} Hz, duration: 20 s }\nbeats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus } } }\nnoise: [ ${list} ]\n`;
    const clean = stripsOf(text(''), 20);
    const noisy = stripsOf(text(`{ type: ${type}, snr: 6 dB }`), 20);
    const ratios = clean.map(({ samples }, i) => {
      const added = Array.from(noisy[i]!.samples, (x, k) => x - samples[k]!);
      return 10 * Math.log10(sd([...samples]) ** 2 / rms(added) ** 2);
    });
    expect(Math.abs(mean(ratios) - 6)).toBeLessThan(0.4);
  });

  it.each([-3, 6, 20])('white has %d dB in every strip', (snr) => {
    const text = (list: string): string =>
      `recording: { rate: ${RATE} Hz, duration: 20 s, range: 30 mV }\nbeats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus } } }\nnoise: [ ${list} ]\n`;
    const noisy = stripsOf(text(`{ type: white, snr: ${snr} dB }`), 20);
    stripsOf(text(''), 20).forEach(({ samples }, i) => {
      const added = Array.from(noisy[i]!.samples, (x, k) => x - samples[k]!);
      const found = 10 * Math.log10(sd([...samples]) ** 2 / rms(added) ** 2);
      // Of 5,000 normals, the level has a standard error of 0.087 dB.
      expect(Math.abs(found - snr)).toBeLessThan(0.4);
    });
  });

  it('of nothing is nothing', () => {
    expect(rms(noise('{ type: white, snr: 10 dB }', 2).flat())).toBe(0);
  });
});

describe('noise has the spectrum that it is named for', () => {
  const band = (list: string, frequencies: number[], count = 60): number[] =>
    power(noise(list, count, 8), RATE, frequencies);

  it('white: normal, and as strong at every frequency', () => {
    const made = noise('{ type: white, rms: 100 µV }', 60);
    const draws = made.flat();
    // A step is a hundredth of a standard deviation: the values are spread over it.
    const random = stream(1);
    expect(
      ksDistance(
        draws.map((x) => x + 0.001 * (random.uniform() - 0.5)),
        (x) => phi(x / 0.1),
      ),
    ).toBeLessThan(ksLimit(draws.length));
    const frequencies = [1, 5, 12, 25, 40, 60, 80, 100, 120];
    const levels = band('{ type: white, rms: 1 mV }', frequencies, 400);
    // Each is a mean of 400 exponentials: five per cent of standard error.
    for (const level of levels) expect(Math.abs(level / mean(levels) - 1)).toBeLessThan(0.22);
  });

  it('baseline wander: all between 0.05 and 0.5 Hz, where each tone is as weak as it is fast', () => {
    // Five samples a second are enough: what is not slow would be heard as something that is.
    const slow = 5;
    const made = stripsOf(
      `recording: { rate: 50 Hz, duration: 200 s, resolution: 1 µV }\n${SILENCE}noise: [ { type: baseline-wander, rms: 1 mV } ]\n`,
      100,
    ).map(({ samples }) => samples.filter((_, i) => i % (50 / slow) === 0));
    const bins = Array.from({ length: 140 }, (_, k) => (k + 1) / 200);
    const levels = power(made, slow, bins);
    const whole = levels.reduce((a, b) => a + b, 0);
    const between = (low: number, high: number): number =>
      levels.reduce((sum, x, k) => sum + (bins[k]! >= low && bins[k]! < high ? x : 0), 0) / whole;
    // A window of 200 s smears a line over a hundredth of a hertz to either side.
    expect(between(0.038, 0.512)).toBeGreaterThan(0.999);
    // Each sixth of the band has one tone, anywhere in it, of power 1/f² among the six.
    const random = stream();
    const edge = (k: number): number => 0.05 + (0.45 * k) / 6;
    const shares = Array.from({ length: 20_000 }, () => {
      const powers = Array.from({ length: 6 }, (_, k) => edge(k + random.uniform()) ** -2);
      const sum = powers.reduce((a, b) => a + b, 0);
      return powers.map((x) => x / sum);
    });
    for (let k = 0; k < 6; k++) {
      const expected = mean(shares.map((share) => share[k]!));
      const found = between(k === 0 ? 0 : edge(k), k === 5 ? 1 : edge(k + 1));
      expect(Math.abs(found / expected - 1), `${k}: ${found} of ${expected}`).toBeLessThan(0.15);
    }
  });

  it('muscle: flat in its band, half the power at its edges, little beyond', () => {
    const [low, edge, inside, further, far, edge2, high] = band(
      '{ type: muscle, rms: 1 mV, band: 20..60 Hz }',
      [8, 20, 30, 38, 45, 60, 100],
      150,
    );
    const level = (inside! + further! + far!) / 3;
    expect(low! / level).toBeLessThan(0.02);
    expect(high! / level).toBeLessThan(0.05);
    expect(edge! / level).toBeGreaterThan(0.35);
    expect(edge! / level).toBeLessThan(0.7);
    expect(edge2! / level).toBeGreaterThan(0.35);
    expect(edge2! / level).toBeLessThan(0.7);
  });

  it('pink: 3 dB less in each octave, from its first second to its last', () => {
    const octaves = [1, 2, 4, 8, 16, 32, 64];
    // Six frequencies to an octave; each power times its frequency.
    const steps = [1, 1.12, 1.25, 1.4, 1.57, 1.76];
    const levels = band(
      '{ type: pink, rms: 1 mV }',
      octaves.flatMap((f) => steps.map((step) => f * step)),
      400,
    ).map((x, k) => x * octaves[Math.floor(k / steps.length)]! * steps[k % steps.length]!);
    const all = octaves.map((_, k) => mean(levels.slice(k * steps.length, (k + 1) * steps.length)));
    // Means of 2,400 exponentials, fewer in the first octave, where windows overlap: 0.1 dB of standard error.
    for (const level of all) expect(Math.abs(10 * Math.log10(level / mean(all)))).toBeLessThan(0.45);
    const made = noise('{ type: pink, rms: 1 mV }', 300, 4);
    const at = (from: number): number => rms(made.flatMap((signal) => signal.slice(from, from + 50)));
    expect(at(0) / at(900)).toBeGreaterThan(0.9);
    expect(at(0) / at(900)).toBeLessThan(1.1);
  });

  it('mains: overtones, each half as high', () => {
    const [one, two, three, between] = band(
      '{ type: mains, frequency: 40 Hz, rms: 1 mV, harmonics: 2 }',
      [40, 80, 120, 60],
      4,
    );
    expect(two! / one!).toBeCloseTo(0.25, 2);
    expect(three! / one!).toBeLessThan(1e-6);
    expect(between! / one!).toBeLessThan(1e-6);
  });
});

describe('windows', () => {
  it('take their share of the strip, anywhere in it', () => {
    const made = noise('{ type: square, amplitude: 1 mV, frequency: 0.01 Hz, during: 30 % }', 300, 10);
    const starts = made.map((signal) => {
      const on = signal.flatMap((x, i) => (x !== 0 ? [i] : []));
      expect(on.length).toBe(750);
      expect(on[on.length - 1]! - on[0]!).toBe(749);
      return on[0]!;
    });
    expect(ksDistance(starts, (x) => (x + 0.5) / 1751)).toBeLessThan(ksLimit(300) * 1.5);
  });

  it('vary their share', () => {
    const shares = noise('{ type: white, rms: 1 mV, during: 20..50 % }', 100, 10).map(
      (signal) => signal.filter((x) => x !== 0).length / signal.length,
    );
    expect(Math.min(...shares)).toBeGreaterThan(0.19);
    expect(Math.max(...shares)).toBeLessThan(0.51);
  });
});

describe('disturbances', () => {
  it('a square wave has two levels and its frequency', () => {
    const [signal] = noise('{ type: square, amplitude: 0.5 mV, frequency: 1 Hz }', 1);
    expect(new Set(signal)).toEqual(new Set([0.5, -0.5]));
    const edges = signal!.filter((x, i) => i > 0 && x !== signal![i - 1]);
    expect(Math.abs(edges.length - 40)).toBeLessThanOrEqual(1);
  });

  it('a sine has its amplitude and frequency', () => {
    const [signal] = noise('{ type: sine, amplitude: 0.5 mV, frequency: 2 Hz }', 1);
    expect(Math.max(...signal!)).toBeCloseTo(0.5, 2);
    expect(signal![0]).toBeCloseTo(signal![125]!, 2);
  });

  it('electrode motion: sudden steps at their rate, that decay', () => {
    const made = noise('{ type: electrode-motion, amplitude: 0.5 mV, rate: 6 /min }', 200, 30);
    const jumps = made.map(
      (signal) => signal.filter((x, i) => i > 0 && Math.abs(x - signal[i - 1]!) > 0.3).length,
    );
    expect(Math.abs(mean(jumps) - 3)).toBeLessThan(0.4);
    // As many as chance makes them: a Poisson count's variance is its mean.
    expect(Math.abs(sd(jumps) ** 2 / mean(jumps) - 1)).toBeLessThan(0.3);
    const signal = made.find((_, i) => jumps[i] === 1)!;
    const at = signal.findIndex((x, i) => i > 0 && Math.abs(x - signal[i - 1]!) > 0.3);
    expect(Math.abs(signal[at]!)).toBeGreaterThan(0.45);
    for (let i = at + 1; i < signal.length; i++)
      expect(Math.abs(signal[i]!)).toBeLessThanOrEqual(Math.abs(signal[i - 1]!));
  });

  const beats = (list: string, count: number): ReturnType<typeof stripsOf> =>
    stripsOf(
      `recording: { rate: ${RATE} Hz, duration: 20 s, range: 32 mV }
beats: { s: { stretch: true, R: { amplitude: 0 mV, at: 0 ms, width: 10 ms } } }
classes: { c: { beat: s, rhythm: { type: regular, interval: 0.82 s } } }
noise: [ ${list} ]
`,
      count,
    );

  it('held: normals of 1/precision, each for its samples, the rest of a beat nothing', () => {
    const values: number[] = [];
    for (const { samples, truth } of beats('{ type: held, precision: 2 /mV, hold: 10 }', 40)) {
      for (let b = 0; b + 1 < truth.beats.length; b++) {
        const [from, to] = [truth.beats[b]!.r, truth.beats[b + 1]!.r];
        const steps = Math.floor((to - from) / 10);
        for (let k = 0; k < steps; k++) {
          const held = samples.subarray(from + 10 * k, from + 10 * k + 10);
          expect(new Set(held).size).toBe(1);
          values.push(held[0]! / 1000);
        }
        expect(samples.subarray(from + 10 * steps, to).every((x) => x === 0)).toBe(true);
      }
    }
    expect(ksDistance(values, (x) => phi(x / 0.5))).toBeLessThan(ksLimit(values.length) + 0.001);
  });

  it('drift: straight lines from beat to beat, whose steps are normal', () => {
    const steps: number[] = [];
    for (const { samples, truth } of beats('{ type: drift, step: 0.5 mV }', 60)) {
      for (let b = 0; b + 1 < truth.beats.length; b++) {
        const [from, to] = [truth.beats[b]!.r, truth.beats[b + 1]!.r];
        const step = (samples[to]! - samples[from]!) / 1000;
        steps.push(step);
        const middle = (from + to) >> 1;
        expect(
          Math.abs(samples[middle]! / 1000 - samples[from]! / 1000 - (step * (middle - from)) / (to - from)),
        ).toBeLessThan(0.002);
      }
    }
    expect(mean(steps)).toBeCloseTo(0, 1);
    expect(Math.abs(sd(steps) - 0.5)).toBeLessThan(0.03);
  });

  it('held and drift work where there are no beats too', () => {
    const made = noise('{ type: held, precision: 10 /mV, hold: 5 }, { type: drift, step: 0.1 mV }', 10);
    for (const signal of made) expect(sd(signal)).toBeGreaterThan(0.05);
  });
});

describe('streams', () => {
  it('adding a noise of another type leaves the others as they were', () => {
    const [alone] = noise('{ type: white, rms: 100 µV }', 1);
    const [both] = noise('{ type: sine, amplitude: 0 mV, frequency: 1 Hz }, { type: white, rms: 100 µV }', 1);
    expect(both).toEqual(alone);
  });
});

describe('augmentations', () => {
  const augmented = (of: string, count = 'poisson 2', number = 400): number[][] =>
    stripsOf(
      `recording: { rate: 50 Hz, duration: 4 s }\n${SILENCE}augmentations: { count: ${count}, of: [ ${of} ] }\n`,
      number,
    ).map(({ samples }) => Array.from(samples, (x) => x / 1000));

  it('Poisson counts by inversion', () => {
    const random = stream();
    const counts = Array.from({ length: 40_000 }, () => poisson(2, random.uniform()));
    expect(Math.abs(mean(counts) - 2)).toBeLessThan(0.03);
    expect(Math.abs(sd(counts) - Math.SQRT2)).toBeLessThan(0.03);
    expect(counts.filter((n) => n === 0).length / counts.length).toBeCloseTo(Math.exp(-2), 2);
    const shares = [0, 1, 2, 3, 4, 5].map((n) => (Math.exp(-2) * 2 ** n) / [1, 1, 2, 6, 24, 120][n]!);
    const tail = 1 - shares.reduce((a, b) => a + b, 0);
    const bins = [0, 1, 2, 3, 4, 5].map((n) => counts.filter((x) => x === n).length);
    // Six degrees of freedom: 27.9 is the 1 in 10,000 point.
    expect(chiSquared([...bins, counts.filter((x) => x > 5).length], [...shares, tail])).toBeLessThan(27.9);
    expect(poisson(2, 1 - 2 ** -33)).toBeLessThan(30);
  });

  it('are as many as their count says, drawn with replacement', () => {
    // Each adds a millivolt: the height counts them.
    const counts = augmented('{ type: square, amplitude: 1 mV, frequency: 0.0001 Hz }').map((signal) =>
      Math.abs(signal[0]!),
    );
    expect(counts.filter((n) => n === 0).length / counts.length).toBeGreaterThan(0.13);
    expect(Math.max(...counts)).toBeGreaterThan(3);
  });

  it('come by their weights', () => {
    const made = augmented(
      '{ type: sine, amplitude: 1 mV, frequency: 2 Hz, weight: 3 }, { type: sine, amplitude: 1 mV, frequency: 6 Hz, weight: 1 }',
      '1',
    );
    const first = made.filter((signal) => {
      const [a, b] = power([signal], 50, [2, 6]);
      return a! > b!;
    });
    expect(Math.abs(first.length / made.length - 0.75)).toBeLessThan(0.07);
  });

  it('scale everything', () => {
    const text = (more: string): string =>
      `beats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus } } }\n${more}`;
    const [plain] = stripsOf(text(''), 1);
    const [scaled] = stripsOf(text('augmentations: { count: 1, of: [ { type: scale, factor: 2.5 } ] }\n'), 1);
    scaled!.samples.forEach((x, i) =>
      expect(Math.abs(x - 2.5 * plain!.samples[i]!)).toBeLessThanOrEqual(1.75),
    );
    expect(intervals(scaled!, 500)).toEqual(intervals(plain!, 500));
  });
});
