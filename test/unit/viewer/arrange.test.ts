import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, EVERYTHING, filterRows, sortRows } from '../../../src/viewer/arrange';
import { choiceColumn, type Table } from '../../../src/viewer/table';

/** Values with many equals, negatives, both zeros, extremes and gaps. */
const anyValue = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.float({ noNaN: true }),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, 3.4e38, 1e-45),
);

function tableOf(values: readonly number[], names: readonly string[] = values.map(() => 'A')): Table {
  return {
    rows: values.length,
    columns: [
      choiceColumn('class', 'Class', names),
      { kind: 'number', id: 'x', label: 'X', unit: '', digits: 1, values: Float32Array.from(values) },
      {
        kind: 'number',
        id: 'n',
        label: 'N',
        unit: '',
        digits: 0,
        values: Uint32Array.from(values, (_, i) => (i * 2654435761) >>> 0),
      },
    ],
  };
}

describe('sorting', () => {
  it('is that of comparing two by two: stable, rows without a value last', () => {
    fc.assert(
      fc.property(fc.array(anyValue), fc.boolean(), (values, descending) => {
        const table = tableOf(values);
        const stored = Float32Array.from(values);
        const sign = descending ? -1 : 1;
        const expected = [...values.keys()].sort((a, b) => {
          const [x, y] = [stored[a]!, stored[b]!];
          if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
          return x === y ? a - b : x < y ? -sign : sign;
        });
        const sorted = sortRows(table, filterRows(table, EVERYTHING), { column: 'x', descending });
        expect([...sorted]).toEqual(expected);
      }),
    );
  });

  it('keeps counts exact that a Float32 cannot hold', () => {
    const table: Table = {
      rows: 3,
      columns: [
        {
          kind: 'number',
          id: 'n',
          label: 'N',
          unit: '',
          digits: 0,
          values: Uint32Array.of(16777217, 4294967295, 16777216),
        },
      ],
    };
    const rows = Uint32Array.of(0, 1, 2);
    expect([...sortRows(table, rows, { column: 'n', descending: false })]).toEqual([2, 0, 1]);
    expect([...sortRows(table, rows, { column: 'n', descending: true })]).toEqual([1, 0, 2]);
  });

  it('orders names as people do', () => {
    const table = tableOf([1, 2, 3, 4], ['B10', 'A', 'B9', 'A']);
    expect([...arrange(table, EVERYTHING, { column: 'class', descending: false })]).toEqual([1, 3, 2, 0]);
  });

  it('refuses a column that is not there', () => {
    expect(() => arrange(tableOf([1]), EVERYTHING, { column: 'y', descending: false })).toThrow(
      'There is no column "y".',
    );
  });
});

describe('filtering', () => {
  it('shows the rows that pass every filter, in order', () => {
    const anyRow = fc.tuple(anyValue, fc.constantFrom('A', 'B', 'C'));
    const anyLimit = fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(anyRow),
        fc.option(fc.subarray(['A', 'B', 'C'])),
        anyLimit,
        anyLimit,
        (rows, names, min, max) => {
          const table = tableOf(
            rows.map(([value]) => value),
            rows.map(([, name]) => name),
          );
          const range = {
            column: 'x',
            ...(min === undefined ? {} : { min }),
            ...(max === undefined ? {} : { max }),
          };
          const found = filterRows(table, {
            choices: names === null ? [] : [{ column: 'class', names }],
            ranges: [range],
          });
          const expected = [...rows.keys()].filter((row) => {
            const [value, name] = rows[row]!;
            const stored = Math.fround(value);
            if (names !== null && !names.includes(name)) return false;
            return stored >= (min ?? -Infinity) && stored <= (max ?? Infinity);
          });
          expect([...found]).toEqual(expected);
        },
      ),
    );
  });

  it('finds a value by the digits that it is shown with', () => {
    expect([
      ...filterRows(tableOf([0.1]), { choices: [], ranges: [{ column: 'x', min: 0.1, max: 0.1 }] }),
    ]).toEqual([0]);
  });

  it('refuses a filter of the wrong kind', () => {
    const table = tableOf([1]);
    expect(() => filterRows(table, { choices: [{ column: 'x', names: [] }], ranges: [] })).toThrow(
      'no names',
    );
    expect(() => filterRows(table, { choices: [], ranges: [{ column: 'class' }] })).toThrow('no numbers');
  });
});
