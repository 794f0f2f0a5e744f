import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Variable } from '../../../src/spec';
import { normalCdf } from '../../../src/synthesis/math';
import { Random, stripKey } from '../../../src/synthesis/random';
import { drawBeatLevel, drawRecording, truncatedNormal } from '../../../src/synthesis/variable';

const N = 100_000;
/** The Kolmogorov-Smirnov distance that chance exceeds once in 10,000 draws of this size. */
const KS_LIMIT = 2.23 / Math.sqrt(N);

function distance(draws: number[], cdf: (x: number) => number): number {
  draws.sort((a, b) => a - b);
  return draws.reduce(
    (worst, x, i) => Math.max(worst, Math.abs(cdf(x) - i / N), Math.abs(cdf(x) - (i + 1) / N)),
    0,
  );
}

function sample(draw: (random: Random) => number): number[] {
  const random = new Random().reset(stripKey(1, 2, 3, 4), 5);
  return Array.from({ length: N }, () => draw(random));
}

function truncatedCdf(mean: number, sd: number, min: number, max: number): (x: number) => number {
  const low = normalCdf((min - mean) / sd);
  const high = normalCdf((max - mean) / sd);
  return (x) => (normalCdf((x - mean) / sd) - low) / (high - low);
}

describe('draws follow their distribution', () => {
  it('normal', () => {
    expect(
      distance(
        sample((r) => r.normal()),
        normalCdf,
      ),
    ).toBeLessThan(KS_LIMIT);
  });

  it('uniform between recordings', () => {
    const variable: Variable = { recording: { kind: 'uniform', low: 4, high: 9 }, beat: 0, min: 1, max: 20 };
    expect(
      distance(
        sample((r) => drawRecording(variable, r)),
        (x) => (x - 4) / 5,
      ),
    ).toBeLessThan(KS_LIMIT);
  });

  it.each([
    [0, 1, -0.5, 3],
    [0.02, 0.03, 0.001, 0.5],
    [1, 0.35, 0.35, 10],
    [0, 1, 0, 0.2],
  ])('truncated normal (%d ± %d in [%d, %d])', (mean, sd, min, max) => {
    const variable: Variable = { recording: { kind: 'normal', mean, sd }, beat: 0, min, max };
    expect(
      distance(
        sample((r) => drawRecording(variable, r)),
        truncatedCdf(mean, sd, min, max),
      ),
    ).toBeLessThan(KS_LIMIT);
    const twoLevel: Variable = { recording: { kind: 'normal', mean, sd: 0 }, beat: sd, min, max };
    expect(
      distance(
        sample((r) => drawBeatLevel(twoLevel, mean, r)),
        truncatedCdf(mean, sd, min, max),
      ),
    ).toBeLessThan(KS_LIMIT);
  });
});

it('a truncated draw lies in its bounds, however absurd they are', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (u, mean, sd, below, above) => {
        const x = truncatedNormal(u, mean, sd, mean - below, mean + above);
        expect(x).toBeGreaterThanOrEqual(mean - below);
        expect(x).toBeLessThanOrEqual(mean + above);
      },
    ),
  );
});
