import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec, type Spec } from '../../../src/spec';
import { compile, Detail, measure, type Truth } from '../../../src/synthesis';
import { madeUpRecords } from '../records/fixture';
import { WHOLE_LANGUAGE } from '../wholeLanguage';

const spec = parseSpec(readFileSync('examples/four-arrhythmias.ecgspec', 'utf8')).spec!;
const synthesizer = compile(spec);
const { rate } = synthesizer;

/** 200 strips of every class, made once. */
const truths = new Map<string, Truth[]>(
  synthesizer.classes.map((name) => [
    name,
    Array.from({ length: 200 }, (_, i) => synthesizer.generate(name, i).truth),
  ]),
);

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(q * (sorted.length - 1))]!;
}

function measured(name: string, key: keyof ReturnType<typeof measure>): number[] {
  return truths.get(name)!.map((truth) => measure(truth, rate)[key]);
}

function intervals(truth: Truth, samplingRate = rate): number[] {
  return truth.beats.slice(1).map((beat, i) => (beat.r - truth.beats[i]!.r) / samplingRate);
}

describe('a strip is a pure function of (spec, seed, class, index)', () => {
  it('whatever was made before it', () => {
    const wanted = synthesizer.generate('AF', 7);
    const other = compile(spec);
    for (const name of ['WPW', 'NSR', 'AF', 'PVC']) for (let i = 0; i < 5; i++) other.generate(name, i);
    expect(other.generate('AF', 7)).toEqual(wanted);
  });

  it('in any order', () => {
    const whole = parseSpec(WHOLE_LANGUAGE).spec!;
    const inOrder = compile(whole, madeUpRecords(whole));
    const wanted = inOrder.classes.flatMap((name) =>
      [0, 1, 2].map((index) => ({ name, index, strip: inOrder.generate(name, index) })),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(wanted, { minLength: wanted.length }), (shuffled) => {
        const other = compile(whole, madeUpRecords(whole));
        for (const { name, index, strip } of shuffled) expect(other.generate(name, index)).toEqual(strip);
      }),
      { numRuns: 5 },
    );
  });

  it('at any rate, in turns with another spec, and after a strip that was not finished', () => {
    for (const [rate, duration] of [
      [50, 30],
      [51, 7],
      [997, 2],
      [4000, 1],
    ] as const) {
      const read = parseSpec(WHOLE_LANGUAGE).spec!;
      const whole = { ...read, recording: { ...read.recording, rate, duration, samples: rate * duration } };
      const fresh = compile(whole, madeUpRecords(whole));
      const used = compile(whole, madeUpRecords(whole));
      const broken = new Detail(fresh.samples, { segments: true, parameters: true });
      broken.rPeak = () => {
        throw new Error('no more');
      };
      for (const [i, name] of used.classes.entries()) {
        if (fresh.generate(name, 3).truth.beats.length > 0)
          expect(() => used.generate(name, 3, 0, broken)).toThrow('no more');
        synthesizer.generate('AF', i);
      }
      for (const name of [...used.classes].reverse())
        expect(used.generate(name, 9)).toEqual(compile(whole, madeUpRecords(whole)).generate(name, 9));
    }
  });

  it('whether all are made or a slice of them', () => {
    for (const name of synthesizer.classes) {
      const out = new Int16Array(synthesizer.samples);
      const slice = compile(spec);
      for (let index = 0; index <= 1010; index++) {
        const truth = synthesizer.generateInto(out, name, index);
        if (index >= 1000) expect(slice.generate(name, index)).toEqual({ samples: out, truth });
      }
    }
  });

  it('and differs with each of them', () => {
    const bytes = (s: Spec, name: string, index: number, draw = 0): string =>
      compile(s).generate(name, index, draw).samples.join();
    const all = [
      bytes(spec, 'NSR', 0),
      bytes(spec, 'NSR', 1),
      bytes(spec, 'AF', 0),
      bytes(spec, 'NSR', 0, 1),
      bytes({ ...spec, seed: 2 }, 'NSR', 0),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('changing one wave leaves the draws of all the rest as they were', () => {
    const quiet: Spec = { ...spec, noise: [] };
    const taller: Spec = {
      ...quiet,
      beats: quiet.beats.map((beat) => ({
        ...beat,
        waves: beat.waves.map((w) =>
          w.name === 'T'
            ? {
                ...w,
                amplitude: {
                  ...w.amplitude,
                  recording: { kind: 'normal', mean: 0.6, sd: 0 },
                  max: 10,
                  min: -10,
                },
              }
            : w,
        ),
      })),
    };
    const before = compile(quiet).generate('NSR', 3);
    const after = compile(taller).generate('NSR', 3);
    expect(after.truth).toEqual(before.truth);
    // Around every R peak nothing moved.
    for (const { r } of before.truth.beats) {
      for (let i = Math.max(0, r - 15); i < Math.min(5000, r + 15); i++)
        expect(Math.abs(after.samples[i]! - before.samples[i]!)).toBeLessThanOrEqual(2);
    }
    expect(after.samples.join()).not.toBe(before.samples.join());
  });

  it('refuses what it does not know', () => {
    expect(() => synthesizer.generate('XYZ', 0)).toThrow('The spec has no class "XYZ".');
    expect(() => synthesizer.generate('NSR', -1)).toThrow(RangeError);
    expect(() => synthesizer.generate('NSR', 1.5)).toThrow(RangeError);
    expect(() => synthesizer.generateInto(new Int16Array(10), 'NSR', 0)).toThrow(
      'The buffer holds 10 samples; a strip of this spec has 5000.',
    );
  });
});

describe('each class is what it says', () => {
  it('NSR: 55 to 100 bpm, regular, PR 120 to 220 ms, narrow', () => {
    expect(Math.min(...measured('NSR', 'heartRate'))).toBeGreaterThan(52);
    expect(Math.max(...measured('NSR', 'heartRate'))).toBeLessThan(105);
    expect(quantile(measured('NSR', 'pr'), 0.5)).toBeGreaterThan(140);
    expect(quantile(measured('NSR', 'pr'), 0.5)).toBeLessThan(170);
    expect(Math.max(...measured('NSR', 'qrs'))).toBeLessThan(120);
    expect(quantile(measured('NSR', 'qtc'), 0.5)).toBeGreaterThan(370);
    expect(quantile(measured('NSR', 'qtc'), 0.5)).toBeLessThan(440);
  });

  it('AF: no P wave, RR coefficient of variation above .1 and about .3', () => {
    const truth = truths.get('AF')!;
    expect(truth.every((t) => t.beats.every((beat) => beat.p === null))).toBe(true);
    const variation = truth.map((t) => measure(t, rate).rrSd / measure(t, rate).rr);
    expect(Math.min(...variation)).toBeGreaterThan(0.1);
    expect(quantile(variation, 0.5)).toBeGreaterThan(0.2);
    expect(quantile(variation, 0.5)).toBeLessThan(0.4);
  });

  // Corino 2011 as simulated in Bachi 2023.
  it.each([
    [4, 0.73, 0.26],
    [6, 0.64, 0.19],
    [9, 0.57, 0.15],
  ])('AF at %d arrivals a second: mean RR %d s ± %d s', (arrivals, mean, sd) => {
    const text = `ecgspec: 1
recording: { duration: 600 s, rate: 100 Hz }
beats: { n: { R: { amplitude: 1 mV, at: 0 ms, width: 10 ms } } }
classes: { AF: { beat: n, rhythm: { type: av-node, arrivals: ${arrivals} /s } } }
`;
    const rr = [0, 1, 2].flatMap((i) =>
      intervals(compile(parseSpec(text).spec!).generate('AF', i).truth, 100),
    );
    const average = rr.reduce((a, b) => a + b, 0) / rr.length;
    const deviation = Math.sqrt(rr.reduce((sum, x) => sum + (x - average) ** 2, 0) / rr.length);
    expect(average).toBeCloseTo(mean, 1);
    expect(Math.abs(average - mean)).toBeLessThan(0.03);
    expect(Math.abs(deviation - sd)).toBeLessThan(0.03);
  });

  it('AFLT: no P wave; ventricular intervals are whole multiples of one atrial cycle', () => {
    for (const truth of truths.get('AFLT')!.slice(0, 60)) {
      expect(truth.beats.every((beat) => beat.p === null)).toBe(true);
      const rr = intervals(truth);
      const fits = [2, 3, 4].some((n) => {
        const guess = Math.min(...rr) / n;
        // The shortest interval is biased by jitter; the mean over all cycles is not.
        const cycle = rr.reduce((a, b) => a + b, 0) / rr.reduce((sum, x) => sum + Math.round(x / guess), 0);
        return (
          cycle > 60 / 345 &&
          cycle < 60 / 235 &&
          rr.every((x) => Math.abs(x / cycle - Math.round(x / cycle)) < 0.15)
        );
      });
      expect(fits).toBe(true);
    }
  });

  it('AFLT: conduction ratios come in the shares that were asked for', () => {
    const slow = truths.get('AFLT')!.filter((t) => measure(t, rate).heartRate > 118).length / 200;
    // 2:1 of 240..340 is 120..170 bpm, and 60 % of the recordings.
    expect(slow).toBeGreaterThan(0.49);
    expect(slow).toBeLessThan(0.71);
  });

  it('PVC: at least one in every strip, early, wide, without P, and followed by a full pause', () => {
    for (const truth of truths.get('PVC')!) {
      const ectopic = truth.beats.filter((beat) => beat.symbol === 'V');
      expect(ectopic.length).toBeGreaterThan(0);
      for (const beat of ectopic) {
        expect(['pvc', 'pvc from below']).toContain(beat.type);
        expect(beat.p).toBeNull();
        if (beat.qrs.onset >= 0 && beat.qrs.offset >= 0)
          expect((beat.qrs.offset - beat.qrs.onset) / rate).toBeGreaterThanOrEqual(0.12);
        const i = truth.beats.indexOf(beat);
        const [before, after] = [truth.beats[i - 1], truth.beats[i + 1]];
        const [earlier] = truth.beats.slice(Math.max(0, i - 2), i - 1);
        if (
          !before ||
          !after ||
          !earlier ||
          earlier.symbol === 'V' ||
          before.symbol === 'V' ||
          after.symbol === 'V'
        )
          continue;
        const sinus = before.r - earlier.r;
        expect(beat.r - before.r).toBeLessThan(0.95 * sinus);
        expect((after.r - before.r) / (2 * sinus)).toBeGreaterThan(0.85);
        expect((after.r - before.r) / (2 * sinus)).toBeLessThan(1.15);
      }
    }
  });

  it('WPW: PR below 120 ms and a QRS wider than normal', () => {
    expect(quantile(measured('WPW', 'pr'), 0.99)).toBeLessThan(120);
    expect(quantile(measured('WPW', 'qrs'), 0.05)).toBeGreaterThan(110);
  });
});

describe('the ground truth', () => {
  it('runs in order, inside the strip, P before QRS before T', () => {
    for (const list of truths.values()) {
      for (const { beats } of list) {
        beats.forEach((beat, i) => {
          expect(beat.r).toBeGreaterThanOrEqual(0);
          expect(beat.r).toBeLessThan(5000);
          if (i > 0) expect(beat.r).toBeGreaterThan(beats[i - 1]!.r);
          const points = [
            beat.p?.onset,
            beat.p?.peak,
            beat.qrs.onset,
            beat.r,
            beat.qrs.offset,
            beat.t?.peak,
            beat.t?.offset,
          ].filter((x) => x !== undefined && x >= 0) as number[];
          expect(points).toEqual([...points].sort((a, b) => a - b));
        });
      }
    }
  });

  it('R peaks are where the samples say: the largest deflection of the QRS', () => {
    const quiet = compile({ ...spec, noise: [] });
    for (const name of ['NSR', 'PVC', 'WPW']) {
      for (let i = 0; i < 40; i++) {
        const { samples, truth } = quiet.generate(name, i);
        for (const { r, symbol } of truth.beats) {
          if (symbol !== 'N' || r < 25 || r >= 4975) continue;
          const window = samples.subarray(r - 20, r + 21);
          let best = 0;
          for (let k = 0; k < window.length; k++) if (window[k]! > window[best]!) best = k;
          expect(Math.abs(best - 20)).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});

describe('samples', () => {
  it('are the sum of their Gaussians to half a step', () => {
    const text = `ecgspec: 1
recording: { duration: 10 s, rate: 500 Hz }
beats: { n: { P: { amplitude: 0.1 mV, at: -150 ms, width: 20 ms }, R: { amplitude: 1.2 mV, at: 0 ms, width: 9 ms }, T: { amplitude: 0.3 mV, at: 280 ms, rise: 50 ms, fall: 30 ms, rate-correction: none } } }
classes: { N: { beat: n, rhythm: { type: sinus, rate: 60 bpm, variability: 0 bpm } } }
`;
    const { samples, truth } = compile(parseSpec(text).spec!).generate('N', 0);
    // R times lie between samples; find the phase from the samples themselves, then compare all of them.
    const bell = (t: number, at: number, sigma: number): number =>
      Math.exp(-((t - at) ** 2) / (2 * sigma * sigma));
    const model = (t: number): number =>
      0.1 * bell(t, -0.15, 0.02) + 1.2 * bell(t, 0, 0.009) + 0.3 * bell(t, 0.28, t < 0.28 ? 0.05 : 0.03);
    const r = truth.beats[3]!.r;
    const error = (phase: number): number => {
      let worst = 0;
      for (let i = r - 150; i < r + 250; i++)
        worst = Math.max(worst, Math.abs(samples[i]! / 1000 - model((i - r) / 500 - phase)));
      return worst;
    };
    let best = Infinity;
    for (let phase = -0.001; phase <= 0.001; phase += 1e-6) best = Math.min(best, error(phase));
    expect(best).toBeLessThan(0.0005 + 2e-4);
  });

  it('noise has the level that was asked for', () => {
    const base = `ecgspec: 1
beats: { n: { R: { amplitude: 0 mV, at: 0 ms, width: 10 ms } } }
classes: { N: { beat: n, rhythm: { type: sinus } } }
`;
    for (const [noise, low, high] of [
      ['{ type: white, rms: 100 µV }', 98, 102],
      ['{ type: mains, rms: 100 µV }', 99, 101],
      ['{ type: baseline-wander, rms: 100 µV }', 85, 115],
    ] as const) {
      const made = compile(parseSpec(`${base}noise: [ ${noise} ]\n`).spec!);
      let power = 0;
      for (let i = 0; i < 50; i++) for (const x of made.generate('N', i).samples) power += x * x;
      const rms = Math.sqrt(power / (50 * 5000));
      expect(rms, noise).toBeGreaterThan(low);
      expect(rms, noise).toBeLessThan(high);
    }
  });

  it('f-waves have the level that was asked for', () => {
    const made = compile(
      parseSpec(`ecgspec: 1
beats: { n: { R: { amplitude: 0 mV, at: 0 ms, width: 10 ms } } }
classes: { N: { beat: n, rhythm: { type: av-node }, atrial: { type: f-waves, rms: 100 µV, frequency: 6 Hz } } }
`).spec!,
    );
    let power = 0;
    for (let i = 0; i < 100; i++) for (const x of made.generate('N', i).samples) power += x * x;
    expect(Math.sqrt(power / (100 * 5000))).toBeGreaterThan(97);
    expect(Math.sqrt(power / (100 * 5000))).toBeLessThan(103);
  });
});
