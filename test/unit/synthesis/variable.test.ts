import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Variable } from '../../../src/spec';
import type { Random } from '../../../src/synthesis/random';
import {
  centerOf,
  drawEpisode,
  drawRecording,
  drawWhole,
  Levelled,
  recordingValue,
  truncatedNormal,
} from '../../../src/synthesis/variable';
import { correlation, ksDistance, ksLimit, mean, phi, sd, stream, variable } from './kit';

const N = 100_000;
const sample = (draw: (random: Random) => number): number[] => {
  const random = stream();
  return Array.from({ length: N }, () => draw(random));
};
const follows = (draws: number[], cdf: (x: number) => number): void =>
  expect(ksDistance(draws, cdf)).toBeLessThan(ksLimit(draws.length));

function truncatedCdf(middle: number, deviation: number, min: number, max: number): (x: number) => number {
  const low = phi((min - middle) / deviation);
  const high = phi((max - middle) / deviation);
  return (x) => (phi((x - middle) / deviation) - low) / (high - low);
}

/** Of a value with this mean and SD, without bounds. */
function logNormalCdf(m: number, s: number): (x: number) => number {
  const sigma = Math.sqrt(Math.log(1 + (s / m) ** 2));
  const mu = Math.log(m) - sigma ** 2 / 2;
  return (x) => (x <= 0 ? 0 : phi((Math.log(x) - mu) / sigma));
}

describe('draws follow their distribution', () => {
  it('normal', () => {
    follows(
      sample((r) => r.normal()),
      phi,
    );
  });

  it('uniform from beat to beat, with and without memory, cut by bounds', () => {
    const range = { beat: { low: -2, high: 4 }, min: 0, max: 20 };
    for (const memory of [0, 0.5]) {
      const value = new Levelled(variable({ kind: 'normal', mean: 10, sd: 0 }, { ...range, memory })).reset(
        10,
      );
      value.beginFrom(stream().uniform());
      const draws = sample((r) => value.next(r));
      // Neighbours that are alike are worth fewer draws.
      const apart = memory === 0 ? draws : draws.filter((_, i) => i % 20 === 0);
      follows(apart, (x) => (x - 8) / 6);
      expect(Math.abs(correlation(draws.slice(1), draws.slice(0, -1)) - memory)).toBeLessThan(0.03);
    }
    const low = new Levelled(variable({ kind: 'normal', mean: 1, sd: 0 }, range)).reset(1);
    low.beginFrom(stream().uniform());
    follows(
      sample((r) => low.next(r)),
      (x) => x / 5,
    );
  });

  it('uniform from episode to episode', () => {
    const episode = { low: -1, high: 3 };
    const value = variable({ kind: 'normal', mean: 5, sd: 0 }, { episode, min: 0, max: 20 });
    const recording = stream();
    follows(
      sample((r) => drawEpisode(value, recording, r)),
      (x) => (x - 4) / 4,
    );
  });

  it('uniform between recordings, cut by bounds', () => {
    const range = variable({ kind: 'uniform', low: 4, high: 9 }, { min: 1, max: 20 });
    follows(
      sample((r) => drawRecording(range, r)),
      (x) => (x - 4) / 5,
    );
    follows(
      sample((r) => drawRecording({ ...range, min: 6 }, r)),
      (x) => (x - 6) / 3,
    );
  });

  it.each([
    [0, 1, -0.5, 3],
    [0.02, 0.03, 0.001, 0.5],
    [1, 0.35, 0.35, 10],
    [0, 1, 0, 0.2],
  ])('truncated normal (%d ± %d in [%d, %d]), between recordings, episodes and beats', (m, s, min, max) => {
    const cdf = truncatedCdf(m, s, min, max);
    const constant = variable({ kind: 'normal', mean: m, sd: 0 }, { min, max });
    const spread = variable({ kind: 'normal', mean: m, sd: s }, { min, max });
    follows(
      sample((r) => drawRecording(spread, r)),
      cdf,
    );
    follows(
      sample((r) => drawEpisode({ ...constant, episode: s }, r, r)),
      cdf,
    );
    const beats = new Levelled({ ...constant, beat: s }).reset(m);
    follows(
      sample((r) => beats.next(r)),
      cdf,
    );
  });

  it('log-normal: mean and SD are those of the value, and a negative one is its mirror image', () => {
    const spread = variable({ kind: 'log-normal', mean: 1.2, sd: 0.5 });
    const draws = sample((r) => drawRecording(spread, r));
    follows(draws, logNormalCdf(1.2, 0.5));
    expect(mean(draws)).toBeCloseTo(1.2, 1);
    expect(sd(draws)).toBeCloseTo(0.5, 1);
    const mirrored = variable({ kind: 'log-normal', mean: -1.2, sd: 0.5 });
    follows(
      sample((r) => -drawRecording(mirrored, r)),
      logNormalCdf(1.2, 0.5),
    );
  });

  it('log-normal in bounds', () => {
    const whole = logNormalCdf(1, 0.8);
    const spread = variable({ kind: 'log-normal', mean: 1, sd: 0.8 }, { min: 0.5, max: 2 });
    follows(
      sample((r) => drawRecording(spread, r)),
      (x) => (whole(x) - whole(0.5)) / (whole(2) - whole(0.5)),
    );
    const negative = variable({ kind: 'log-normal', mean: -1, sd: 0.8 }, { min: -2, max: -0.5 });
    follows(
      sample((r) => -drawRecording(negative, r)),
      (x) => (whole(x) - whole(0.5)) / (whole(2) - whole(0.5)),
    );
  });

  it('mixture: every part in its share, each truncated by itself', () => {
    const mixture = variable(
      {
        kind: 'mixture',
        parts: [
          { weight: 3, of: { kind: 'normal', mean: 0, sd: 1 } },
          { weight: 1, of: { kind: 'uniform', low: 5, high: 6 } },
          { weight: 0, of: { kind: 'normal', mean: 100, sd: 0 } },
        ],
      },
      { min: 0, max: 10 },
    );
    const half = truncatedCdf(0, 1, 0, 10);
    follows(
      sample((r) => drawRecording(mixture, r)),
      (x) => 0.75 * half(x) + 0.25 * Math.min(1, Math.max(0, x - 5)),
    );
    expect(centerOf(mixture)).toBe(1.375);
  });

  it('mixture: an empirical list gives its values and no others', () => {
    const values = [0.1, 0.2, 0.2, 0.7];
    const list = variable({
      kind: 'mixture',
      parts: values.map((x) => ({ weight: 1, of: { kind: 'normal', mean: x, sd: 0 } })),
    });
    const draws = sample((r) => drawRecording(list, r));
    expect(new Set(draws)).toEqual(new Set(values));
    expect(draws.filter((x) => x === 0.2).length / N).toBeCloseTo(0.5, 1);
  });

  it('folded: unbounded on all levels, without a sign at the end', () => {
    const folded = variable(
      { kind: 'normal', mean: 0.3, sd: 0.4 },
      { beat: 0.3, min: 0.1, max: 0.2, folded: true },
    );
    const cdf =
      (m: number, s: number) =>
      (x: number): number =>
        phi((x - m) / s) - phi((-x - m) / s);
    follows(
      sample((r) => drawRecording(folded, r)),
      cdf(0.3, 0.4),
    );
    // The sign falls after the last level only: beats of a recording whose value is negative lie around its size.
    follows(
      sample((r) => new Levelled(folded).reset(recordingValue(folded, r.uniform())).next(r)),
      cdf(0.3, 0.5),
    );
  });

  it('a whole number counts the ends of a range in full', () => {
    const range = variable({ kind: 'uniform', low: 3, high: 6 }, { min: 2, max: 12 });
    const draws = sample((r) => drawWhole(range, r));
    for (const n of [3, 4, 5, 6]) expect(draws.filter((x) => x === n).length / N).toBeCloseTo(0.25, 1);
    expect(new Set(draws).size).toBe(4);
    const normal = variable({ kind: 'normal', mean: 4, sd: 1 }, { min: 2, max: 5 });
    expect(new Set(sample((r) => drawWhole(normal, r)))).toEqual(new Set([2, 3, 4, 5]));
  });
});

describe('memory from beat to beat', () => {
  const beats = (rest: Partial<Variable>): number[] => {
    const value = new Levelled(variable({ kind: 'normal', mean: 1, sd: 0 }, { beat: 0.2, ...rest })).reset(1);
    return sample((r) => value.next(r));
  };

  it.each([0, 0.5, 0.9])('%d: neighbours correlate so, and further ones by its powers', (memory) => {
    const x = beats({ memory });
    for (const lag of [1, 2, 3])
      expect(Math.abs(correlation(x.slice(lag), x.slice(0, -lag)) - memory ** lag)).toBeLessThan(0.03);
    expect(sd(x)).toBeCloseTo(0.2, 1);
  });

  it('is stationary from the first beat on, and exact in bounds', () => {
    const value = variable(
      { kind: 'normal', mean: 1, sd: 0 },
      { beat: 0.2, memory: 0.9, min: 0.9, max: 1.3 },
    );
    const cdf = truncatedCdf(1, 0.2, 0.9, 1.3);
    for (const beat of [0, 5]) {
      const draws = sample((r) => {
        const one = new Levelled(value).reset(1);
        for (let i = 0; i < beat; i++) one.next(r);
        return one.next(r);
      });
      follows(draws, cdf);
    }
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
      fc.constantFrom('normal' as const, 'log-normal' as const),
      (u, m, s, below, above, kind) => {
        const [min, max] = [m - below, m + above];
        const x = recordingValue(variable({ kind, mean: m, sd: s }, { min, max }), u);
        expect(x).toBeGreaterThanOrEqual(min);
        expect(x).toBeLessThanOrEqual(max);
        const y = truncatedNormal(u, m, s, min, max);
        expect(y >= min && y <= max).toBe(true);
      },
    ),
  );
});

it('every level takes one uniform, whatever is drawn', () => {
  const kinds: Variable[] = [
    variable({ kind: 'normal', mean: 1, sd: 0 }),
    variable({ kind: 'normal', mean: 1, sd: 1 }, { beat: 1, episode: 1, memory: 0.5 }),
    variable({ kind: 'log-normal', mean: 1, sd: 1 }, { folded: true, beat: 1 }),
    variable({ kind: 'mixture', parts: [{ weight: 1, of: { kind: 'uniform', low: 1, high: 2 } }] }),
  ];
  const next = kinds.map((kind) => {
    const random = stream();
    drawEpisode(kind, random, random);
    const value = new Levelled(kind).reset(1);
    value.beginFrom(random.uniform());
    value.next(random);
    return random.bits();
  });
  expect(new Set(next).size).toBe(1);
});
