import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cosTurns,
  cubeRoot,
  exactNormalQuantile,
  exp,
  log,
  normalCdf,
  normalQuantile,
  sinTurns,
} from '../../../src/synthesis/math';

// Math.exp and its kin are correct to about an ulp in every engine; the tolerances leave room for theirs and ours.

const relative = (actual: number, wanted: number): number => Math.abs(actual / wanted - 1);

describe('elementary functions', () => {
  it('exp: relative error below 5e-16', () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (x) => {
        expect(relative(exp(x), Math.exp(x))).toBeLessThan(6e-16);
      }),
    );
    expect(exp(0)).toBe(1);
    expect(exp(-1000)).toBe(0);
    expect(exp(1000)).toBe(Infinity);
  });

  it('log: an ulp or two', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(
          4e-16 * Math.max(0.5, Math.abs(Math.log(x))),
        );
      }),
    );
    expect(log(1)).toBe(0);
    expect(log(8)).toBeCloseTo(3 * Math.LN2, 15);
  });

  it('sin and cos: absolute error below 3e-16 plus what the argument rounds', () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), (turns) => {
        expect(Math.abs(sinTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(4e-15);
        expect(Math.abs(cosTurns(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(4e-15);
      }),
    );
    expect(sinTurns(0.25)).toBeCloseTo(1, 15);
    expect(sinTurns(1000)).toBe(0);
    expect(sinTurns(1 / 12)).toBeCloseTo(0.5, 15);
  });

  it('cubeRoot: relative error below 1e-15', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (x) => {
        expect(relative(cubeRoot(x), Math.cbrt(x))).toBeLessThan(1e-15);
      }),
    );
  });
});

describe('the normal distribution', () => {
  // Abramowitz & Stegun, table 26.1, and 20-digit values of erfc.
  it.each([
    [0, 0.5],
    [1, 0.841344746068542948585],
    [1.96, 0.975002104851779549],
    [-3, 0.00134989803163009452665],
    [-6, 9.86587645037698140700864e-10],
    [-8, 6.22096057427178412351599e-16],
  ])('cdf at %d: absolute error below 1e-15', (x, p) => {
    expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-15);
  });

  it('the quantile undoes the cdf', () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), (x) => {
        // What 1e-15 in the probability is in x: divided by the density.
        const rounding = (1e-15 * Math.sqrt(2 * Math.PI)) / Math.exp((-x * x) / 2);
        expect(Math.abs(exactNormalQuantile(normalCdf(x)) - x)).toBeLessThan(2e-14 + 2 * rounding);
      }),
    );
    expect(exactNormalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(exactNormalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
  });

  it('the quantile by cubics is within 1e-9, in the middle, in the tails and between the two tables', () => {
    const check = (p: number): void => {
      expect(Math.abs(normalQuantile(p) - exactNormalQuantile(p))).toBeLessThan(1e-9);
    };
    fc.assert(fc.property(fc.double({ min: 1e-15, max: 1 - 1e-15, noNaN: true }), check));
    fc.assert(fc.property(fc.double({ min: -34, max: -1, noNaN: true }), (x) => check(Math.exp(x))));
    for (let k = 1; k < 40; k++)
      for (const p of [2 ** -k, 2 ** -k * (1 - 1e-9), 2 ** -k * (1 + 1e-9)]) {
        check(p);
        if (k < 30) check(1 - p);
      }
    for (let i = 1; i < 4096; i++) check(i / 4096);
    expect(normalQuantile(0.5)).toBe(0);
  });
});
