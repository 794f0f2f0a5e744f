import { csvLine } from '../../dataset/formats/csvText';
import type { Source } from '../source';
import type { Column, Table } from '../table';

/** A column as programs like to have it named: `pr_ms`, `p_amplitude_mV`, `drawn_rate_0_bpm`. */
export function csvName(column: Column): string {
  const words = column.id.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '');
  const unit = column.kind === 'number' ? column.unit.replace(/[^\p{L}\p{N}]+/gu, '_') : '';
  return unit === '' ? words : `${words}_${unit}`;
}

/**
 * The chosen strips as a CSV table: what each is called in other formats, its number in the set, and all that the viewer's
 * table says of it. What needs the samples is in it as soon as it has been measured; a cell without a value is empty.
 * @param rows numbers of strips, in the order of the lines
 */
export function* listLines(
  source: Pick<Source, 'recordName'>,
  table: Table,
  rows: Uint32Array,
): Generator<string> {
  const columns = table.columns.filter(
    (column) => column.kind === 'choice' || column.late !== true || !column.values.every(Number.isNaN),
  );
  yield csvLine(['record', 'strip', ...columns.map(csvName)]);
  for (const row of rows) {
    yield csvLine([source.recordName(row), row, ...columns.map((column) => cellOf(column, row))]);
  }
}

function cellOf(column: Column, row: number): string | number {
  if (column.kind === 'choice') return column.names[column.codes[row]!] ?? '';
  const value = column.values[row]!;
  if (!Number.isFinite(value)) return '';
  // A Float32 has seven digits; more would be those of its binary fraction.
  return column.values instanceof Float32Array ? Number(value.toPrecision(7)) : value;
}
