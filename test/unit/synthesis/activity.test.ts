import { describe, expect, it } from 'vitest';
import { mean, power, rms, sd, stripsOf } from './kit';

const RATE = 250;
const beats = 'beats: { n: { R: { amplitude: 0 mV, at: 0 ms, width: 10 ms } } }';
/** Strips of a class, mV. */
const signals = (klass: string, count: number, duration = 20): number[][] =>
  stripsOf(
    `recording: { rate: ${RATE} Hz, duration: ${duration} s }\n${beats}\nclasses: { c: ${klass} }\n`,
    count,
  ).map(({ samples }) => Array.from(samples, (x) => x / 1000));
const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('f-waves', () => {
  const waves = (keys: string): number[][] =>
    signals(
      `{ beat: n, rhythm: { type: av-node }, atrial: { type: f-waves, rms: 100 µV, frequency: 6 Hz, ${keys} } }`,
      60,
    );

  it.each(['form: sawtooth', 'form: sawtooth, harmonics: 1', 'form: sawtooth, harmonics: 6', 'form: band'])(
    '%s: have the level that was asked for',
    (form) => {
      expect(Math.abs(rms(waves(form).flat()) - 0.1)).toBeLessThan(0.004);
    },
  );

  it('a sawtooth has as many harmonics as it was given, each weaker', () => {
    const made = waves('form: sawtooth, harmonics: 4, frequency-swing: 0 Hz, amplitude-swing: 0 %');
    const [one, two, three, four, five] = power(made, RATE, [6, 12, 18, 24, 30]);
    expect(two! / one!).toBeCloseTo(1 / 4, 2);
    expect(three! / one!).toBeCloseTo(1 / 9, 2);
    expect(four! / one!).toBeCloseTo(1 / 16, 2);
    expect(five! / one!).toBeLessThan(1e-4);
  });

  it('a band lies within its width', () => {
    const made = waves('form: band, bandwidth: 3 Hz, amplitude-swing: 0 %');
    const inside = mean(power(made, RATE, range(5, 7, 0.25)));
    const outside = mean(power(made, RATE, [...range(0.5, 3, 0.25), ...range(10, 14, 0.25)]));
    expect(outside).toBeLessThan(inside / 20);
    // Half the power of each filter at its edge, over the three quarters that both leave in so narrow a middle.
    const edges = mean(power(made, RATE, [4.5, 7.5]));
    expect(Math.abs(edges / inside - 0.66)).toBeLessThan(0.15);
  });

  it('swing in amplitude as they are told', () => {
    const [made] = signals(
      '{ beat: n, rhythm: { type: av-node }, atrial: { type: f-waves, rms: 100 µV, frequency: 8 Hz, harmonics: 1, amplitude-swing: 50 %, swing-rate: 0.2 Hz } }',
      1,
      60,
    );
    // Peaks of one cycle each.
    const peaks = range(0, 59, 0.2).map((t) => Math.max(...made!.slice(t * RATE, t * RATE + 32)));
    expect(Math.max(...peaks) / Math.min(...peaks)).toBeGreaterThan(2.6);
    expect(Math.max(...peaks) / Math.min(...peaks)).toBeLessThan(3.2);
  });
});

describe('flutter waves', () => {
  const waves = (keys: string): number[][] =>
    signals(
      `{ beat: n, rhythm: { type: av-block }, atrial: { type: flutter-waves, amplitude: 0.2 mV, rate: 300 bpm, ${keys} } }`,
      10,
    );
  const rising = (signal: number[]): number =>
    mean(signal.slice(1).map((x, i): number => (x > signal[i]! ? 1 : 0)));

  it('take their skew’s share of a cycle to fall slowly, below the baseline', () => {
    for (const signal of waves('skew: 75 %, jitter: 0 %')) {
      expect(Math.max(...signal) - Math.min(...signal)).toBeGreaterThan(0.18);
      expect(Math.max(...signal) - Math.min(...signal)).toBeLessThan(0.202);
      expect(Math.abs(rising(signal) - 0.25)).toBeLessThan(0.04);
      expect(mean(signal)).toBeLessThan(-0.02);
    }
  });

  it('positive: the mirror image', () => {
    for (const signal of waves('skew: 75 %, jitter: 0 %, polarity: positive')) {
      expect(Math.abs(rising(signal) - 0.75)).toBeLessThan(0.04);
      expect(mean(signal)).toBeGreaterThan(0.02);
    }
  });

  it('jitter by their SD', () => {
    const lengths = waves('jitter: 2 %').flatMap((signal) => {
      const tops = signal.flatMap((x, i) =>
        i > 0 && i + 1 < signal.length && x > signal[i - 1]! && x >= signal[i + 1]! ? [i] : [],
      );
      return tops.slice(1).map((top, i) => (top - tops[i]!) / RATE);
    });
    expect(mean(lengths)).toBeCloseTo(0.2, 2);
    // The sampling interval of 4 ms adds its own.
    expect(sd(lengths)).toBeGreaterThan(0.0036);
    expect(sd(lengths)).toBeLessThan(0.006);
  });
});

describe('ventricular activity', () => {
  const activity = (text: string, count = 20, duration = 20): number[][] =>
    signals(`{ rhythm: { type: none }, ventricular: ${text} }`, count, duration);

  it('fibrillation oscillates at its rate, up to its amplitude, irregularly', () => {
    const made = activity('{ type: fibrillation, rate: 300 bpm, amplitude: 0.5 mV, irregularity: 20 % }');
    const around = mean(power(made, RATE, range(4, 6, 0.2)));
    expect(mean(power(made, RATE, [1, 2, 9, 10, 12]))).toBeLessThan(around / 20);
    const peaks = made.map((signal) => Math.max(...signal));
    expect(mean(peaks)).toBeGreaterThan(0.55);
    expect(mean(peaks)).toBeLessThan(0.9);
    // A sine of this amplitude, whose amplitude varies by 20 %.
    expect(rms(made.flat())).toBeCloseTo((0.5 / Math.SQRT2) * Math.sqrt(1.04), 1);
    const [even] = activity('{ type: fibrillation, rate: 300 bpm, amplitude: 0.5 mV, irregularity: 0 % }', 1);
    expect(Math.max(...even!)).toBeCloseTo(0.5, 2);
    expect(even![100]).toBeCloseTo(even![150]!, 6);
  });

  it('torsades: the envelope swings from waist to waist in its time, and the polarity turns there', () => {
    const made = activity(
      '{ type: torsades, rate: 240 bpm, amplitude: 1 mV, twist: 2 s, irregularity: 0 % }',
      10,
    );
    for (const signal of made) {
      // 4 Hz under a sine of 4 s: its mean product with a steady 4 Hz turns sign every 2 s.
      const envelope = range(0, 19.5, 0.25).map((t) => {
        const part = signal.slice(t * RATE, t * RATE + 62.5);
        return Math.max(...part.map(Math.abs));
      });
      expect(Math.max(...envelope)).toBeGreaterThan(0.95);
      expect(Math.max(...envelope)).toBeLessThan(1.001);
      const waists = envelope.flatMap((x, i) =>
        i > 0 && i + 1 < envelope.length && x < envelope[i - 1]! && x <= envelope[i + 1]! && x < 0.35
          ? [i * 0.25]
          : [],
      );
      const gaps = waists.slice(1).map((t, i) => t - waists[i]!);
      expect(waists.length).toBeGreaterThanOrEqual(9);
      expect(mean(gaps)).toBeCloseTo(2, 0.5);
      // Across a waist the oscillation goes on in antiphase.
      const t = waists[2]!;
      const at = (seconds: number): number => signal[Math.round(seconds * RATE)]!;
      const product = range(0, 0.24, 0.02).map((u) => at(t + 0.125 + 0.5 + u) * at(t + 0.125 - 0.5 + u));
      expect(mean(product)).toBeLessThan(-0.05);
    }
  });

  it('pulses alternate in sign, each of its own height', () => {
    const made = activity(
      '{ type: pulses, amplitude: { value: 1 mV, beat: 0.2 mV }, width: 20 ms, step: 200 ms }',
      10,
    );
    for (const signal of made) {
      const peaks = signal.flatMap((x, i) =>
        i > 0 &&
        i + 1 < signal.length &&
        Math.abs(x) > 0.2 &&
        Math.abs(x) > Math.abs(signal[i - 1]!) &&
        Math.abs(x) >= Math.abs(signal[i + 1]!)
          ? [{ i, x }]
          : [],
      );
      expect(Math.abs(peaks.length - 100)).toBeLessThanOrEqual(2);
      for (let k = 1; k < peaks.length; k++) {
        expect(Math.sign(peaks[k]!.x)).toBe(-Math.sign(peaks[k - 1]!.x));
        expect(Math.abs((peaks[k]!.i - peaks[k - 1]!.i) / RATE - 0.2)).toBeLessThan(0.009);
      }
      expect(Math.abs(sd(peaks.map(({ x }) => Math.abs(x))) - 0.2)).toBeLessThan(0.07);
    }
  });

  it('has no beats, and nothing is flat', () => {
    const [strip] = stripsOf(
      `${beats}\nclasses: { c: { rhythm: { type: none }, ventricular: { type: fibrillation } }, a: { rhythm: { type: none } } }\n`,
      1,
    );
    expect(strip!.truth.beats).toEqual([]);
    expect(
      stripsOf(`${beats}\nclasses: { c: { rhythm: { type: none } } }\n`, 1)[0]!.samples.every((x) => x === 0),
    ).toBe(true);
  });
});
