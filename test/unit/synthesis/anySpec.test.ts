import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSpec, type Spec } from '../../../src/spec';
import { checkInvariants, compile, drawBeat, measure, placeWaves, type Strip } from '../../../src/synthesis';
import { anySpec } from '../anySpec';
import { madeUpRecords } from '../records/fixture';
import { WHOLE_LANGUAGE } from '../wholeLanguage';

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

it('whatever the language admits compiles and draws whole, ordered strips within its range', () => {
  fc.assert(
    fc.property(anySpec, fc.nat(0xffffffff), (text, index) => {
      const { spec, problems } = parseSpec(text);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const made = compile(spec!, madeUpRecords(spec!));
      const source = spec!.classes.find(({ name }) => name === 'c')!;
      const strip = made.generate('c', index);
      check(spec!, strip);
      measure(strip.truth, made.rate);
      expect(checkInvariants(source, [strip], spec!.recording)).toHaveLength(source.invariants.length);
      const { center, draws } = drawBeat(spec!, 'b', 2);
      for (const line of [center, ...draws]) expect(line.every(Number.isFinite)).toBe(true);
      expect(placeWaves(spec!, 'b').every(({ peak }) => Number.isFinite(peak))).toBe(true);
      expect(made.generate('c', index)).toEqual(strip);
    }),
    { numRuns: 150 },
  );
});

it('everything that the language can say is drawn', () => {
  const { spec: whole, problems } = parseSpec(WHOLE_LANGUAGE);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const made = compile(whole!, madeUpRecords(whole!));
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
