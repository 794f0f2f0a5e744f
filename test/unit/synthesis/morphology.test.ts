import { describe, expect, it } from 'vitest';
import { drawBeat } from '../../../src/synthesis';
import { planBeat } from '../../../src/synthesis/beatPlan';
import {
  ALONE,
  type BeatContext,
  type DrawnWave,
  offsetOf,
  onsetOf,
  RecordedBeat,
} from '../../../src/synthesis/morphology';
import { placeWaves } from '../../../src/synthesis/placeWaves';
import { stripKey } from '../../../src/synthesis/random';
import { rateFactor, rememberedIntervals } from '../../../src/synthesis/rateFactor';
import { Kernels } from '../../../src/synthesis/kernels/kernels';
import { addWave, reach } from '../../../src/synthesis/shapes';
import { intervals, sd, specOf, stripsOf } from './kit';

const RATE = 1000;
const SHAPES = ['gaussian', 'gumbel', 'cosine', 'ramp', 'plateau', 'spike'] as const;

/** A wave of 1 mV at 0.5 s, sampled each millisecond. */
function shape(of: (typeof SHAPES)[number], rise: number, fall: number, at = 0.5): Float32Array {
  const out = new Kernels(1001, 1).trace(1001);
  addWave(out, RATE, of, 1, at, rise, fall);
  return out.samples;
}

describe('shapes', () => {
  it.each(SHAPES)('%s: as high as its amplitude at its peak, nothing far from it', (of) => {
    const wave = shape(of, 0.03, 0.05);
    expect(wave[500]).toBeCloseTo(1, 6);
    expect(Math.max(...wave)).toBeLessThanOrEqual(1 + 1e-9);
    expect(Math.abs(wave[100]!)).toBeLessThan(1e-5);
    expect(Math.abs(wave[999]!)).toBeLessThan(1e-5);
  });

  it.each(['gaussian', 'gumbel', 'cosine', 'ramp', 'plateau'] as const)(
    '%s: begins and ends 2.5 widths from the peak',
    (of) => {
      const wave = shape(of, 0.03, 0.05);
      // The tailed ones have fallen to exp(-2.5² / 2) there, the others to nothing.
      const low = of === 'gaussian' || of === 'gumbel' ? Math.exp(-3.125) : 0;
      expect(wave[425]).toBeCloseTo(low, 5);
      expect(wave[625]).toBeCloseTo(low, 5);
      expect(wave[427]! > wave[425]! || of === 'plateau').toBe(true);
      expect(reach(of)).toBe(2.5);
    },
  );

  it('a Gumbel wave is its density when its fall is 2.315 rises', () => {
    const rise = 0.02;
    const beta = (2.5 * rise) / 1.7749426;
    const wave = shape('gumbel', rise, rise * 2.31476);
    for (let i = 430; i < 800; i += 10) {
      const z = (i / RATE - 0.5) / beta;
      expect(wave[i]).toBeCloseTo(Math.exp(1 - z - Math.exp(-z)), 4);
    }
  });

  it('a ramp is straight, a plateau flat in its middle', () => {
    const ramp = shape('ramp', 0.04, 0.02);
    expect(ramp[450]).toBeCloseTo(0.5, 9);
    expect(ramp[475]).toBeCloseTo(0.75, 9);
    expect(ramp[525]).toBeCloseTo(0.5, 9);
    const plateau = shape('plateau', 0.04, 0.04);
    for (let i = 441; i < 559; i++) expect(plateau[i]).toBeCloseTo(1, 9);
  });

  it('a spike lasts as long as its width says, to a fraction of a sample, wherever it falls', () => {
    for (const at of [0.5, 0.50025, 0.5004, 0.5009]) {
      const wave = shape('spike', 0.0025, 0.0025, at);
      expect(wave.reduce((sum, x) => sum + x, 0)).toBeCloseTo(2.5, 9);
      expect(wave.filter((x) => x > 0).length).toBeLessThanOrEqual(4);
    }
  });

  it.each(SHAPES)('%s: what lies outside the strip changes nothing inside', (of) => {
    const whole = shape(of, 0.03, 0.05, 0.1);
    for (const at of [-0.02, 0.02, 0.98, 1.03, -3, 9]) {
      const part = shape(of, 0.03, 0.05, at);
      for (let i = 0; i <= 1000; i++) {
        const same = i + Math.round((0.1 - at) * RATE);
        if (same >= 0 && same <= 1000) expect(part[i]).toBeCloseTo(whole[same]!, 9);
      }
    }
  });
});

/** The waves of a beat type, by name, in one recording and beat. */
function waves(
  text: string,
  context: BeatContext = ALONE,
  index = 0,
  beats = 1,
): Record<string, DrawnWave>[] {
  const spec = specOf(`beats: { b: { ${text} } }\nclasses: { c: { beat: b, rhythm: { type: sinus } } }\n`);
  const beat = spec.beats[0]!;
  const recorded = new RecordedBeat(planBeat(beat, new Map())).reset(stripKey(1, 2, index, 0));
  return Array.from({ length: beats }, () => {
    const drawn = recorded.next(context);
    return Object.fromEntries(beat.waves.map(({ name }, i) => [name, { ...drawn[i]! }]));
  });
}

const QRS = `Q: { amplitude: -0.1 mV, at: -28 ms, width: 7 ms }, R: { amplitude: 1 mV, at: 0 ms, width: 10 ms }, S: { amplitude: -0.2 mV, at: 30 ms, width: 8 ms }`;

describe('anchors', () => {
  it.each([
    ['R + 45 ms', 45],
    ['Q - 100 ms', -128],
    ['Q onset - 100 ms', -145.5],
    ['S offset + 50 ms', 100],
    ['QRS onset - 110 ms', -155.5],
    ['QRS end + 60 ms', 110],
    ['J + 60 ms', 110],
    ['previous + 600 ms', -400],
    ['-90 ms', -90],
  ])('%s stands at %d ms', (at, expected) => {
    const [beat] = waves(`${QRS}, T: { amplitude: 0.2 mV, at: ${at}, width: 20 ms, rate-correction: none }`);
    expect(beat!['T']!.at * 1000).toBeCloseTo(expected, 6);
  });

  it('hang on each other, and what hangs on the QRS does not stretch it', () => {
    const [beat] = waves(
      `${QRS}, R': { amplitude: 0.3 mV, at: J + 20 ms, width: 10 ms }, ST: { amplitude: 0.1 mV, at: J + 50 ms, width: 10 ms }, T: { amplitude: 0.2 mV, at: ST offset + 100 ms, width: 20 ms, rate-correction: none }`,
    );
    expect(beat!["R'"]!.at).toBeCloseTo(0.07, 9);
    expect(beat!['ST']!.at).toBeCloseTo(0.1, 9);
    expect(beat!['T']!.at).toBeCloseTo(0.225, 9);
  });

  it('are followed from beat to beat, or from recording to recording only', () => {
    const text = (follow: string): string =>
      `R: { amplitude: 1 mV, at: 0 ms, width: 10 ms }, P: { amplitude: 0.1 mV, at: { value: -150 ms, recording: 20 ms, beat: 8 ms }, width: 10 ms }, T: { amplitude: 0.2 mV, at: P + 400 ms, width: 20 ms, rate-correction: none, follow: ${follow} }`;
    const after = (follow: string): number[] =>
      waves(text(follow), ALONE, 0, 60).map(({ P, T }) => T!.at - P!.at);
    expect(sd(after('beat'))).toBeLessThan(1e-9);
    expect(sd(after('recording'))).toBeGreaterThan(0.005);
    // From recording to recording it moves either way.
    const places = Array.from({ length: 60 }, (_, i) => waves(text('recording'), ALONE, i)[0]!['T']!.at);
    expect(sd(places)).toBeGreaterThan(0.01);
  });

  it('tell the handles where the waves stand', () => {
    const spec = specOf(
      `beats: { b: { ${QRS}, T: { amplitude: 0.2 mV, at: QRS onset + 320 ms, width: 20 ms } } }\nclasses: { c: { beat: b, rhythm: { type: sinus } } }\n`,
    );
    const placed = placeWaves(spec, 'b').find(({ name }) => name === 'T')!;
    expect(placed).toMatchObject({ name: 'T', amplitude: 0.2 });
    expect(placed.peak).toBeCloseTo(0.2745, 9);
    expect(placed.offset).toBeCloseTo(0.3245, 9);
  });
});

describe('heart rate', () => {
  it.each([
    ['none', 1],
    ['proportional', 0.64],
    ['bazett', 0.8],
    ['fridericia', 0.8618],
    ['linear', 0.8614],
    ['hyperbolic', 0.87344],
  ] as const)('%s: × %d at RR 0.64 s, 1 at RR 1 s, and never below nothing', (correction, factor) => {
    expect(rateFactor(correction, 0.64)).toBeCloseTo(factor, 4);
    expect(rateFactor(correction, 1)).toBeCloseTo(1, 12);
    expect(rateFactor(correction, 0.05)).toBeGreaterThan(0);
  });

  it('scales what lies between anchor and wave, and the width; not the anchor', () => {
    const [beat] = waves(
      `${QRS}, T: { amplitude: 0.2 mV, at: QRS onset + 320 ms, width: 20 ms, rate-correction: bazett }`,
      { ...ALONE, rr: 0.64 },
    );
    expect(beat!['T']!.at).toBeCloseTo(-0.0455 + 0.8 * 0.32, 9);
    expect(beat!['T']!.rise).toBeCloseTo(0.016, 9);
    expect(beat!['R']!.rise).toBeCloseTo(0.01, 9);
  });

  it('shifts a wave for every 10 bpm above 60', () => {
    const at = (rr: number): number =>
      waves(`${QRS}, P: { amplitude: 0.1 mV, at: -150 ms, width: 20 ms, rate-shift: 6.9 ms }`, {
        ...ALONE,
        rr,
      })[0]!['P']!.at;
    expect(at(1)).toBeCloseTo(-0.15, 9);
    expect(at(0.6)).toBeCloseTo(-0.15 + 4 * 0.0069, 9);
    expect(at(1.2)).toBeCloseTo(-0.15 - 0.0069, 9);
  });

  it('is remembered: a step of RR arrives with its time constant', () => {
    const times = [0];
    for (let i = 0; i < 100; i++) times.push(times[i]! + 0.5);
    const seen = rememberedIntervals(times, 1, 25);
    expect(seen[0]).toBe(1);
    // 25 s later, 1/e of the step is left.
    expect(seen[50]).toBeCloseTo(0.5 + 0.5 / Math.E, 3);
    expect(rememberedIntervals(times, 1, 0)[1]).toBe(0.5);
  });
});

describe('a stretched beat', () => {
  const text = (interval: string): string => `
recording: { rate: 1000 Hz, duration: 5 s, resolution: 1 µV }
beats:
  s:
    stretch: true
    P: { amplitude: 0.3 mV, at: 200 ms, width: 30 ms }
    R: { amplitude: 1.5 mV, at: P + 145 ms, width: 7.5 ms }
    T: { amplitude: 0.4 mV, at: R + 500 ms, width: 80 ms }
classes: { c: { beat: s, rhythm: { type: regular, interval: ${interval} } } }
`;

  it('takes the interval to the next one, QRS and all', () => {
    const [strip] = stripsOf(text('0.8 s'), 1);
    expect(intervals(strip!, 1000).every((rr) => Math.abs(rr - 0.8) < 0.0015)).toBe(true);
    const { r, p, qrs, t } = strip!.truth.beats[2]!;
    expect(r - p!.peak).toBe(Math.round(0.145 * 800));
    expect(Math.abs(qrs.offset - qrs.onset - 5 * 7.5 * 0.8)).toBeLessThanOrEqual(1);
    expect(Math.abs(t!.peak - r - 400)).toBeLessThanOrEqual(1);
  });

  it('is cut at its ends: T stops where the next beat starts', () => {
    const [strip] = stripsOf(text('0.5 s'), 1);
    const { r, t } = strip!.truth.beats[3]!;
    // T would end at 1.045 of a second of 0.5 s.
    expect(t!.offset).toBeLessThanOrEqual(r + Math.ceil((1 - 0.345) * 500) + 1);
    const jump = strip!.samples[t!.offset]! - strip!.samples[t!.offset - 2]!;
    expect(jump).toBeLessThan(-5);
  });

  it('is drawn on its own second', () => {
    const spec = specOf(text('0.8 s'));
    const { start, center } = drawBeat(spec, 's', 2);
    expect(start).toBe(0);
    expect(center.indexOf(Math.max(...center)) / 500).toBeCloseTo(0.345, 2);
  });
});

it('fiducials are those of the shape', () => {
  const [beat] = waves(
    `${QRS}, spike: { shape: spike, amplitude: 3 mV, at: QRS onset - 4 ms, width: 2 ms }, T: { shape: gumbel, amplitude: 0.2 mV, at: 300 ms, rise: 40 ms, fall: 60 ms, rate-correction: none }`,
  );
  expect(offsetOf(beat!['spike']!) - onsetOf(beat!['spike']!)).toBeCloseTo(0.002, 9);
  expect(onsetOf(beat!['T']!)).toBeCloseTo(0.2, 9);
  expect(offsetOf(beat!['T']!)).toBeCloseTo(0.45, 9);
});

it('beat types that extend each other share what is drawn for the recording, but not from beat to beat', () => {
  const text = `
beats:
  n: { R: { amplitude: { value: 1 mV, recording: 0.3 mV, beat: 0.02 mV }, at: 0 ms, width: 10 ms }, P: { amplitude: 0.1 mV, at: -150 ms, width: 10 ms } }
  m: { extends: n, P: none }
classes: { c: { beat: n, rhythm: { type: sinus } } }
`;
  const spec = specOf(text);
  const all = new Map(spec.beats.map((beat) => [beat.name, beat]));
  const r = (name: string): number[] => {
    const beat = all.get(name)!;
    const number = beat.waves.findIndex((wave) => wave.name === 'R');
    const recorded = new RecordedBeat(planBeat(beat, all)).reset(stripKey(1, 2, 3, 0));
    return Array.from({ length: 200 }, () => recorded.next(ALONE)[number]!.amplitude);
  };
  const [n, m] = [r('n'), r('m')];
  expect(n[0]).not.toBe(m[0]);
  expect(n.reduce((a, b) => a + b) / 200).toBeCloseTo(m.reduce((a, b) => a + b) / 200, 2);
});

it('breathing swings all amplitudes of a beat together', () => {
  const [strip] = stripsOf(
    `
recording: { duration: 60 s, rate: 250 Hz }
beats: { b: { R: { amplitude: 1 mV, at: 0 ms, width: 20 ms } } }
classes: { c: { beat: b, rhythm: { type: regular, rate: 75 bpm }, respiration: { rate: 15 /min, modulation: 20 %, baseline: 0 mV } } }
`,
    1,
  );
  const heights = strip!.truth.beats.map(({ r }) => strip!.samples[r]! / 1000);
  expect(Math.max(...heights)).toBeGreaterThan(1.15);
  expect(Math.max(...heights)).toBeLessThan(1.201);
  expect(Math.min(...heights)).toBeLessThan(0.85);
  // Five beats a breath.
  for (let i = 5; i < heights.length; i++) expect(heights[i]).toBeCloseTo(heights[i - 5]!, 1);
});
