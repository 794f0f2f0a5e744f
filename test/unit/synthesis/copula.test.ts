import { describe, expect, it } from 'vitest';
import { cholesky } from '../../../src/synthesis/copula';
import { planBeat } from '../../../src/synthesis/beatPlan';
import { ALONE, RecordedBeat } from '../../../src/synthesis/morphology';
import { stripKey } from '../../../src/synthesis/random';
import { correlation, ksDistance, ksLimit, phi, sd, specOf } from './kit';

const N = 10_000;

/** Amplitudes of R and T and the width of T over many recordings. */
function draws(correlations: string): { r: number[]; t: number[]; width: number[] } {
  const spec = specOf(`
beats:
  b:
    correlations: ${correlations}
    R: { amplitude: { value: 1 mV, recording: 0.2 mV, min: -9 mV }, at: 0 ms, width: 9 ms }
    T: { amplitude: 0.1..0.5 mV, at: 280 ms, width: { value: 30 ms, recording: 10 ms, distribution: log-normal }, rate-correction: none }
classes: { c: { beat: b, rhythm: { type: sinus } } }
`);
  const plan = planBeat(spec.beats[0]!, new Map());
  const all = Array.from({ length: N }, (_, i) => {
    const [r, t] = new RecordedBeat(plan)
      .reset(stripKey(1, 2, i, 0))
      .next(ALONE)
      .map((wave) => ({ ...wave }));
    return { r: r!.amplitude, t: t!.amplitude, width: t!.rise };
  });
  return { r: all.map(({ r }) => r), t: all.map(({ t }) => t), width: all.map(({ width }) => width) };
}

describe('correlated draws', () => {
  const alone = draws('[]');
  const together = draws(
    '[ { between: [R amplitude, T amplitude], coefficient: 0.7 }, { between: [T amplitude, T width], coefficient: -0.5 } ]',
  );

  it('go together as their normals do', () => {
    expect(Math.abs(correlation(alone.r, alone.t))).toBeLessThan(0.03);
    // Of a normal with a uniform, Pearson's coefficient is sqrt(3 / π) times the normals'.
    expect(Math.abs(correlation(together.r, together.t) - 0.7 * Math.sqrt(3 / Math.PI))).toBeLessThan(0.02);
    expect(correlation(together.t, together.width)).toBeLessThan(-0.4);
    expect(Math.abs(correlation(together.r, together.width))).toBeLessThan(0.03);
  });

  it.each([-0.95, -0.5, 0.2, 0.8])('of two normals have the coefficient: %d', (coefficient) => {
    const spec = specOf(`
beats:
  b:
    correlations: [ { between: [R amplitude, R width], coefficient: ${coefficient} } ]
    R: { amplitude: { value: 1 mV, recording: 0.1 mV }, at: 0 ms, width: { value: 12 ms, recording: 1 ms } }
classes: { c: { beat: b, rhythm: { type: sinus } } }
`);
    const plan = planBeat(spec.beats[0]!, new Map());
    const all = Array.from({ length: N }, (_, i) => {
      const [r] = new RecordedBeat(plan).reset(stripKey(3, 2, i, 0)).next(ALONE);
      return [r!.amplitude, r!.rise] as const;
    });
    const found = correlation(
      all.map(([x]) => x),
      all.map(([, y]) => y),
    );
    // Four standard errors of an estimate from N pairs.
    expect(Math.abs(found - coefficient)).toBeLessThan((4 * (1 - coefficient ** 2)) / Math.sqrt(N));
    expect(sd(all.map(([x]) => x))).toBeCloseTo(0.1, 2);
  });

  it('keep their own distributions', () => {
    expect(ksDistance(together.t, (x) => (x - 0.1) / 0.4)).toBeLessThan(ksLimit(N));
    expect(ksDistance(together.r, (x) => phi((x - 1) / 0.2))).toBeLessThan(ksLimit(N));
  });

  it('leave the first of them as it was alone', () => {
    together.r.forEach((x, i) => expect(x).toBeCloseTo(alone.r[i]!, 9));
  });
});

it('a root squared is the matrix, and a contradiction has none', () => {
  const matrix = [
    [1, 0.5, 0.2],
    [0.5, 1, -0.3],
    [0.2, -0.3, 1],
  ];
  const root = cholesky(matrix)!;
  matrix.forEach((row, i) =>
    row.forEach((x, j) =>
      expect(root[i]!.reduce((sum, a, k) => sum + a * (root[j]![k] ?? 0), 0)).toBeCloseTo(x, 12),
    ),
  );
  expect(
    cholesky([
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ]),
  ).toBeNull();
});
