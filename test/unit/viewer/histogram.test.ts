import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countByClass, histogramByClass } from '../../../src/viewer/histogram';
import { choiceColumn, type Table } from '../../../src/viewer/table';

function tableOf(values: readonly number[], names: readonly string[]): Table {
  return {
    rows: values.length,
    columns: [
      choiceColumn('class', 'Class', names),
      { kind: 'number', id: 'x', label: 'X', unit: 'ms', digits: 1, values: Float32Array.from(values) },
    ],
  };
}
const all = ({ rows }: Table): Uint32Array => Uint32Array.from({ length: rows }, (_, i) => i);

it('counts every value once, in a bin that holds it', () => {
  const anyRow = fc.tuple(
    fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.integer({ min: 0, max: 20 }),
      fc.constant(NaN),
    ),
    fc.constantFrom('A', 'B'),
  );
  fc.assert(
    fc.property(fc.array(anyRow, { minLength: 1, maxLength: 200 }), (rows) => {
      const table = tableOf(
        rows.map(([value]) => value),
        rows.map(([, name]) => name),
      );
      const { start, width, classes } = histogramByClass(table, 'x', all(table));
      for (const { class: name, count, bins } of classes) {
        const own = rows.filter(([value, of]) => of === name && !Number.isNaN(value));
        expect(count).toBe(own.length);
        expect(bins.length).toBeLessThanOrEqual(60);
        expect(bins.reduce((sum, n) => sum + n, 0)).toBe(own.length);
        const slack = width * 1e-5;
        bins.forEach((n, i) => {
          const [low, high] = [start + i * width - slack, start + (i + 1) * width + slack];
          const near = own.filter(
            ([value]) => Math.fround(value) >= low && Math.fround(value) <= high,
          ).length;
          expect(n).toBeLessThanOrEqual(near);
        });
      }
    }),
  );
});

it('begins its bins at round numbers, the values on an edge in the bin that begins there', () => {
  const table = tableOf([80, 80, 90, 100, 379.9], ['A', 'A', 'A', 'A', 'A']);
  const { start, width, classes } = histogramByClass(table, 'x', all(table));
  expect([start, width]).toEqual([80, 5]);
  expect(classes[0]!.bins.slice(0, 5)).toEqual([2, 0, 1, 0, 1]);
  expect(classes[0]!.bins.at(-1)).toBe(1);
});

it('tells the median and where nine tenths lie, as numpy.quantile', () => {
  const table = tableOf([5, 1, 2, 4, 3, NaN, 9], ['A', 'A', 'A', 'A', 'A', 'A', 'B']);
  const [a, b] = histogramByClass(table, 'x', all(table)).classes;
  expect([a!.count, a!.median]).toEqual([5, 3]);
  expect(a!.low).toBeCloseTo(1.2, 12);
  expect(a!.high).toBeCloseTo(4.8, 12);
  expect([b!.low, b!.median, b!.high]).toEqual([9, 9, 9]);
});

it('has no bins where no row has a value', () => {
  const table = tableOf([NaN], ['A']);
  const [a] = histogramByClass(table, 'x', all(table)).classes;
  expect(a).toEqual({ class: 'A', count: 0, bins: [], median: null, low: null, high: null });
});

it('counts the rows of each class', () => {
  const table = tableOf([1, 2, 3], ['B', 'A', 'B']);
  expect(countByClass(table, all(table))).toEqual([1, 2]);
  expect(countByClass(table, Uint32Array.of(0, 2))).toEqual([0, 2]);
});
