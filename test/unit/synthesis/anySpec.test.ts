import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Anchor,
  type Atrial,
  type Beat,
  type Conduction,
  type Ectopy,
  type Filter,
  type Level,
  type Noise,
  parseSpec,
  type RegularRhythm,
  type Rhythm,
  type RhythmClass,
  type Spec,
  type Variable,
  type Ventricular,
  type Wave,
} from '../../../src/spec';
import { BEAT_SYMBOLS, MEASURES } from '../../../src/spec/types';
import { checkInvariants, compile, drawBeat, measure, type Strip } from '../../../src/synthesis';
import { placeWaves } from '../../../src/synthesis/placeWaves';
import { WHOLE_LANGUAGE } from '../wholeLanguage';

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Any variable within bounds, on all levels and of all distributions. */
function variable(min: number, max: number): fc.Arbitrary<Variable> {
  const spread = number(0, (max - min) * 2);
  const of = fc.oneof(
    fc.record({ kind: fc.constant('normal' as const), mean: number(min, max), sd: spread }),
    fc.record({ kind: fc.constant('log-normal' as const), mean: number(min, max), sd: spread }),
    fc
      .tuple(number(min, max), number(min, max))
      .map(([a, b]) => ({ kind: 'uniform' as const, low: Math.min(a, b), high: Math.max(a, b) })),
  );
  const mixture = fc
    .array(fc.record({ weight: number(0.01, 1), of }), { minLength: 1, maxLength: 4 })
    .map((parts) => ({ kind: 'mixture' as const, parts }));
  const level = fc.oneof(fc.constant(0), spread);
  return fc.record({
    recording: fc.oneof(of, mixture),
    episode: level,
    beat: level,
    memory: fc.oneof(fc.constant(0), number(0, 0.99)),
    min: fc.constant(min),
    max: fc.constant(max),
    folded: fc.boolean().map((folded) => folded && min >= 0),
  });
}

const PARTS = ['P', 'QRS', 'ST', 'T', 'U', 'spike'] as const;

/** Waves of which each hangs on nothing, on an earlier one or on the QRS, whose first wave stands for itself. */
const waves: fc.Arbitrary<Wave[]> = fc
  .array(
    fc.record({
      part: fc.constantFrom(...PARTS),
      shape: fc.constantFrom('gaussian', 'gumbel', 'cosine', 'ramp', 'plateau', 'spike'),
      amplitude: variable(-10, 10),
      at: variable(-1, 1),
      anchorKind: fc.constantFrom('beat', 'previous', 'wave', 'part'),
      anchorTo: fc.nat(),
      point: fc.constantFrom('onset', 'peak', 'offset'),
      follow: fc.constantFrom('beat', 'recording'),
      rise: variable(0.001, 0.5),
      fall: fc.option(variable(0.001, 0.5)),
      correction: fc.constantFrom('none', 'proportional', 'bazett', 'fridericia', 'linear', 'hyperbolic'),
      rateShift: fc.oneof(fc.constant(0), number(-0.02, 0.02)),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((list) =>
    list.map(({ anchorKind, anchorTo, point, ...rest }, i): Wave => {
      const anchor = ((): Anchor => {
        if (i === 0 || anchorKind === 'beat') return { kind: 'beat' };
        if (anchorKind === 'previous') return { kind: 'previous' };
        if (anchorKind === 'wave') return { kind: 'wave', wave: `w${anchorTo % i}`, point: point as 'peak' };
        return { kind: 'part', part: 'QRS', point: point === 'onset' ? 'onset' : 'offset' };
      })();
      // The QRS stands on its own first wave alone, so that nothing hangs in a circle.
      const part = i === 0 ? 'QRS' : rest.part === 'QRS' ? 'ST' : rest.part;
      return { ...rest, part, name: `w${i}`, anchor } as Wave;
    }),
  );

const beat = (name: string): fc.Arbitrary<Beat> =>
  fc
    .record({
      symbol: fc.constantFrom(...BEAT_SYMBOLS),
      waves,
      rateMemory: fc.oneof(fc.constant(0), number(0.1, 100)),
      stretch: fc.boolean(),
      coefficient: fc.option(number(-0.99, 0.99)),
    })
    .map(({ coefficient, ...rest }) => ({
      ...rest,
      name,
      extends: null,
      correlations:
        coefficient === null
          ? []
          : [
              {
                between: [
                  { wave: 'w0', parameter: 'amplitude' },
                  { wave: 'w0', parameter: 'width' },
                ] as const,
                coefficient,
              },
            ],
    }));

const regular: fc.Arbitrary<RegularRhythm> = fc.oneof(
  fc.record({
    type: fc.constant('regular' as const),
    of: fc.constant('rate' as const),
    value: variable(20, 350),
    ramp: variable(-100, 100),
  }),
  fc.record({
    type: fc.constant('regular' as const),
    of: fc.constant('interval' as const),
    value: variable(0.05, 5),
    ramp: variable(-100, 100),
  }),
);

const sinus: fc.Arbitrary<Rhythm> = fc.record({
  type: fc.constant('sinus' as const),
  rate: variable(20, 300),
  variability: variable(0, 60),
  lfHf: variable(0, 20),
  ramp: variable(-100, 100),
});

const rhythm: fc.Arbitrary<Rhythm> = fc.oneof(
  sinus,
  regular,
  fc.record({ type: fc.constant('av-node' as const), arrivals: variable(0.5, 30) }),
  fc.record({
    type: fc.constant('av-block' as const),
    block: fc.array(
      fc.record({
        ratios: fc.oneof(
          fc.constant('variable' as const),
          fc.array(fc.integer({ min: 2, max: 8 }), { minLength: 1, maxLength: 4 }),
        ),
        weight: number(0.01, 1),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    persistence: variable(0, 1),
  }),
  fc.constant({ type: 'none' as const }),
);

const conduction: fc.Arbitrary<Conduction> = fc.oneof(
  fc.record({
    type: fc.constant('wenckebach' as const),
    cycle: variable(2, 12),
    increment: variable(0, 0.4),
  }),
  fc.record({ type: fc.constant('mobitz-2' as const), cycle: variable(2, 12) }),
  fc.record({
    type: fc.constant('dissociated' as const),
    escape: regular,
    beats: fc.constant([{ beat: 'b', weight: 1 }]),
  }),
);

const ectopy: fc.Arbitrary<Ectopy> = fc.record({
  beats: fc.constant([
    { beat: 'a', weight: 1 },
    { beat: 'b', weight: 2 },
  ]),
  focus: fc.constantFrom('recording', 'beat'),
  coupling: variable(0.2, 1.5),
  pause: fc.constantFrom('full', 'reset', 'delayed', 'none'),
  delay: variable(0.5, 3),
  burden: variable(0, 1),
  run: variable(1, 50),
  runRate: variable(50, 350),
  patterns: fc.array(
    fc.record({
      order: fc.oneof(
        fc.constant('isolated' as const),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }).filter((order) => order.includes(false)),
      ),
      weight: number(0.01, 1),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const atrial: fc.Arbitrary<Atrial> = fc.oneof(
  fc.record({
    type: fc.constant('f-waves' as const),
    rms: variable(0, 1),
    frequency: variable(2, 15),
    form: fc.constantFrom('sawtooth', 'band'),
    harmonics: fc.integer({ min: 1, max: 10 }),
    frequencySwing: variable(0, 3),
    swingRate: variable(0, 2),
    amplitudeSwing: variable(0, 1),
    bandwidth: variable(0.2, 10),
  }),
  fc.record({
    type: fc.constant('flutter-waves' as const),
    amplitude: variable(0, 2),
    rate: variable(100, 600),
    skew: variable(0.05, 0.95),
    polarity: fc.constantFrom('negative', 'positive'),
    jitter: variable(0, 0.2),
  }),
);

const ventricular: fc.Arbitrary<Ventricular> = fc.oneof(
  fc.record({
    type: fc.constant('fibrillation' as const),
    rate: variable(60, 800),
    amplitude: variable(0, 5),
    irregularity: variable(0, 1),
  }),
  fc.record({
    type: fc.constant('torsades' as const),
    rate: variable(60, 800),
    amplitude: variable(0, 5),
    twist: variable(0.2, 20),
    irregularity: variable(0, 1),
  }),
  fc.record({
    type: fc.constant('pulses' as const),
    amplitude: variable(0, 5),
    width: variable(0.002, 0.3),
    step: variable(0.001, 1),
  }),
);

const level: fc.Arbitrary<Level> = fc.oneof(
  fc.record({ kind: fc.constant('rms' as const), value: variable(0, 5) }),
  fc.record({ kind: fc.constant('snr' as const), value: variable(-40, 60) }),
);
const during = fc.option(variable(0, 1));

const noise: fc.Arbitrary<Noise> = fc.oneof(
  fc.record({
    type: fc.constantFrom('baseline-wander' as const, 'white' as const, 'pink' as const),
    level,
    during,
  }),
  fc.record({
    type: fc.constant('mains' as const),
    level,
    frequency: variable(40, 70),
    harmonics: fc.integer({ min: 1, max: 10 }),
    during,
  }),
  fc
    .record({
      type: fc.constant('muscle' as const),
      level,
      low: number(0.5, 400),
      width: number(1, 400),
      during,
    })
    .map(({ width, ...rest }) => ({ ...rest, high: rest.low + width })),
  fc.record({
    type: fc.constant('electrode-motion' as const),
    amplitude: variable(0, 10),
    rate: variable(0, 600),
    during,
  }),
  fc.record({ type: fc.constant('held' as const), precision: variable(0, 1000), hold: variable(0, 1000) }),
  fc.record({ type: fc.constant('drift' as const), step: variable(0, 10) }),
  fc.record({
    type: fc.constantFrom('sine' as const, 'square' as const),
    amplitude: variable(0, 10),
    frequency: variable(0, 500),
    during,
  }),
);

const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ type: fc.constantFrom('high-pass' as const, 'low-pass' as const), cutoff: number(0.01, 500) }),
  fc.record({ type: fc.constant('notch' as const), frequency: number(10, 500) }),
);

const klass = (name: string): fc.Arbitrary<RhythmClass> =>
  fc
    .record({
      rhythm,
      conduction: fc.option(conduction),
      ectopy: fc.option(ectopy),
      atrial: fc.option(atrial),
      ventricular: fc.option(ventricular),
      respiration: fc.option(
        fc.record({ rate: variable(0.05, 2), modulation: variable(0, 1), baseline: variable(0, 2) }),
      ),
      episodes: fc.option(
        fc.record({ class: fc.constant('d'), burden: variable(0, 1), duration: variable(0.2, 60) }),
      ),
    })
    .map((rest) => ({
      ...rest,
      name,
      title: name,
      extends: null,
      code: null,
      beats: [{ beat: 'a', weight: 1 }],
      conduction: rest.rhythm.type === 'sinus' ? rest.conduction : null,
      invariants: MEASURES.map((of) => ({ text: of, measure: of, bounds: { min: 0, max: 1 } })),
      sources: [],
    }));

const spec: fc.Arbitrary<Spec> = fc
  .record({
    seed: fc.nat(0xffffffff),
    rate: fc.constantFrom(50, 100, 250, 500, 1000),
    duration: fc.constantFrom(1, 2, 10, 30),
    resolution: fc.constantFrom(0.0001, 0.001, 0.005),
    range: number(0.1, 100),
    filters: fc.array(filter, { maxLength: 3 }),
    leadOff: fc.option(fc.record({ chance: number(0, 1), duration: variable(0.01, 60) })),
    beats: fc.tuple(beat('a'), beat('b')),
    classes: fc.tuple(klass('c'), klass('d')),
    noise: fc.array(noise, { maxLength: 4 }),
    augmentations: fc.option(
      fc.record({
        count: fc.oneof(
          fc.record({ kind: fc.constant('poisson' as const), mean: number(0, 20) }),
          fc.record({ kind: fc.constant('fixed' as const), count: fc.nat(20) }),
        ),
        of: fc.array(
          fc.record({
            weight: number(0.01, 1),
            apply: fc.oneof(
              noise,
              fc.record({ type: fc.constant('scale' as const), factor: variable(0, 4) }),
            ),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    ),
  })
  .map(({ rate, duration, resolution, range, filters, leadOff, ...rest }) => ({
    ...rest,
    version: 1,
    title: '',
    recording: { rate, duration, samples: rate * duration, lead: 'II', resolution, range, filters, leadOff },
    dataset: { strips: [{ class: 'c', count: 1 }], validation: 0 },
    training: { model: 'resnet18', width: 1, rate: 50, epochs: 1, batch: 1, learningRate: 1 },
  }));

function check({ recording }: Spec, { samples, truth }: Strip): void {
  const { range, resolution } = recording;
  expect(samples).toHaveLength(recording.samples);
  // WFDB takes -32768 for "no sample".
  const limit = Math.min(32767, Math.floor(range / resolution + 1e-9));
  for (const sample of samples) if (Math.abs(sample) > limit) expect(sample).toBe(limit);
  const inside = (point: number | undefined): void => {
    if (point === undefined) return;
    expect(Number.isInteger(point)).toBe(true);
    expect(point).toBeGreaterThanOrEqual(-1);
    expect(point).toBeLessThan(samples.length);
  };
  truth.beats.forEach(({ r, p, qrs, t }, i) => {
    for (const point of [
      r,
      p?.onset,
      p?.peak,
      p?.offset,
      qrs.onset,
      qrs.offset,
      t?.onset,
      t?.peak,
      t?.offset,
    ])
      inside(point);
    expect(r).toBeGreaterThanOrEqual(i === 0 ? 0 : truth.beats[i - 1]!.r);
  });
  for (const { onset, peak, offset } of truth.loosePs) [onset, peak, offset].forEach(inside);
  let at = 0;
  for (const { start, end } of truth.rhythms) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(samples.length);
}

it('whatever the types admit compiles and draws whole, ordered strips within its range', () => {
  fc.assert(
    fc.property(spec, fc.nat(0xffffffff), (any, index) => {
      const made = compile(any);
      const strip = made.generate('c', index);
      check(any, strip);
      measure(strip.truth, made.rate);
      expect(checkInvariants(any.classes[0]!, [strip], any.recording)).toHaveLength(MEASURES.length);
      for (const name of ['a', 'b']) {
        const { center, draws } = drawBeat(any, name, 2);
        for (const line of [center, ...draws]) expect(line.every(Number.isFinite)).toBe(true);
        expect(placeWaves(any, name).every(({ peak }) => Number.isFinite(peak))).toBe(true);
      }
      expect(made.generate('c', index)).toEqual(strip);
    }),
    { numRuns: 120 },
  );
});

it('everything that the language can say is drawn', () => {
  const { spec: whole, problems } = parseSpec(WHOLE_LANGUAGE);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const made = compile(whole!);
  for (const name of made.classes) {
    for (let i = 0; i < 3; i++) {
      const strip = made.generate(name, i);
      check(whole!, strip);
      expect(strip.samples.some((x) => x !== 0)).toBe(true);
    }
  }
  for (const { name } of whole!.beats)
    expect(drawBeat(whole!, name, 2).center.some((x) => x !== 0)).toBe(true);
});
