import { describe, expect, it } from 'vitest';
import type { Measure } from '../../../src/spec';
import { checkInvariants, compile, measure, readMeasure } from '../../../src/synthesis';
import { specOf } from './kit';

const text = (klass: string, noise = ''): string => `
recording: { rate: 500 Hz, duration: 10 s }
beats:
  n:
    P: { amplitude: 0.12 mV, at: -150 ms, width: 16 ms }
    R: { amplitude: 1 mV, at: 0 ms, width: 10 ms }
    ST: { shape: plateau, amplitude: 0.15 mV, at: J + 60 ms, width: 20 ms }
    T: { amplitude: 0.3 mV, at: 300 ms, width: 30 ms, rate-correction: none }
  no-p: { extends: n, P: none }
  v: { symbol: V, R: { amplitude: 1.5 mV, at: 0 ms, width: 30 ms }, T: { amplitude: -0.4 mV, at: 320 ms, width: 40 ms } }
classes:
  c: { ${klass} }
noise: [ ${noise} ]
`;
const SINUS = 'beat: n, rhythm: { type: sinus, rate: 75 bpm, variability: 0 bpm }';

function read(klass: string, name: Measure, noise = ''): number {
  const spec = specOf(text(klass, noise));
  return readMeasure(name, compile(spec).generate('c', 0), spec.recording);
}

describe('measures', () => {
  it.each<[Measure, number, number]>([
    ['rate', 75, 0.3],
    ['RR variation', 0, 0.003],
    ['PR', 0.165, 0.003],
    ['PR variation', 0, 0.0015],
    ['QRS', 0.05, 0.003],
    ['QT', 0.4, 0.003],
    ['QTc', 0.4 / Math.sqrt(0.8), 0.004],
    ['P amplitude', 0.12, 0.003],
    ['R amplitude', 1, 0.01],
    ['T amplitude', 0.3, 0.005],
    ['ST level', 0.15, 0.005],
    ['P share', 1, 0],
    ['dropped beats', 0, 0],
    ['ectopic beats', 0, 0],
  ])('%s of a known beat', (name, expected, tolerance) => {
    expect(Math.abs(read(SINUS, name) - expected)).toBeLessThanOrEqual(tolerance);
  });

  it('are medians of what is not ectopic, though that be the most', () => {
    const couplets = `${SINUS}, ectopy: { beat: v, pattern: "N V V V", coupling: 60 %, run-rate: 120 bpm }`;
    expect(read(couplets, 'QRS')).toBeCloseTo(0.05, 2);
    expect(read(couplets, 'R amplitude')).toBeLessThan(1.1);
    expect(read(couplets, 'ectopic beats')).toBeGreaterThan(5);
    expect(read(couplets, 'P share')).toBeLessThan(0.5);
    // And of what there is, where there is nothing else.
    expect(read('beat: v, rhythm: { type: regular }', 'QRS')).toBeCloseTo(0.15, 2);
  });

  it('hold their ground in noise', () => {
    const noise = '{ type: white, rms: 20 µV }';
    expect(Math.abs(read(SINUS, 'P amplitude', noise) - 0.12)).toBeLessThan(0.03);
    expect(Math.abs(read(SINUS, 'ST level', noise) - 0.15)).toBeLessThan(0.03);
  });

  it('that do not exist are NaN', () => {
    const af = 'beat: no-p, rhythm: { type: av-node }';
    for (const name of ['PR', 'PR variation', 'P amplitude'] as const) expect(read(af, name)).toBeNaN();
    expect(read(af, 'P share')).toBe(0);
    for (const name of ['rate', 'QRS', 'T amplitude', 'P share'] as const)
      expect(read('rhythm: { type: none }', name)).toBeNaN();
  });

  it('a P wave after the QRS has an amplitude but no PR', () => {
    const spec = specOf(`
beats:
  late: { P: { amplitude: -0.12 mV, at: 110 ms, width: 14 ms }, R: { amplitude: 1 mV, at: 0 ms, width: 10 ms } }
classes: { c: { beat: late, rhythm: { type: regular } } }
`);
    const strip = compile(spec).generate('c', 0);
    expect(readMeasure('PR', strip, spec.recording)).toBeNaN();
    expect(readMeasure('P amplitude', strip, spec.recording)).toBeCloseTo(-0.12, 2);
  });

  it('count what was dropped', () => {
    expect(
      read(`${SINUS}, conduction: { type: mobitz-2, cycle: 3 }`, 'dropped beats'),
    ).toBeGreaterThanOrEqual(3);
  });

  it('say what the readout says', () => {
    const made = compile(specOf(text(SINUS)));
    const { heartRate, pr, prSd } = measure(made.generate('c', 0).truth, made.rate);
    expect(heartRate).toBeCloseTo(75, 0);
    expect(pr / 1000).toBeCloseTo(read(SINUS, 'PR'), 9);
    expect(prSd).toBeLessThan(1.5);
  });
});

describe('invariants', () => {
  const check = (klass: string, list: string): ReturnType<typeof checkInvariants> => {
    const spec = specOf(text(`${klass}, invariants: [ ${list} ]`));
    const made = compile(spec);
    const strips = Array.from({ length: 40 }, (_, i) => made.generate('c', i));
    return checkInvariants(spec.classes[0]!, strips, spec.recording);
  };

  it('count the strips that hold them and name the worst', () => {
    const [held, some, none] = check(
      'beat: n, rhythm: { type: sinus, rate: 60..100 bpm, variability: 0 bpm }',
      'QRS < 120 ms, rate < 80 bpm, PR > 200 ms',
    );
    expect(held).toMatchObject({ held: 40, of: 40, worst: null });
    expect(some!.held).toBeGreaterThan(8);
    expect(some!.held).toBeLessThan(32);
    expect(some!.worst!.value).toBeGreaterThan(95);
    expect(none!.held).toBe(0);
    expect(none!.worst!.value).toBeCloseTo(0.165, 2);
  });

  it('a measure that must not be there', () => {
    const [pr, p, share, dropped] = check(
      'beat: no-p, rhythm: { type: av-node }',
      'no PR, no P amplitude, no P share, no dropped beats',
    );
    for (const report of [pr, p, share, dropped]) expect(report).toMatchObject({ held: 40, worst: null });
    const [there] = check(SINUS, 'no PR');
    expect(there!.held).toBe(0);
    expect(there!.worst!.value).toBeCloseTo(0.165, 2);
  });

  it('a measure that is missing where it is claimed holds nothing', () => {
    const [report] = check('beat: no-p, rhythm: { type: av-node }', 'PR < 120 ms');
    expect(report!.held).toBe(0);
    expect(report!.worst!.value).toBeNaN();
  });
});
