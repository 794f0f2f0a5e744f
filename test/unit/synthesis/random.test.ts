import { describe, expect, it } from 'vitest';
import { Kernels } from '../../../src/synthesis/kernels/kernels';
import { hashName, Random, type StreamKey, stripKey } from '../../../src/synthesis/random';
import { correlation, ksDistance, ksLimit, mean, phi, sd, stream } from './kit';

const N = 20_000;

/** The first four uniforms of N streams that differ in one thing only. */
function firstDraws(key: (i: number) => StreamKey, purpose: (i: number) => number): number[][] {
  const random = new Random();
  const columns: number[][] = [[], [], [], []];
  for (let i = 0; i < N; i++) {
    random.reset(key(i), purpose(i));
    for (const column of columns) column.push(random.uniform());
  }
  return columns;
}

describe('streams', () => {
  // The bug this guards against: first draws that did not depend on the index at all, so that all
  // strips of a class had the same heart rate.
  it.each<[string, (i: number) => StreamKey, (i: number) => number]>([
    ['index', (i) => stripKey(1, 7, i, 0), () => 99],
    ['seed', (i) => stripKey(i, 7, 3, 0), () => 99],
    ['class', (i) => stripKey(1, hashName(`class ${i}`), 3, 0), () => 99],
    ['draw', (i) => stripKey(1, 7, 3, i), () => 99],
    ['purpose', () => stripKey(1, 7, 3, 0), (i) => i],
  ])('that differ in their %s only are uniform and unrelated', (_, key, purpose) => {
    const columns = firstDraws(key, purpose);
    for (const column of columns) {
      const bins = new Array<number>(20).fill(0);
      for (const u of column) bins[Math.floor(u * 20)]!++;
      const chi = bins.reduce((sum, n) => sum + (n - N / 20) ** 2 / (N / 20), 0);
      // 19 degrees of freedom: 50.8 is the 1 in 10,000 point. The streams are fixed, so this never flickers.
      expect(chi).toBeLessThan(50.8);
      expect(Math.abs(correlation(column.slice(1), column.slice(0, -1)))).toBeLessThan(0.03);
    }
    for (let a = 0; a < 4; a++)
      for (let b = a + 1; b < 4; b++)
        expect(Math.abs(correlation(columns[a]!, columns[b]!))).toBeLessThan(0.03);
  });

  it('are the same for the same key', () => {
    const a = new Random().reset(stripKey(1, 2, 3, 4), 5);
    const b = new Random().reset(stripKey(1, 2, 3, 4), 5);
    for (let i = 0; i < 10; i++) expect(a.bits()).toBe(b.bits());
  });
});

describe('draws in bulk', () => {
  const many = (): number[] => {
    const trace = new Kernels(100_000, 1).trace(100_000);
    trace.addNormals(1, stream(3));
    return [...trace.samples];
  };

  it('of uniforms are uniform, and know nothing of those before', () => {
    const random = stream(2);
    const draws = Array.from({ length: 100_000 }, () => random.uniform());
    expect(ksDistance(draws, (x) => x)).toBeLessThan(ksLimit(draws.length));
    for (const lag of [1, 2, 3, 7])
      expect(Math.abs(correlation(draws.slice(lag), draws.slice(0, -lag)))).toBeLessThan(4 / Math.sqrt(1e5));
  });

  it('of noise are normal, tails included, and know nothing of those before', () => {
    const draws = many();
    expect(ksDistance(draws, phi)).toBeLessThan(ksLimit(draws.length));
    // Four standard errors each.
    expect(Math.abs(mean(draws))).toBeLessThan(4 / Math.sqrt(1e5));
    expect(Math.abs(sd(draws) - 1)).toBeLessThan(4 / Math.sqrt(2e5));
    for (const far of [2, 3, 4]) {
      const expected = 2 * phi(-far) * 1e5;
      const found = draws.filter((x) => Math.abs(x) > far).length;
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected) + 1);
    }
    for (const lag of [1, 2, 3, 7])
      expect(Math.abs(correlation(draws.slice(lag), draws.slice(0, -lag)))).toBeLessThan(4 / Math.sqrt(1e5));
    // A sign that depends on the one before would show here, sizes that do in their squares.
    const squares = draws.map((x) => x * x);
    expect(Math.abs(correlation(squares.slice(1), squares.slice(0, -1)))).toBeLessThan(4 / Math.sqrt(1e5));
  });
});
