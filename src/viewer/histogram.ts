import { choicesOf, CLASS_COLUMN, numbersOf, type Table } from './table';

/** How a column's values are distributed in one class. */
export interface ClassDistribution {
  readonly class: string;
  /** Rows of the class that have a value. */
  readonly count: number;
  /** How many of them lie in each bin. */
  readonly bins: readonly number[];
  /** Median, and the values below which 5 % and 95 % lie; null where no row has a value. */
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Histogram {
  readonly column: string;
  readonly label: string;
  readonly unit: string;
  /** Where the first bin begins, and how wide each is. A value on an edge is in the bin that begins there. */
  readonly start: number;
  readonly width: number;
  /** Every class of the set, in its order. */
  readonly classes: readonly ClassDistribution[];
}

const MOST_BINS = 60;

/**
 * The distribution of a column in each class, over the same bins: 1, 2 or 5 times a power of ten wide, at most 60.
 * @param rows which rows count
 */
export function histogramByClass(table: Table, id: string, rows: Uint32Array): Histogram {
  const { values, label, unit } = numbersOf(table, id);
  const { names, codes } = choicesOf(table, CLASS_COLUMN);
  const counts = new Uint32Array(names.length);
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    counts[codes[row]!]!++;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const byClass = Array.from(counts, (count) => new Float64Array(count));
  counts.fill(0);
  for (const row of rows) {
    const value = values[row]!;
    const code = codes[row]!;
    if (Number.isFinite(value)) byClass[code]![counts[code]!++] = value;
  }
  const { start, width, bins } = least <= most ? binsOf(least, most) : { start: 0, width: 1, bins: 0 };
  const classes = byClass.map((own, code) => {
    const filled = new Array<number>(bins).fill(0);
    for (const value of own) filled[Math.min(bins - 1, Math.floor((value - start) / width + 1e-6))]!++;
    own.sort();
    return {
      class: names[code]!,
      count: own.length,
      bins: filled,
      median: quantile(own, 0.5),
      low: quantile(own, 0.05),
      high: quantile(own, 0.95),
    };
  });
  return { column: id, label, unit, start, width, classes };
}

/** @param least, most finite, `least` <= `most` */
function binsOf(least: number, most: number): { start: number; width: number; bins: number } {
  // Of equal values, and of values that differ in what rounding leaves only, one bin around them.
  const spread = Math.max(most - least, Math.abs(most) * 1e-6, 1e-9);
  const power = 10 ** Math.floor(Math.log10(spread / MOST_BINS));
  for (const factor of [1, 2, 5, 10, 20]) {
    const width = factor * power;
    const first = Math.floor(least / width + 1e-6);
    const bins = Math.floor(most / width + 1e-6) - first + 1;
    if (bins <= MOST_BINS) return { start: first * width, width, bins };
  }
  throw new Error('unreachable: 20 of these are twice the spread');
}

/** Between the two values that it falls between, in proportion (as numpy.quantile does). */
function quantile(sorted: Float64Array, share: number): number | null {
  if (sorted.length === 0) return null;
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}

/** How many of the rows each class has, in the order of its names. */
export function countByClass(table: Table, rows: Uint32Array): number[] {
  const { names, codes } = choicesOf(table, CLASS_COLUMN);
  const counts = new Array<number>(names.length).fill(0);
  for (const row of rows) counts[codes[row]!]!++;
  return counts;
}
