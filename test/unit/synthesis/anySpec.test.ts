import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { limitsOf, type QuantityLimits } from '../../../src/spec/schema';
import { compile, drawBeat, measure } from '../../../src/synthesis';

/** Any number within what the schema allows, in base units, with any spread. */
function quantity(limits: QuantityLimits): fc.Arbitrary<string> {
  const unit = { amplitude: 'mV', time: 's', frequency: 'Hz', rate: 'bpm', ratio: '' }[limits.dimension];
  const number = fc
    .double({ min: limits.min, max: limits.max, noNaN: true })
    .map((x) => Math.min(limits.max, Math.max(limits.min, Number(x.toPrecision(6)))));
  const spread = fc
    .double({ min: 0, max: limits.max - limits.min, noNaN: true })
    .map((x) => Number(x.toPrecision(3)));
  const write = (x: number): string => `${x.toFixed(9)} ${unit}`.trim();
  return fc.oneof(
    number.map(write),
    fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b).toFixed(9)}..${write(Math.max(a, b))}`),
    fc
      .tuple(number, spread, spread)
      .map(
        ([value, recording, beat]) =>
          `{ value: ${write(value)}, recording: ${write(recording)}, beat: ${write(beat)} }`,
      ),
  );
}

const wave = fc
  .tuple(
    quantity(limitsOf('wave', 'amplitude')),
    quantity(limitsOf('wave', 'at')),
    quantity(limitsOf('wave', 'width')),
    fc.constantFrom('none', 'bazett', 'fridericia'),
  )
  .map(
    ([amplitude, at, width, correction]) =>
      `{ amplitude: ${amplitude}, at: ${at}, width: ${width}, rate-correction: ${correction} }`,
  );

const beat = fc
  .tuple(
    wave,
    fc.subarray(['P', 'delta', 'Q', "R'", 'S', 'T', 'U']),
    fc.array(wave, { minLength: 7, maxLength: 7 }),
  )
  .map(([r, names, waves]) => `{ R: ${r}${names.map((name, i) => `, ${name}: ${waves[i]!}`).join('')} }`);

const sinus = fc
  .tuple(
    ...(['rate', 'variability', 'respiration', 'lf-hf'] as const).map((key) =>
      quantity(limitsOf('rhythm', key, 'sinus')),
    ),
  )
  .map(
    ([rate, variability, respiration, lfHf]) =>
      `rhythm: { type: sinus, rate: ${rate!}, variability: ${variability!}, respiration: ${respiration!}, lf-hf: ${lfHf!} }`,
  );

const ectopy = fc
  .tuple(
    quantity(limitsOf('ectopy', 'coupling')),
    quantity(limitsOf('ectopy', 'burden')),
    fc.constantFrom('full', 'reset', 'none'),
    fc.constantFrom('isolated', 'bigeminy', 'trigeminy'),
  )
  .map(
    ([coupling, burden, pause, pattern]) =>
      `, ectopy: { beat: b, coupling: ${coupling}, burden: ${burden}, pause: ${pause}, pattern: ${pattern} }`,
  );

const rhythm = fc.oneof(
  fc.tuple(sinus, fc.option(ectopy)).map(([s, e]) => s + (e ?? '')),
  fc
    .tuple(
      quantity(limitsOf('rhythm', 'arrivals', 'av-node')),
      quantity(limitsOf('atrial', 'rms', 'f-waves')),
      quantity(limitsOf('atrial', 'frequency', 'f-waves')),
    )
    .map(
      ([a, rms, f]) =>
        `rhythm: { type: av-node, arrivals: ${a} }, atrial: { type: f-waves, rms: ${rms}, frequency: ${f} }`,
    ),
  fc
    .tuple(
      fc.constantFrom('2:1', '3:1', '4:1', 'variable'),
      quantity(limitsOf('atrial', 'amplitude', 'flutter-waves')),
      quantity(limitsOf('atrial', 'rate', 'flutter-waves')),
    )
    .map(
      ([block, amplitude, rate]) =>
        `rhythm: { type: av-block, block: '${block}' }, atrial: { type: flutter-waves, amplitude: ${amplitude}, rate: ${rate} }`,
    ),
);

const noise = fc
  .constantFrom<'baseline-wander' | 'mains' | 'white'>('baseline-wander', 'mains', 'white')
  .chain((type) => quantity(limitsOf('noise', 'rms', type)).map((rms) => `{ type: ${type}, rms: ${rms} }`));

const text = fc
  .tuple(
    fc.nat(0xffffffff),
    fc.constantFrom(50, 100, 250, 500, 1000),
    fc.constantFrom(1, 2, 10, 30),
    beat,
    rhythm,
    fc.array(noise, { maxLength: 4 }),
  )
  .map(
    ([seed, rate, duration, b, r, n]) => `ecgspec: 1
seed: ${seed}
recording: { rate: ${rate} Hz, duration: ${duration} s }
beats:
  b: ${b}
classes:
  c: { beat: b, ${r} }
noise: [ ${n.join(', ')} ]
`,
  );

it('whatever the schema admits compiles and draws whole, ordered strips', () => {
  fc.assert(
    fc.property(text, fc.nat(0xffffffff), (source, index) => {
      const { spec, problems } = parseSpec(source);
      expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
      const made = compile(spec!);
      const { samples, truth } = made.generate('c', index);
      expect(samples).toHaveLength(spec!.recording.samples);
      // WFDB takes -32768 for "no sample".
      expect(Math.min(...samples)).toBeGreaterThanOrEqual(-32767);
      for (const { r, p, qrs, t } of truth.beats) {
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
        ]) {
          if (point === undefined) continue;
          expect(Number.isInteger(point)).toBe(true);
          expect(point).toBeGreaterThanOrEqual(-1);
          expect(point).toBeLessThan(samples.length);
        }
      }
      measure(truth, made.rate);
      expect(drawBeat(spec!, 'b', 3).center.every(Number.isFinite)).toBe(true);
      expect(made.generate('c', index).samples).toEqual(samples);
    }),
    { numRuns: 150 },
  );
});
